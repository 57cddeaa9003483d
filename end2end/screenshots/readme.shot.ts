import { Onboarding } from '../support/onboarding.ts';
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
  const form = new Onboarding(page, true);
  await form.pick('Teams', 'Finance', 'Member');
  await form.pick('Workspaces', 'Logistics', 'Can contribute');
  await form.pick('Connections', 'Lumen Warehouse', 'Can use');
  await form.plan();
  await page.getByRole('button', { name: 'Apply change' }).waitFor();
  await page.screenshot({ path: at('plan') });
});
