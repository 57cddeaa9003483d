import { audit } from '../support/audit.ts';
import { somebody, visit } from '../support/people.ts';
import type { Simulator } from '../support/simulator.ts';
import { PERSONAS, open, type Persona } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

/** Somebody who is in none of the manager's teams and workspaces. */
async function stranger(simulator: Simulator) {
  type Page<T> = { entries: T[] };
  const { entries: teams } = await simulator.api<Page<{ teamId: string; name: string }>>('GET', '/v2/teams?limit=100');
  const { entries: places } = await simulator.api<Page<{ workspaceId: string; name: string }>>('GET', '/v2/workspaces?limit=100');
  const near = new Set<string>();
  for (const team of teams.filter(({ name }) => name === 'Finance' || name === 'FP&A')) {
    const members = await simulator.api<Page<{ userId: string }>>('GET', `/v2/teams/${team.teamId}/members?limit=500`);
    members.entries.forEach(({ userId }) => near.add(userId));
  }
  for (const place of places) {
    const grants = await simulator.api<Page<{ memberId: string | null }>>('GET', `/v2/workspaces/${place.workspaceId}/grants?limit=500`);
    grants.entries.forEach(({ memberId }) => memberId && near.add(memberId));
  }
  for (let n = 0; ; n += 1) {
    const person = await somebody(simulator, n, 'Analyze');
    if (!near.has(person.memberId)) return person;
  }
}

const CLOSED: Record<Exclude<Persona, 'admin'>, string[]> = {
  manager: ['/onboard', '/audit', '{member}/edit'],
  auditor: ['/onboard', '{member}/edit'],
  member: ['/members', '/onboard', '/audit', '{member}', '{member}/edit'],
  visitor: ['/members', '/onboard', '/audit', '{member}', '{member}/edit'],
};

for (const [persona, paths] of Object.entries(CLOSED) as [Exclude<Persona, 'admin'>, string[]][]) {
  test(`${persona} is stopped where the role ends, with a way on`, async ({ page, simulator }) => {
    const { memberId } = await somebody(simulator, 0);
    await open(page, persona);
    for (const path of paths) {
      const answer = await page.goto(path.replace('{member}', `/members/${memberId}`));
      expect(answer?.status(), path).toBe(403);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You don’t have access');
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    }
    await page.getByRole('main').getByRole('link', { name: 'Start page' }).click();
    await expect(page).toHaveURL('/');
  });
}

test('a member sees their own page and access, and nothing to press on it', async ({ page, simulator }) => {
  const { memberId } = (await simulator.member(PERSONAS.member.email))!;
  await open(page, 'member', '/me');
  await expect(page.getByRole('region', { name: 'Teams' })).toContainText('Sales EMEA');
  await expect(page.getByRole('region', { name: 'Workspaces' })).toContainText('Company Dashboards');
  const main = page.getByRole('main');
  await expect(main.getByRole('button')).toHaveCount(0);
  await expect(main.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  const answer = await page.goto(`/members/${memberId}`);
  expect(answer?.status(), 'the own page also by its address').toBe(200);
});

test('an auditor reads members and the audit log, and finds nothing to change', async ({ page, simulator }) => {
  const person = await somebody(simulator, 0);
  await open(page, 'auditor', '/audit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await visit(page, person);
  const main = page.getByRole('main');
  await expect(main.getByRole('button', { name: /^(?!Copy id$)/ })).toHaveCount(0);
  await expect(main.getByRole('combobox')).toHaveCount(0);
  await expect(main.getByRole('link', { name: 'Edit' })).toHaveCount(0);
});

test('a team manager changes their own teams and nothing else', async ({ page, simulator }) => {
  const person = await stranger(simulator);
  await open(page, 'manager', `/members?q=${encodeURIComponent(person.email)}`);
  await expect(page.getByRole('rowheader'), 'somebody in none of their teams is in no list').toHaveCount(0);
  await page.goto(`/find?q=${encodeURIComponent(person.email)}`);
  await page.getByRole('region', { name: 'Members' }).getByRole('link', { name: person.name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.name);
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  for (const name of ['Workspaces', 'Connections', 'Documents', 'User attributes', 'History']) {
    await expect(page.getByRole('region', { name, exact: true }), `the card has no ${name}`).toHaveCount(0);
  }
  await audit(page, 'card of somebody who can be added');

  const add = page.getByRole('region', { name: 'Add to a team' });
  const teams = page.getByRole('region', { name: 'Teams', exact: true });
  const team = 'FP&A';
  await add.getByLabel('Team to join').fill('Sigma Admins');
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('No team matches “Sigma Admins”.'), 'only teams that Jonas administers').toBeVisible();
  await add.getByLabel('Team to join').fill(team);
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Apply change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Add ${person.who} to team ${team}`);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');

  await visit(page, person);
  await expect(page.getByRole('region', { name: 'Workspaces' }).getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Connections' }).getByRole('button')).toHaveCount(0);
  await teams.getByRole('button', { name: `Remove from team ${team}` }).click();
  await page.getByRole('button', { name: 'Apply change' }).click();
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');
  await page.goto('/changes');
  await expect(page.getByRole('rowheader', { name: `Remove ${person.who} from team ${team}` })).toBeVisible();
});

test('forms that a role is not shown are refused all the same', async ({ page, portal, simulator }) => {
  const { memberId } = await somebody(simulator, 2);
  const { entries } = await simulator.api<{ entries: { teamId: string; name: string }[] }>('GET', '/v2/teams?limit=100');
  const team = entries.find(({ name }) => name === 'Legal')!.teamId;
  const intent = JSON.stringify({ kind: 'edit_team_members', team_id: team, add: [memberId], remove: [] });
  const forms = [
    ['/api/members/leave-team', { member_id: memberId, team_id: team }],
    ['/api/members/join-team', { member_id: memberId, team_pick: `team:${team}` }],
    // A wish is taken from its review only, whatever a form says.
    ['/api/changes/accept', { id: '01890a5d-ac96-774b-bcce-b302099a8057', fingerprint: '0', intent }],
  ] as const;
  for (const persona of ['manager', 'auditor', 'member'] as const) {
    await page.context().clearCookies();
    await open(page, persona);
    for (const [path, form] of forms) {
      const answer = await page.request.post(path, { form, headers: { origin: portal.url }, maxRedirects: 0 });
      // To a manager, a team that they do not administer is none that can be joined.
      const unknown = persona === 'manager' && 'team_pick' in form;
      const expired = 'fingerprint' in form;
      expect(answer.status(), `${persona} ${path}`).toBe(expired ? 409 : unknown ? 422 : 403);
    }
  }
  const journal = await simulator.journal();
  expect(journal.entries.filter((entry) => entry.path.includes(team) && entry.operation.startsWith('PATCH'))).toEqual([]);
});
