import { audit } from '../support/audit.ts';
import { expectAddress, members } from '../support/list.ts';
import { fold } from '../support/people.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('search finds by words of name and address, in any order', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members');
  const everybody = await list.count();
  expect(everybody).toBeGreaterThan(300);
  await list.narrow({ search: 'weber' });
  await expectAddress(page, '/members?q=weber');
  await expect(list.rows.filter({ hasText: 'Jonas Weber' })).toHaveCount(1);
  expect(await list.count()).toBe(await list.rows.count());
  for (const row of await list.rows.getByRole('rowheader').allInnerTexts()) expect(fold(row)).toContain('weber');

  await list.narrow({ search: 'lumen.example jonas WEB' });
  await expect(list.rows).toHaveCount(1);
  await expect(list.rows).toContainText('jonas.weber@lumen.example');
  await audit(page, 'members, searched');
});

test('search takes letters without their accents', async ({ page, script, simulator }) => {
  const people = await simulator.members();
  const person = people.find(({ lastName }) => fold(lastName) !== lastName.toLowerCase())!;
  const plain = fold(person.lastName);
  const list = members(page, script);
  await open(page, 'auditor', '/members');
  for (const words of [`${plain} ${fold(person.firstName)}`, `${person.lastName.toUpperCase()} ${person.firstName}`]) {
    await list.narrow({ search: words });
    await expectAddress(page, `/members?q=${encodeURIComponent(words)}`);
    await expect(list.rows.filter({ hasText: person.email })).toHaveCount(1);
    for (const row of await list.rows.getByRole('rowheader').allInnerTexts()) expect(fold(row)).toContain(plain);
  }
});

test('filters narrow by type, team and status, and lift one by one', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members');
  await list.narrow({ choose: { Type: 'Build' } });
  await expectAddress(page, '/members?type=Build');
  await expect(list.rows.first()).toContainText('Build', { ignoreCase: true });
  await expect(list.rows.filter({ hasText: /build/i })).toHaveCount(await list.rows.count());
  const builders = await list.count();

  await list.narrow({ name: { Team: 'finance' }, choose: { Status: 'Active' } });
  const filters = page.getByRole('list', { name: 'Filters' });
  await expect(filters.getByRole('listitem')).toHaveText([/Type\s*Build/, /Team\s*Finance/, /Status\s*Active/]);
  await expect(list.rows.filter({ hasText: 'Jonas Weber' })).toHaveCount(1);
  expect(await list.count()).toBeLessThan(builders);

  await filters.getByRole('link', { name: 'Remove filter: team Finance' }).click();
  await expectAddress(page, '/members?type=Build&status=active');
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expectAddress(page, '/members');
});

test('archived people are found by their status', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members');
  await list.narrow({ choose: { Status: 'Deactivated' } });
  await expectAddress(page, '/members?status=archived');
  await expect(list.rows.first()).toContainText('Deactivated');
  await expect(list.rows.filter({ hasText: 'Deactivated' })).toHaveCount(await list.rows.count());
});

test('columns sort both ways and keep the filter', async ({ page }) => {
  await open(page, 'admin', '/members?type=Build');
  for (const [column, slug] of [['Name', 'name'], ['Account type', 'type'], ['Added', 'added']] as const) {
    const head = page.getByRole('columnheader', { name: column });
    // The list begins sorted by name, so a press on that column turns it.
    const turns = slug === 'name' ? ['descending', 'ascending'] : ['ascending', 'descending'];
    for (const direction of turns) {
      await head.getByRole('link').click();
      await expect(head).toHaveAttribute('aria-sort', direction);
      await expect(page).toHaveURL(/type=Build/);
    }
    await expect(page.getByRole('columnheader').and(page.locator('[aria-sort]'))).toHaveCount(1);
  }
  // The day on which somebody was added is the last in their row.
  const days = async () => {
    const rows = await page.getByRole('row').filter({ has: page.getByRole('rowheader') }).all();
    return Promise.all(rows.map(async (row) => Date.parse((await row.getByRole('time').last().getAttribute('datetime'))!)));
  };
  const newestFirst = await days();
  expect(newestFirst).toEqual([...newestFirst].sort((a, b) => b - a));
  await page.goto('/members?sort=added');
  const oldestFirst = await days();
  expect(oldestFirst).toEqual([...oldestFirst].sort((a, b) => a - b));
});

test('pages lead through the whole list, and a search begins at the first', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members');
  const total = await list.count();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages).toContainText(`1–50 of ${total}`);
  await pages.getByRole('link', { name: 'Next' }).click();
  await expectAddress(page, '/members?page=2');
  await expect(pages).toContainText(`51–100 of ${total}`);
  await expect(pages.getByRole('link', { name: '2', exact: true })).toHaveAttribute('aria-current', 'page');
  const second = await list.rows.first().innerText();
  await pages.getByRole('link', { name: String(Math.ceil(total / 50)), exact: true }).click();
  await expect(list.rows).toHaveCount(total % 50 || 50);
  await expect(pages.getByRole('link', { name: 'Next' })).toHaveAttribute('aria-disabled', 'true');
  await page.goBack();
  await expect(list.rows.first()).toHaveText(second, { useInnerText: true });
  await list.narrow({ search: 'lumen' });
  await expectAddress(page, '/members?q=lumen');
  await expect(pages).toContainText('1–50 of');
});

test('the address keeps everything: Back, reload and somebody else see the same', async ({ page, script, browser, baseURL, javaScriptEnabled }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members?sort=-name');
  await list.narrow({ search: 'an', choose: { Type: 'Build', Status: 'Active' } });
  await expect(page.getByRole('list', { name: 'Filters' }).getByRole('listitem')).toHaveCount(3);
  await expectAddress(page, '/members?q=an&type=Build&status=active&sort=-name');
  // Who is listed, and in which order: when each was last active is still being read.
  const people = (on: typeof list) => on.rows.getByRole('rowheader').allInnerTexts();
  const [address, before] = [page.url(), await people(list)];

  await list.rows.first().getByRole('link').click();
  await expect(page).toHaveURL(/\/members\/\w+/);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(list.search).toHaveValue('an');
  await expect.poll(() => people(list)).toEqual(before);
  await page.reload();
  await expect.poll(() => people(list)).toEqual(before);

  const context = await browser.newContext({ baseURL, javaScriptEnabled });
  const other = await context.newPage();
  await open(other, 'auditor', address);
  await expect.poll(() => people(members(other, script))).toEqual(before);
  await context.close();
});

test('nobody found says so and offers the next step', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members');
  await list.narrow({ search: 'nobody@nowhere.example' });
  await expect(page.getByRole('heading', { name: 'Nobody matches “nobody@nowhere.example”' })).toBeVisible();
  await audit(page, 'members, nobody found');
  await page.getByRole('link', { name: 'Onboard this person' }).click();
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('nobody@nowhere.example');
});

test('a page behind the last and a mangled address still show a list', async ({ page, script }) => {
  await open(page, 'admin', '/members?page=99');
  await expect(page.getByRole('heading', { name: 'The list is shorter than that' })).toBeVisible();
  await audit(page, 'members, behind the last page');
  await page.getByRole('link', { name: 'First page' }).click();
  await expectAddress(page, '/members');
  const answer = await page.goto('/members?page=-x&sort=nonsense&status=gone&q[]=1&%ff');
  expect(answer?.status()).toBe(200);
  await expect(members(page, script).rows).toHaveCount(50);
});

test('the whole list is accessible', async ({ page }) => {
  await open(page, 'admin', '/members');
  await audit(page, 'members');
});

test('a name that several teams have offers them to choose from', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members?type=Build');
  await list.narrow({ name: { Team: 'sale' } });
  await expect(page.getByRole('heading', { name: 'Which team is it?' })).toBeVisible();
  await audit(page, 'members, several teams');
  await page.getByRole('main').getByRole('link', { name: 'Sales EMEA' }).click();
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText(/Type\s*Build.*Team\s*Sales EMEA/s);
});

test('columns are chosen, kept while filtering, and exported', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'admin', '/members');
  await page.getByRole('button', { name: 'Columns' }).click();
  const menu = page.getByRole('form', { name: 'Columns' });
  await menu.getByRole('checkbox', { name: 'Teams' }).uncheck();
  await menu.getByRole('checkbox', { name: 'Member id' }).check();
  await audit(page, 'members, choosing columns');
  await menu.getByRole('button', { name: 'Show these' }).click();
  await expect(page.getByRole('columnheader')).toHaveText(['Select', 'Name', 'Account type', 'Status', 'Last active', 'Added', 'Member id']);
  await list.narrow({ search: 'jonas' });
  await expectAddress(page, '/members?q=jonas&columns=type.status.active.added.id');
  await expect(page.getByRole('columnheader', { name: 'Member id' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^members-\d{4}-\d\d-\d\d\.csv$/);
});
