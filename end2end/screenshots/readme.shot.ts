import { open } from '../support/sign-in.ts';
import { test } from '../support/test.ts';

const at = (name: string) => new URL(`./${name}.png`, import.meta.url).pathname;

test.use({ viewport: { width: 1360, height: 850 } });

test('members', async ({ page }) => {
  await open(page, 'admin', '/members');
  await page.screenshot({ path: at('members') });
});

test('plan', async ({ page }) => {
  await open(page, 'admin', '/onboard');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ines.farrow@lumen.example');
  await page.getByLabel('First name').fill('Ines');
  await page.getByLabel('Last name').fill('Farrow');
  await page.getByRole('radio', { name: /^Analyze/ }).check();
  for (const [list, typed] of [['Teams', 'finance'], ['Workspaces', 'logistics'], ['Connections', 'warehouse']] as const) {
    const field = page.getByRole('combobox', { name: list, exact: true });
    await field.fill(typed);
    await field.press('Enter');
    await field.press('Escape');
  }
  await page.getByLabel('Level for Logistics').selectOption({ label: 'Can contribute' });
  await page.getByRole('main').getByRole('button', { name: 'See the plan' }).last().click();
  await page.getByRole('button', { name: 'Apply the plan' }).waitFor();
  await page.screenshot({ path: at('plan') });
});
