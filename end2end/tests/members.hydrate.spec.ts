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

test('one question is under way at a time, and the newest text is the next', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  // The first answer is held back while somebody types on.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/members?q=weber', async (route) => {
    await held;
    await route.continue();
  });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/members?q=')) asked.push(new URL(request.url()).search);
  });
  const first = page.waitForRequest('**/members?q=weber');
  await list.search.fill('weber');
  await first;
  await list.search.fill('priya');
  await list.search.fill('priya raman');
  release();
  await expect(list.rows).toHaveCount(1);
  await expect(list.rows).toContainText('priya.raman@lumen.example');
  await expect(page).toHaveURL('/members?q=priya+raman');
  expect(asked, 'what was typed in between is not asked').toEqual(['?q=weber', '?q=priya+raman']);
});

test('what is typed before the page wakes counts when it does, and only the list travels', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.search.fill('priya raman');
  const answer = page.waitForResponse('**/members?q=priya+raman');
  release();
  await expect(list.rows).toHaveCount(1);
  await expect(list.search).toHaveValue('priya raman');
  expect(await (await answer).text()).not.toContain('<nav');
});

test('what is typed into the palette before the page wakes is answered when it does', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await open(page, 'admin', '/members');
  await page.getByRole('button', { name: 'Open the command palette' }).click();
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  await palette.getByRole('searchbox').or(palette.getByRole('combobox')).fill('Finance');
  release();
  await expect(palette.getByRole('option').filter({ hasText: 'Finance' }).first()).toBeVisible();
});

test('a session that has ended leads to the sign-in and back to the search', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members');
  await list.awake();
  await page.context().clearCookies();
  await list.search.fill('weber');
  await expect(page).toHaveURL('/sign-in?next=%2Fmembers%3Fq%3Dweber');
});
