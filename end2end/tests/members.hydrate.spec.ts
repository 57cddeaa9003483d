import { members } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the list follows the typing without leaving the page or the field', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  await expect(list.filter.getByRole('button', { name: 'Filter' }), 'nothing is left to press').toBeHidden();
  let loads = 0;
  page.on('load', () => (loads += 1));
  await list.search.click();
  await page.keyboard.type('jonas w', { delay: 20 });
  await expect(page).toHaveURL('/members?q=jonas+w');
  await expect(list.rows.filter({ hasText: 'jonas.weber@lumen.example' })).toHaveCount(1);
  await expect(list.search).toBeFocused();
  await page.keyboard.type('eber');
  await expect(list.rows).toHaveCount(1);
  for (let n = 0; n < 'jonas weber'.length; n += 1) await page.keyboard.press('Backspace');
  await expect(page).toHaveURL('/members');
  await expect(list.rows).toHaveCount(50);
  expect(loads, 'no page was loaded').toBe(0);
});

test('what is asked last wins, whatever arrives last', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  // The first answer is held back until the second is on the page.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/members?q=weber', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/members?q=weber');
  await list.search.fill('weber');
  await asked;
  await list.search.fill('priya raman');
  await expect(list.rows).toHaveCount(1);
  const late = page.waitForResponse('**/members?q=weber');
  release();
  await (await late).finished();
  await expect(list.rows).toContainText('priya.raman@lumen.example');
  await expect(page).toHaveURL('/members?q=priya+raman');
});

test('a session that has ended leads to the sign-in and back to the search', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  await page.context().clearCookies();
  await list.search.fill('weber');
  await expect(page).toHaveURL('/sign-in?next=%2Fmembers%3Fq%3Dweber');
});
