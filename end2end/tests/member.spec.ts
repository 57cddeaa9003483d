import { audit } from '../support/audit.ts';
import { somebody, visit } from '../support/people.ts';
import { apply, expectDone, expectPlan, planToJoin } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test("a person's page tells teams, access and its reasons", async ({ page }) => {
  await open(page, 'admin');
  await visit(page, PERSONAS.manager);
  const teams = page.getByRole('region', { name: 'Teams' });
  await expect(teams.getByRole('listitem').filter({ hasText: 'Finance' })).toContainText('Team admin');
  const reached = (name: string) =>
    page.getByRole('region', { name: 'Workspaces' }).getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
  await expect(reached('Executive Board').first()).toContainText(/Can explore.*directly/s);
  await expect(reached('Finance').first()).toContainText('directly');
  await expect(reached('Finance').first()).toContainText('through team Finance');
  await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Build');
  await audit(page, 'member page');
});

test('somebody joins a team and leaves it again', async ({ page, simulator }) => {
  const person = await somebody(simulator, 3);
  await open(page, 'admin');
  await visit(page, person);
  const teams = page.getByRole('region', { name: 'Teams' });
  const join = await planToJoin(page, person.who);
  const team = join.replace(/.* to team /, '');
  await expectPlan(page, join, [join]);
  await audit(page, 'review of a plan');
  await apply(page);
  await expectDone(page, join, 1);
  await audit(page, 'change that is done');
  await page.getByRole('region', { name: 'About this change' }).getByRole('link', { name: person.name }).click();
  await expect(teams.getByRole('listitem').filter({ has: page.getByText(team, { exact: true }) })).toHaveCount(1);
  const tabs = page.getByRole('navigation', { name: person.name });
  await tabs.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('region', { name: 'History' })).toContainText(join);
  await audit(page, 'activity of a person');
  await tabs.getByRole('link', { name: 'Access' }).click();

  await teams.getByRole('button', { name: `Remove from team ${team}` }).click();
  const leave = `Remove ${person.who} from team ${team}`;
  await expectPlan(page, leave, [leave]);
  await apply(page);
  await expectDone(page, leave, 1);
  await visit(page, person);
  await expect(teams.getByRole('listitem').filter({ has: page.getByText(team, { exact: true }) })).toHaveCount(0);
});

test('taking out a team admin warns that this cannot be put back', async ({ page }) => {
  await open(page, 'admin');
  await visit(page, PERSONAS.manager);
  await page.getByRole('button', { name: 'Remove from team FP&A' }).click();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText(
    'Jonas Weber <jonas.weber@lumen.example> is a team admin of FP&A. Adding them back later doesn’t make them one again.',
  );
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jonas Weber');
  await expect(page.getByRole('region', { name: 'Teams' })).toContainText('FP&A');
});

test('access to a workspace is given, raised, lowered and revoked', async ({ page, simulator }) => {
  const person = await somebody(simulator, 4);
  await open(page, 'admin');
  await visit(page, person);
  const workspaces = page.getByRole('region', { name: 'Workspaces' });
  const row = workspaces.getByRole('listitem').filter({ has: page.getByText('Sandbox', { exact: true }) }).first();
  const give = async (level: string) => {
    await workspaces.getByLabel('Workspace to give access to').fill('sandbox');
    await workspaces.getByRole('combobox', { name: 'Level', exact: true }).selectOption({ label: level });
    await workspaces.getByRole('button', { name: 'Give access' }).click();
  };
  const words = (level: string) => `Grant ${person.who} ${level} on Sandbox`;

  await give('Can explore');
  await expectPlan(page, words('Can explore'), [words('Can explore')]);
  await expect(page.getByRole('region', { name: 'API calls' }).getByText(/^POST \/v2\/workspaces\/[\w-]+\/grants$/)).toBeVisible();
  await apply(page);
  await expectDone(page, words('Can explore'), 1);
  await visit(page, person);
  await expect(row).toContainText(/Can explore.*directly/s);

  await give('Can explore');
  await expect(page.getByRole('alert').filter({ hasText: 'already has “Can explore”' })).toBeVisible();

  await give('Can manage');
  const raise = `Raise ${person.who} from Can explore to Can manage on Sandbox`;
  await expectPlan(page, raise, [raise]);
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('on Sandbox.');
  await apply(page);
  await expectDone(page, raise, 1);
  await visit(page, person);
  await expect(row).toContainText(/Can manage.*directly/s);

  await give('Can view');
  const lower = `Lower ${person.who} from Can manage to Can view on Sandbox`;
  await expectPlan(page, lower, [lower]);
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('for the moment between the two calls');
  await apply(page);
  await expectDone(page, lower, 1);
  await visit(page, person);
  await expect(row).toContainText(/directly/);
  await expect(row).toContainText('Can view', { ignoreCase: true });

  await row.getByRole('button', { name: 'Revoke direct access to Sandbox' }).click();
  const revoke = `Remove ${person.who} from Sandbox`;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(revoke);
  await apply(page);
  await expectDone(page, revoke, 1);
  await visit(page, person);
  await expect(page.getByRole('button', { name: 'Revoke direct access to Sandbox' })).toHaveCount(0);
});

test('a connection is given and revoked', async ({ page, simulator }) => {
  const person = await somebody(simulator, 5);
  await open(page, 'admin');
  await visit(page, person);
  const connections = page.getByRole('region', { name: 'Connections' });
  await connections.getByLabel('Connection to give access to').fill('People Data');
  await connections.getByRole('combobox', { name: 'Level' }).selectOption({ index: 0 });
  const level = await connections.getByRole('combobox', { name: 'Level' }).getByRole('option').first().innerText();
  await connections.getByRole('button', { name: 'Give access' }).click();
  const give = `Grant ${person.who} ${level} on People Data`;
  await expectPlan(page, give, [give]);
  await apply(page);
  await expectDone(page, give, 1);
  await visit(page, person);
  await connections.getByRole('button', { name: 'Revoke direct access to People Data' }).click();
  await apply(page);
  await expectDone(page, `Remove ${person.who} from People Data`, 1);
});

test('a name that is not clear is asked about, and nothing that was entered is lost', async ({ page, simulator }) => {
  const person = await somebody(simulator, 6);
  await open(page, 'admin');
  await visit(page, person);
  const workspaces = page.getByRole('region', { name: 'Workspaces' });
  const give = async (name: string, level: string) => {
    await workspaces.getByLabel('Workspace to give access to').fill(name);
    await workspaces.getByRole('combobox', { name: 'Level', exact: true }).selectOption({ label: level });
    await workspaces.getByRole('button', { name: 'Give access' }).click();
  };
  await give('zzz', 'Can explore');
  const field = workspaces.getByLabel('Workspace to give access to', { exact: true }).and(page.locator('input'));
  await expect(field).toHaveValue('zzz');
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription('No workspace matches “zzz”.');
  await expect(workspaces.getByRole('combobox', { name: 'Level', exact: true }).locator('option:checked')).toHaveText('Can explore');
  await audit(page, 'no workspace of that name');

  await give('m', 'Can contribute');
  await expect(field).toHaveAccessibleDescription(/Several workspaces match “m”/);
  await audit(page, 'several workspaces of that name');
  await workspaces.getByRole('button', { name: /^Marketing/ }).first().click();
  const title = `Grant ${person.who} Can contribute on Marketing`;
  await expectPlan(page, title, [title]);
});
