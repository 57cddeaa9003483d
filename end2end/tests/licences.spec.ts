import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { apply } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('unused licences lead to the people, who get a smaller account type together', async ({ page, script }) => {
  await open(page, 'admin', '/members');
  await page.getByRole('link', { name: 'Unused licences' }).click();
  await audit(page, 'unused licences');
  const table = page.getByRole('table', { name: /by account type/ });
  const column = 'Nothing recorded';
  // Who is asked when follows the portal's own clock: sooner or later somebody has nothing recorded.
  const type = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Build' }) });
  const place = (await table.getByRole('columnheader').allInnerTexts()).findIndex((text) => text.includes(column));
  const cell = type.getByRole('cell').nth(place - 1);
  await expect(async () => {
    await page.reload();
    await expect(cell.getByRole('link')).toBeVisible({ timeout: 500 });
  }).toPass();
  const n = Number((await cell.innerText()).replace(/\D/g, ''));
  await cell.getByRole('link').click();
  const list = members(page, script);
  await expect.poll(() => list.count()).toBeGreaterThanOrEqual(n);
  const row = list.rows.first();
  const name = (await row.getByRole('rowheader').getByRole('link').innerText()).trim();
  await expect(row).toContainText('nothing recorded');
  await row.getByRole('checkbox', { name: `Select ${name}` }).check();
  await expect(page.getByRole('button', { name: 'Offboard', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Set account type' }).click();
  await page.getByRole('radio', { name: /^View/ }).check();
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('View');
  await apply(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done.');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await apply(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done.');
});
