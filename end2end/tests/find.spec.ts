import { audit } from '../support/audit.ts';
import { expectAddress } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the search in the head finds people, teams and pages', async ({ page }) => {
  await open(page, 'admin', '/changes');
  const search = page.getByRole('search', { name: 'Everywhere' }).getByRole('searchbox', { name: 'Find anything' });
  await search.fill('priya raman');
  await search.press('Enter');
  await expectAddress(page, '/find?q=priya+raman');
  const main = page.getByRole('main');
  await expect(main.getByRole('region', { name: 'Members' }).getByRole('link', { name: 'Priya Raman' })).toBeVisible();
  await audit(page, 'find');

  await main.getByRole('searchbox').fill('finance');
  await main.getByRole('button', { name: 'Find' }).click();
  await main.getByRole('region', { name: 'Teams', exact: true }).getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Finance' })).toBeVisible();
});

test('nothing found says so', async ({ page }) => {
  await open(page, 'auditor', '/find?q=zzz-nothing');
  await expect(page.getByRole('heading', { name: 'No results for “zzz-nothing”' })).toBeVisible();
  await audit(page, 'find, nothing');
});
