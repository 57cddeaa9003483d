import { members } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('Escape leaves the search for the first row, and x ticks it', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  await list.search.focus();
  await page.keyboard.press('Escape');
  await expect(list.rows.first().getByRole('rowheader').getByRole('link')).toBeFocused();
  await page.keyboard.press('x');
  await expect(list.rows.first().getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('x');
  await expect(list.rows.first().getByRole('checkbox')).not.toBeChecked();
  await list.search.focus();
  await page.keyboard.type('x');
  await expect(list.search).toHaveValue('x');
});

test('the first field of a form has the focus', async ({ page }) => {
  await open(page, 'admin', '/onboard');
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toBeFocused();
});

test.describe('on a Mac', () => {
  test('keys are named as they are there, and the command key opens the palette', async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' }));
    const list = members(page, true);
    await open(page, 'admin', '/members');
    await list.awake();
    const opener = page.getByRole('button', { name: 'Open the command palette' });
    await expect(opener).toHaveText('⌘ K');
    await page.keyboard.press('Meta+k');
    await expect(page.getByRole('dialog', { name: 'Find anything' }).getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('elsewhere keys are named with Ctrl', async ({ page }) => {
  await open(page, 'admin', '/members');
  await expect(page.getByRole('button', { name: 'Open the command palette' })).toHaveText('Ctrl K');
});
