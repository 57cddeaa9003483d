import { audit } from '../support/audit.ts';
import { changes, events, members } from '../support/list.ts';
import { Onboarding } from '../support/onboarding.ts';
import { apply, expectDone, expectPlan, steps } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('errors stand beside their fields and above the form, and nothing is lost', async ({ page, script }) => {
  const form = new Onboarding(page, script);
  await open(page, 'admin', '/onboard');
  await audit(page, 'onboarding form');
  await form.who({ email: 'ada@nowhere', first: '', last: 'Kept' });
  await page.getByRole('checkbox', { name: 'Guest' }).check();
  await page.getByRole('checkbox', { name: 'Send the invitation now' }).uncheck();
  await form.pick('Teams', 'Finance', 'Team admin');
  await form.pick('Workspaces', 'Sandbox', 'Can contribute');
  await form.plan();

  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Fix 3 problems');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText([/is not an e-mail address/, 'Enter a first name.', /Choose an account type/]);
  await expect(form.field('E-mail')).toHaveAccessibleDescription(/is not an e-mail address/);
  await expect(form.field('First name')).toHaveAccessibleDescription(/Enter a first name/);
  await expect(page.getByRole('group', { name: 'Account type' })).toContainText('Choose an account type');
  await expect(form.field('E-mail')).toHaveValue('ada@nowhere');
  await expect(form.field('Last name')).toHaveValue('Kept');
  await expect(page.getByRole('checkbox', { name: 'Guest' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Send the invitation now' })).not.toBeChecked();
  await form.expectPicked('Teams', 'Finance', 'Team admin');
  await form.expectPicked('Workspaces', 'Sandbox', 'Can contribute');
  await audit(page, 'onboarding form with errors');
  await summary.getByRole('link', { name: 'Enter a first name.' }).click();
  await expect(form.field('First name')).toBeFocused();
});

test('a person is onboarded end to end', async ({ page, script, simulator }) => {
  const ada = { email: 'ada.lovelace@lumen.example', first: 'Ada', last: 'Lovelace' };
  const form = new Onboarding(page, script);
  await open(page, 'admin');
  await page.getByRole('link', { name: 'Onboard a person' }).click();
  await form.who(ada);
  await form.type('View').check();
  await form.pick('Teams', 'Finance', 'Member');
  await form.pick('Teams', 'Legal', 'Team admin');
  await form.pick('Workspaces', 'Finance', 'Can view');
  await form.pick('Workspaces', 'Sandbox', 'Can manage');
  await form.pick('Workspaces', 'Marketing', 'Can view');
  await form.remove('Workspaces', 'Marketing');
  await form.pick('Connections', 'Lakehouse', 'Can use');
  await form.plan();

  const give = (level: string, what: string) => `Grant Ada Lovelace <ada.lovelace@lumen.example> ${level} on ${what}`;
  await expectPlan(page, /^Onboard Ada Lovelace </, [
    'Invite Ada Lovelace <ada.lovelace@lumen.example> as View into Finance and Legal',
    give('Can view', 'Finance'),
    give('Can manage', 'Sandbox'),
    give('Can use', 'Lakehouse'),
  ]);
  const plan = page.getByRole('region', { name: 'What changes' });
  await expect(plan).toContainText('Ada Lovelace joins the organization.');
  await expect(plan).toContainText('An invitation is sent to ada.lovelace@lumen.example immediately.');
  await expect(steps(page, 'API calls').first()).toContainText('POST /v2/members');
  await expect(steps(page, 'API calls').first()).toContainText('It can’t be recalled.');
  await expect(steps(page, 'API calls').nth(1)).toContainText(/Needs\s*step 1/);
  await expect(plan).toContainText('Sandbox: Limited to Can view by account type View.');
  await expect(plan).toContainText('No effect: account type View cannot use connections.');
  await expect(plan).toContainText(/Team Finance already gives [\w ]+ on Finance: the direct grant adds nothing\./);
  await audit(page, 'onboarding plan');

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(form.field('E-mail')).toHaveValue(ada.email);
  await expect(form.type('View')).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Send the invitation now' })).toBeChecked();
  await form.expectPicked('Teams', 'Legal', 'Team admin');
  await form.expectPicked('Workspaces', 'Sandbox', 'Can manage');
  await form.expectPicked('Connections', 'Lakehouse', 'Can use');
  await form.plan();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Joins Finance in December');
  expect(await simulator.invitations(ada.email), 'nothing is sent before the plan is applied').toBe(0);
  await apply(page);

  await expect(page.getByRole('status').filter({ hasText: 'Done.' })).toBeVisible();
  const change = page.url();
  await page.goBack();
  await expect(page, 'Back does not lead to a plan that is applied').toHaveURL(change);
  await expectDone(page, /^Onboard Ada Lovelace </, 4);
  expect(await simulator.invitations(ada.email)).toBe(1);

  await page.goto('/members');
  const list = members(page, script);
  await list.narrow({ search: 'lovelace ada' });
  await expect(list.rows).toHaveCount(1);
  await list.rows.getByRole('link', { name: 'Ada Lovelace' }).click();
  await expect(page.getByRole('region', { name: 'Teams' })).toContainText(/Finance.*Legal/s);
  await expect(page.getByRole('region', { name: 'Workspaces' })).toContainText(/Sandbox.*Can view.*granted Can manage · limited by View/s);
  await expect(page.getByRole('region', { name: 'Connections' })).toContainText('not with account type View');
  await audit(page, 'page of the newcomer');
  await page.getByRole('navigation', { name: 'Ada Lovelace' }).getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Onboard Ada Lovelace');

  await page.goto('/audit');
  const log = events(page, script);
  await log.narrow({ search: 'lovelace' });
  await expect(log.rows.filter({ hasText: 'Asked for: Onboard Ada Lovelace' })).toHaveCount(1);
  await expect(log.rows.filter({ hasText: 'Finished: Onboard Ada Lovelace' })).toHaveCount(1);
  await expect(log.rows.filter({ hasText: 'Invite Ada Lovelace' })).toContainText(/Amara Okafor.*Done/s);
  await audit(page, 'audit log');
});

test('a plan applied twice is one change', async ({ page, portal, script, simulator }) => {
  const newcomer = { email: 'grace.hopper@lumen.example', first: 'Grace', last: 'Hopper' };
  const form = new Onboarding(page, script);
  await open(page, 'admin', '/onboard');
  await form.who(newcomer);
  await form.type('Build').check();
  await form.plan();
  const button = page.getByRole('button', { name: 'Apply change' });
  const sent = await button.evaluate((b: HTMLButtonElement) => [...new FormData(b.form!)].map(([k, v]) => [k, String(v)]));
  await button.dblclick();
  await expectDone(page, /^Onboard Grace Hopper </, 1);
  // As a browser that is asked to load the page again sends the form again.
  const again = { form: Object.fromEntries(sent) as Record<string, string>, headers: { accept: 'text/html', origin: portal.url }, maxRedirects: 0 };
  const answer = await page.request.post('/api/changes/accept', again);
  expect(new URL(answer.headers().location!, portal.url).href, 'the same change').toBe(page.url());
  await page.goto('/changes?q=hopper');
  await expect(changes(page, script).rows).toHaveCount(1);
  expect(await simulator.invitations(newcomer.email)).toBe(1);
});

test('an address of the directory is refused before anything is planned', async ({ page, script }) => {
  const form = new Onboarding(page, script);
  await open(page, 'admin', '/onboard');
  await form.who({ email: 'Jonas.Weber@Lumen.example', first: 'Jonas', last: 'Again' });
  await form.type('Build').check();
  await form.plan();
  await expect(page.getByRole('alert')).toContainText('Jonas Weber (jonas.weber@lumen.example) is already a member.');
  await expect(form.field('E-mail')).toHaveAccessibleDescription(/already a member/);
});

test('an address taken behind the portal stops at the last moment, and nobody is invited', async ({ page, script, simulator }) => {
  const taken = { email: 'taken.meanwhile@lumen.example', first: 'Taken', last: 'Meanwhile' };
  const form = new Onboarding(page, script);
  await open(page, 'admin', '/onboard');
  await form.who(taken);
  await form.type('Build').check();
  await form.pick('Workspaces', 'Sandbox', 'Can view');
  await form.plan();
  await simulator.api('POST', '/v2/members?sendInvite=false', {
    email: taken.email,
    firstName: 'Somebody',
    lastName: 'Else',
    memberType: 'View',
  });
  await apply(page);
  await expect(page.getByRole('alert').filter({ hasText: 'failed.' })).toBeVisible();
  await expect(steps(page, 'Journal').first()).toContainText(/Failed.*is already a member of the organization/s);
  await expect(steps(page, 'Journal').nth(1)).toContainText('Planned');
  expect(await simulator.invitations(taken.email)).toBe(0);
  await audit(page, 'change that failed');
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Needs attention' }).getByRole('link', { name: /^Onboard Taken Meanwhile / })).toBeVisible();
  await audit(page, 'overview with a failed change');
});
