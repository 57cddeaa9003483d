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
