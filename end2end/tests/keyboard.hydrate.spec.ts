import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the palette finds, and Enter leads there', async ({ page }) => {
  await open(page, 'admin', '/members');
  await members(page, true).awake();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  const input = palette.getByRole('combobox');
  await expect(input).toBeFocused();
  await expect(palette.getByRole('option', { name: 'Onboard a person' })).toBeVisible();
  await audit(page, 'palette');

  await input.fill('sigma adm');
  const team = palette.getByRole('option', { name: /^Sigma Admins/ });
  await expect(team).toHaveAttribute('aria-selected', 'true');
  await input.fill('jonas web');
  const person = palette.getByRole('option', { name: /^Jonas Weber/ });
  await expect(person).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(person).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Jonas Weber' })).toBeVisible();
});

test('the palette has what can be done with the thing found, for whoever may', async ({ page }) => {
  await open(page, 'admin', '/members');
  await members(page, true).awake();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  const input = palette.getByRole('combobox');
  await input.fill('leo martins');
  await expect(palette.getByRole('option', { name: /^Leo Martins/ })).toBeVisible();
  for (const deed of ['Offboard Leo Martins', 'Documents of Leo Martins', /^What Leo Martins did in the last 7 days/]) {
    await expect(palette.getByRole('option', { name: deed })).toBeVisible();
  }
  await audit(page, 'palette with actions on a person');
  const edit = palette.getByRole('option', { name: 'Edit Leo Martins' });
  await edit.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Edit Leo Martins' })).toBeVisible();
});

test('the palette offers an auditor nothing that they may not do', async ({ page }) => {
  await open(page, 'auditor', '/members');
  await members(page, true).awake();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  await palette.getByRole('combobox').fill('leo martins');
  await expect(palette.getByRole('option', { name: 'Documents of Leo Martins' })).toBeVisible();
  await expect(palette.getByRole('option', { name: 'Edit Leo Martins' })).toHaveCount(0);
  await expect(palette.getByRole('option', { name: 'Offboard Leo Martins' })).toHaveCount(0);
});

test('Escape closes the palette and gives the focus back', async ({ page }) => {
  await open(page, 'auditor', '/members');
  await members(page, true).awake();
  const opener = page.getByRole('button', { name: 'Open the command palette' });
  await opener.click();
  await expect(page.getByRole('dialog', { name: 'Find anything' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('keys go through the rows, but not while somebody types', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  const link = (row: number) => list.rows.nth(row).getByRole('rowheader').getByRole('link');
  await page.keyboard.press('j');
  await expect(link(0)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await expect(link(2)).toBeFocused();
  await page.keyboard.press('k');
  await expect(link(1)).toBeFocused();
  await page.keyboard.press('/');
  await expect(list.search).toBeFocused();
  await page.keyboard.type('jk?/');
  await expect(list.search).toHaveValue('jk?/');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the question mark lists the keys', async ({ page }) => {
  await open(page, 'admin', '/members');
  await members(page, true).awake();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('Next row');
  await audit(page, 'keys');
  await help.getByRole('button', { name: 'Close' }).click();
  await expect(help).toBeHidden();
});
