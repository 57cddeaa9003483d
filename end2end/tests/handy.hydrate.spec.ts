import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { visit } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('an id is copied by its button', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'auditor');
  await visit(page, PERSONAS.manager);
  const profile = page.getByRole('region', { name: 'Profile' });
  await profile.getByRole('button', { name: 'Copy id' }).click();
  await expect(profile.getByRole('status')).toHaveText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(page.url()).toContain(copied);
  await audit(page, 'an id that was copied');
});

test('one box picks all rows of the page, also of a list that was narrowed', async ({ page }) => {
  await open(page, 'admin', '/members');
  const list = members(page, true);
  await list.narrow({ search: 'okafor' });
  await expect(list.rows.first()).toContainText('Okafor');
  await expect(list.rows.filter({ hasNotText: 'Okafor' })).toHaveCount(0);
  const n = await list.rows.count();
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  await all.check();
  await expect(page.getByRole('row').getByRole('checkbox', { name: /^Select (?!all)/, checked: true })).toHaveCount(n);
  await audit(page, 'a page of members picked');
  await list.rows.first().getByRole('checkbox').uncheck();
  await expect(all).not.toBeChecked();
  await list.rows.first().getByRole('checkbox').check();
  await expect(all).toBeChecked();
  await all.uncheck();
  await expect(page.getByRole('row').getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('more ticks than go along keep the page, and say so', async ({ page }) => {
  await open(page, 'admin', '/members');
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  const next = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' });
  const limit = page.getByRole('alert').filter({ hasText: 'Only 150 selected rows go along' });
  for (let number = 2; number <= 4; number++) {
    await all.check();
    await next.click();
    await expect(page).toHaveURL(new RegExp(`page=${number}`));
  }
  await expect(limit).toBeHidden();
  await all.check();
  await next.click();
  await expect(limit).toBeVisible();
  await expect(page).toHaveURL(/page=4/);
  await page.getByRole('searchbox').first().fill('okafor');
  await expect(limit).toBeVisible();
  await expect(page.getByRole('row').getByRole('checkbox', { name: /^Select (?!all)/, checked: true })).toHaveCount(50);
  await all.uncheck();
  await next.click();
  await expect(page).toHaveURL(/page=5/);
});
