import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { expectAddress, teams } from '../support/list.ts';
import { somebody } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

/** Opens a team's page by way of the list. */
async function visit(page: Page, name: string) {
  await page.goto(`/teams?q=${encodeURIComponent(name)}`);
  await page.getByRole('rowheader').getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

const list = (page: Page) => page.getByRole('textbox', { name: 'People', exact: true });
const compare = (page: Page) => page.getByRole('button', { name: 'Compare with the team' }).last().click();
const change = (page: Page) => page.getByRole('region', { name: 'What would change' });

test('teams are searched, filtered and sorted', async ({ page, script }) => {
  const found = teams(page, script);
  await open(page, 'admin', '/teams');
  await expect(found.rows.first()).toBeVisible();
  await audit(page, 'teams');
  await found.narrow({ search: 'finance' });
  await expectAddress(page, '/teams?q=finance');
  await expect(found.rows.filter({ hasText: 'Ledger, month-end close and cash' }).first()).toBeVisible();
  await found.narrow({ search: '', choose: { Visibility: 'Private' } });
  await expectAddress(page, '/teams?visibility=private');
  await expect(found.rows.filter({ hasText: 'Private' })).toHaveCount(await found.rows.count());
  await page.getByRole('columnheader', { name: 'Members' }).getByRole('link').click();
  await expect(page.getByRole('columnheader', { name: 'Members' })).toHaveAttribute('aria-sort', 'ascending');
  await found.narrow({ search: 'no team is called so' });
  await expect(page.getByRole('heading', { name: 'No team matches' })).toBeVisible();
});

test('a team shows who is in it and what it reaches', async ({ page }) => {
  await open(page, 'auditor');
  await visit(page, 'Finance');
  const members = page.getByRole('region', { name: 'Members' });
  await expect(members.getByRole('listitem').filter({ hasText: 'Jonas Weber' })).toContainText('Team admin');
  const changing = page.getByRole('main').getByRole('button', { name: /^(?!Copy id$)/ });
  await expect(changing, 'an auditor changes nothing').toHaveCount(0);
  await audit(page, 'a team');
  const tabs = page.getByRole('navigation', { name: 'Finance' });
  await tabs.getByRole('link', { name: 'Access' }).click();
  await expect(page.getByRole('region', { name: 'Access' }).getByRole('listitem').first()).toBeVisible();
  await expect(changing, 'an auditor changes nothing').toHaveCount(0);
  await audit(page, 'access of a team');
  await tabs.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
  await tabs.getByRole('link', { name: 'Members' }).click();
  await members.getByRole('link', { name: 'Jonas Weber' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jonas Weber');
});

test('a team is created, changed by a pasted list, and deleted', async ({ page, script, simulator }) => {
  const name = `Crew ${script ? 'awake' : 'asleep'}`;
  const [one, two, three] = [await somebody(simulator, 15), await somebody(simulator, 16), await somebody(simulator, 17)];
  await open(page, 'admin', '/teams');
  await page.getByRole('link', { name: 'Create a team' }).click();
  await page.getByRole('textbox', { name: 'Description' }).fill('Brings it up');
  await page.getByRole('textbox', { name: 'Members from the start' }).fill(`${one.email}\n${two.email.replace('@', 'q@')}`);
  const plan = page.getByRole('button', { name: 'Review change' }).last();
  await plan.click();
  await expect(page.getByRole('alert')).toContainText('Fix 2 problems');
  await expect(page.getByRole('textbox', { name: 'Members from the start' })).toHaveAccessibleDescription(/did you mean/);
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Brings it up');
  await audit(page, 'a new team with errors');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Members from the start' }).fill(`${one.email}; ${two.email}`);
  await plan.click();
  await expectPlan(page, `Create team ${name}`, [`Create team ${name} with 2 members`]);
  await apply(page);
  await expectDone(page, `Create team ${name}`, 1);

  await visit(page, name);
  await page.getByRole('link', { name: 'Change members' }).click();
  await list(page).fill(`${three.name} <${three.email}>, ${one.email}\nnobody@nowhere.example`);
  await page.getByRole('radio', { name: 'Make the team exactly this list' }).check();
  await audit(page, 'changing members');
  await compare(page);
  for (const [part, who] of [['Added', three.name], ['Removed', two.name], ['Unknown', 'nobody@nowhere.example']] as const) {
    const section = change(page).locator('section').filter({ has: page.getByRole('heading', { name: new RegExp(`^${part}`) }) });
    await expect(section, part).toContainText(who);
  }
  await audit(page, 'who joins and who leaves');
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(list(page)).toHaveValue(/nobody@nowhere\.example/);
  await compare(page);
  await expect(page.getByRole('button', { name: 'Review change' })).toBeDisabled();
  await page.getByRole('button', { name: 'Take “nobody@nowhere.example” off the list' }).click();
  await page.getByRole('button', { name: 'Review change' }).click();
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');

  await visit(page, name);
  const members = page.getByRole('region', { name: 'Members' });
  await expect(members).toContainText(three.name);
  await expect(members).not.toContainText(two.name);
  await page.getByRole('link', { name: 'Delete…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Delete ${name}`);
  await audit(page, 'deleting a team');
  await page.getByRole('button', { name: 'Review change' }).click();
  await page.getByRole('textbox', { name: new RegExp(`Type ${name}`) }).fill(name);
  await apply(page);
  await expectDone(page, `Delete team ${name}`, 1);
  await page.goto(`/teams?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('heading', { name: 'No team matches' })).toBeVisible();
});

test('a misspelled address is taken as suggested', async ({ page }) => {
  await open(page, 'admin');
  await visit(page, 'Finance');
  await page.getByRole('link', { name: 'Change members' }).click();
  await list(page).fill('leo.martinz@lumen.example');
  await compare(page);
  await expect(change(page)).toContainText('did you mean Leo Martins?');
  await expect(page.getByRole('button', { name: 'Review change' })).toBeDisabled();
  await page.getByRole('button', { name: 'leo.martinz@lumen.example → leo.martins@lumen.example' }).click();
  await expect(change(page).getByRole('heading', { name: 'Added 1' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Review change' })).toBeEnabled();
});

test('a search adds people to the list', async ({ page }) => {
  await open(page, 'admin');
  await visit(page, 'Finance');
  await page.getByRole('link', { name: 'Change members' }).click();
  await list(page).fill('amara.okafor@lumen.example');
  await page.getByLabel('Find people').fill('leo.martins@lumen.example');
  await page.getByRole('button', { name: 'Add to the list' }).click();
  await expect(list(page)).toHaveValue('amara.okafor@lumen.example\nLeo Martins <leo.martins@lumen.example>\n');
  await expect(page.getByLabel('Find people')).toHaveValue('');
});

test('a team manager changes the teams they administer, and no others', async ({ page, script }) => {
  const found = teams(page, script);
  await open(page, 'manager', '/teams');
  await expect(found.rows, 'their own are all they see').toHaveCount(2);
  await found.narrow({ choose: { 'Administered by': 'Me' } });
  await expectAddress(page, '/teams?admin=me');
  await expect(found.rows).toHaveCount(2);
  await visit(page, 'Finance');
  await expect(page.getByRole('link', { name: 'Change members' })).toBeVisible();
  await page.goto('/teams?q=Sales');
  await expect(page.getByRole('rowheader')).toHaveCount(0);
});

test('access is a matrix of teams and workspaces', async ({ page, script }) => {
  await open(page, 'auditor', '/access');
  const matrix = page.getByRole('table', { name: 'Teams and their levels on workspaces and connections' });
  const finance = matrix.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Finance', exact: true }) });
  await expect(finance).toContainText(/Can (view|explore|contribute|manage)/);
  await audit(page, 'access as a matrix');
  const all = await matrix.getByRole('row').count();
  if (script) await expect(page.locator('.live.is-awake')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search teams' }).fill('finance');
  if (!script) await page.getByRole('button', { name: 'Filter' }).click();
  await expectAddress(page, '/access?team=finance');
  await expect.poll(() => matrix.getByRole('row').count()).toBeLessThan(all);
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Workspaces');
  if (!script) await page.getByRole('button', { name: 'Filter' }).click();
  await expectAddress(page, '/access?team=finance&kind=workspaces');
  await finance.getByRole('cell').getByRole('link').first().click();
  await expect(page, 'a level leads to where it is changed').toHaveURL(/\/workspaces\/[\w-]+#team:/);
  await page.goBack();
  await matrix.getByRole('rowheader').getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Finance');
});
