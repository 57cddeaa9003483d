import type { Browser, Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { somebody } from '../support/people.ts';
import { apply } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import type { Member } from '../support/simulator.ts';
import { expect, test } from '../support/test.ts';

/** A second admin, in a browser of their own. */
async function another(browser: Browser, baseURL: string | undefined, script: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: script });
  const page = await context.newPage();
  await open(page, 'admin');
  return page;
}

/** Opens somebody's edit form. */
async function edit(page: Page, person: Member) {
  await page.goto(`/members/${person.memberId}/edit`);
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue(person.firstName);
}

const plan = (page: Page) => page.getByRole('button', { name: 'Review change' }).click();
const field = (page: Page, name: string) => page.getByRole('textbox', { name });
const list = (page: Page) => page.getByRole('textbox', { name: 'People', exact: true });

test('an old member form writes only what was touched', async ({ page, browser, baseURL, script, simulator }) => {
  const person = await somebody(simulator, 26);
  await open(page, 'admin');
  const other = await another(browser, baseURL, script);
  await edit(page, person);
  await edit(other, person);
  await other.getByRole('combobox', { name: 'Account type' }).selectOption('Analyze');
  await plan(other);
  await apply(other);
  await expect(other).toHaveURL(/\/changes\//);

  await field(page, 'First name').fill('Touched');
  await plan(page);
  const region = page.getByRole('region', { name: 'API calls' });
  await expect(region).toContainText(`first name from “${person.firstName}” to “Touched”`);
  await expect(region).not.toContainText('account type from');
  await apply(page);
  await page.goto(`/members/${person.memberId}/edit`);
  await expect(field(page, 'First name')).toHaveValue('Touched');
  await expect(page.getByRole('combobox', { name: 'Account type' })).toHaveValue('Analyze');
  await other.context().close();
});

test('what both have changed is asked, with both values', async ({ page, browser, baseURL, script, simulator }) => {
  const person = await somebody(simulator, 27);
  await open(page, 'admin');
  const other = await another(browser, baseURL, script);
  await edit(page, person);
  await edit(other, person);
  await field(other, 'Last name').fill('Theirs');
  await plan(other);
  await apply(other);
  await expect(other).toHaveURL(/\/changes\//);

  await field(page, 'Last name').fill('Mine');
  await plan(page);
  const question = page.getByRole('radiogroup', { name: 'Last name' });
  await expect(question).toContainText(/You chose “Mine”\. Amara Okafor set “Theirs” on .* UTC/);
  await expect(field(page, 'Last name')).toHaveValue('Mine');
  await audit(page, 'edit form with a contested field');
  await plan(page);
  await expect(page.getByRole('alert')).toContainText('Choose which value holds: Last name.');
  await question.getByRole('radio', { name: /^Keep mine/ }).check();
  await plan(page);
  await expect(page.getByRole('region', { name: 'API calls' })).toContainText('last name from “Theirs” to “Mine”');
  await other.context().close();
});

test('an old level that was not touched undoes nobody’s', async ({ page, browser, baseURL, script, simulator }) => {
  const person = await somebody(simulator, 28);
  const second = await somebody(simulator, 29);
  await open(page, 'admin');
  const other = await another(browser, baseURL, script);
  const level = (on: Page, name: string) => on.getByRole('combobox', { name: `Level of ${name}` });
  // Both begin with a level to view.
  await page.goto('/workspaces?q=Marketing');
  await page.getByRole('rowheader').getByRole('link', { name: 'Marketing', exact: true }).click();
  await page.getByRole('link', { name: 'Give access' }).click();
  const give = page.url();
  await page.getByText('Paste addresses').click();
  await page.getByLabel('E-mail addresses').fill(`${person.email}\n${second.email}`);
  await page.getByRole('button', { name: 'Add these people' }).click();
  await plan(page);
  await apply(page);
  await expect(page).toHaveURL(/\/changes\//);

  const workspace = give.replace(/\/access$/, '');
  await page.goto(workspace);
  await other.goto(workspace);
  await level(other, person.name).selectOption('Can manage');
  await plan(other);
  await apply(other);
  await expect(other).toHaveURL(/\/changes\//);

  await level(page, second.name).selectOption('Can explore');
  await plan(page);
  await expect(page.getByRole('region', { name: 'API calls' })).toContainText(second.name);
  await expect(page.getByRole('region', { name: 'API calls' })).not.toContainText(person.name);
  await apply(page);
  await page.goto(workspace);
  await expect(level(page, person.name)).toHaveValue('edit');
  await other.context().close();
});

test('an old list of a team asks about whom somebody else has added since', async ({ page, browser, baseURL, script, simulator }) => {
  const name = 'Facilities';
  const { entries: teams } = await simulator.api<{ entries: { teamId: string; name: string }[] }>('GET', '/v2/teams?limit=100');
  const { teamId } = teams.find((team) => team.name === name)!;
  const inTeam = async () => {
    const { entries } = await simulator.api<{ entries: { userId: string }[] }>('GET', `/v2/teams/${teamId}/members?limit=500`);
    return entries.map(({ userId }) => userId);
  };
  const present = await inTeam();
  const people = [await somebody(simulator, 33), await somebody(simulator, 34), await somebody(simulator, 35)];
  const newcomer = people.find(({ memberId }) => !present.includes(memberId))!;
  await open(page, 'admin');
  const other = await another(browser, baseURL, script);
  await page.goto(`/teams/${teamId}/members`);
  await page.getByRole('link', { name: 'Start from the current members' }).click();
  await expect(list(page)).not.toHaveValue('');
  await expect(list(page)).not.toHaveValue(new RegExp(newcomer.email));

  await other.goto(`/teams/${teamId}/members`);
  await list(other).fill(newcomer.email);
  await other.getByRole('button', { name: 'Compare with the team' }).last().click();
  await plan(other);
  await apply(other);
  await expect(other.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');
  expect(await inTeam()).toContain(newcomer.memberId);

  await page.getByRole('radio', { name: 'Make the team exactly this list' }).check();
  await page.getByRole('button', { name: 'Compare with the team' }).last().click();
  const question = page.getByRole('group', { name: 'Changed since you opened this list' });
  await expect(question).toContainText(`${newcomer.email} · added by Amara Okafor`);
  await audit(page, 'an old list of a team');
  await plan(page);
  await expect(page.getByRole('alert')).toContainText('Choose what happens to the people who were added or removed meanwhile.');
  await page.getByRole('radio', { name: /^Do as the list says/ }).check();
  await plan(page);
  await expect(page.getByRole('region', { name: 'API calls' })).toContainText(newcomer.email);
  await other.context().close();
});

test('a form filled in as one persona is not sent as another', async ({ page, simulator, watch }) => {
  // What the form would change is asked by the persona that it is now, who may not edit the person.
  watch.excuse(403);
  const person = await somebody(simulator, 30);
  await open(page, 'admin');
  await edit(page, person);
  // Another tab of the same browser becomes another persona.
  const tab = await page.context().newPage();
  await tab.goto('/');
  await tab.getByRole('button', { name: 'Switch persona' }).click();
  await tab.getByRole('button', { name: 'Jonas Weber' }).click();
  await expect(tab.getByRole('button', { name: 'account menu' })).toContainText('Jonas Weber');

  await field(page, 'First name').fill('Amara wrote this');
  await plan(page);
  const main = page.getByRole('main');
  await expect(main).toContainText('You are now signed in as Jonas Weber');
  await expect(main).toContainText('This form was filled in as Amara Okafor');
  await audit(page, 'a form of somebody else');
  await page.getByRole('button', { name: 'Go on as Amara Okafor' }).click();
  await expect(page).toHaveURL(new RegExp(`/members/${person.memberId}/edit\\?form=`));
  await expect(field(page, 'First name')).toHaveValue('Amara wrote this');
});
