import { audit } from '../support/audit.ts';
import { changes, events, expectAddress } from '../support/list.ts';
import { Onboarding } from '../support/onboarding.ts';
import { somebody, visit } from '../support/people.ts';
import { apply, expectDone, planToJoin } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the page of a slow change follows it to its end', async ({ page, script, simulator }) => {
  const form = new Onboarding(page, script);
  await open(page, 'admin', '/onboard');
  await form.who({ email: 'slow.going@lumen.example', first: 'Slow', last: 'Going' });
  await form.type('Build').check();
  await form.pick('Workspaces', 'Sandbox', 'Can view');
  await form.plan();
  // Longer than the portal keeps somebody waiting before it shows the change under way.
  await simulator.break({ rules: [{ operation: 'POST /v2/workspaces/*', effect: { slowMs: 8_000 } }] });
  await apply(page);
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('1 of 2 done');
  await expect(progress.getByRole('progressbar')).toHaveAttribute('value', '1');
  let loads = 0;
  page.on('load', () => (loads += 1));
  if (script) await audit(page, 'change under way');
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('2 of 2 done', { timeout: 20_000 });
  await expect(progress).toHaveCount(0);
  await expectDone(page, /^Onboard Slow Going </, 2);
  if (script) expect(loads, 'followed without loading the page again').toBe(0);
});

test('changes are listed, searched and filtered', async ({ page, script, simulator }) => {
  const person = await somebody(simulator, 9);
  await open(page, 'admin');
  await visit(page, person);
  const title = await planToJoin(page, person.who);
  await page.getByRole('textbox', { name: 'Reason' }).fill('Audit season');
  await apply(page);
  await expectDone(page, title, 1);

  await page.goto('/changes');
  const list = changes(page, script);
  await expect(list.rows.filter({ hasText: title })).toContainText(/Audit season.*Amara Okafor.*1 of 1.*Done/s);
  await list.narrow({ search: 'season', choose: { State: 'Done' } });
  await expectAddress(page, '/changes?q=season&state=done');
  await expect(list.rows.filter({ hasText: title })).toHaveCount(1);
  await audit(page, 'changes');
  await list.narrow({ choose: { State: 'Needs attention' } });
  await expect(page.getByRole('heading', { name: 'No change matches' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Clear all' }).first().click();
  await expectAddress(page, '/changes');
});

test('everybody sees their own changes; others by right only', async ({ page, simulator }) => {
  const person = await somebody(simulator, 10);
  await open(page, 'admin');
  await visit(page, person);
  const title = await planToJoin(page, person.who);
  await apply(page);
  await expectDone(page, title, 1);
  const change = page.url();

  await page.context().clearCookies();
  await open(page, 'auditor', change);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  for (const persona of ['manager', 'member'] as const) {
    await page.context().clearCookies();
    await open(page, persona, '/changes');
    await expect(page.getByRole('main')).not.toContainText(person.name);
    const answer = await page.goto(change);
    expect(answer?.status(), persona).toBe(404);
  }
});

test('the audit log is searched and filtered', async ({ page, script, simulator }) => {
  const person = await somebody(simulator, 11);
  await open(page, 'admin');
  await visit(page, person);
  const title = await planToJoin(page, person.who);
  await apply(page);
  await expectDone(page, title, 1);

  await page.goto('/audit');
  const log = events(page, script);
  await log.narrow({ search: person.name.toLowerCase(), choose: { Action: 'Steps', Result: 'Done' } });
  const words = person.name.toLowerCase().replace(' ', '+');
  await expectAddress(page, `/audit?q=${words}&what=step.&result=succeeded`);
  await expect(log.rows.filter({ hasText: title })).toHaveCount(1);
  await expect(log.rows.first().getByRole('link', { name: 'Open the change' })).toBeVisible();
  await log.narrow({ choose: { Action: 'Changes' } });
  await expect(log.rows.filter({ hasText: `Finished: ${title}` })).toHaveCount(1);
  await log.narrow({ choose: { Result: 'Failed' } });
  await expect(page.getByRole('heading', { name: 'No event matches' })).toBeVisible();
  await page.goto(`/audit?q=${words}&what=change.`);
  await log.rows.filter({ hasText: 'Finished' }).getByRole('link', { name: 'Open the change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);

  await page.goto(`/audit?q=${words}&what=step.`);
  await log.rows.getByRole('link', { name: `Details of: ${title}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByRole('region', { name: 'Event' })).toContainText('127.0.0.1');
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText('Member');
  await audit(page, 'audit event');
});

test('sign-ins are recorded', async ({ page, script }) => {
  await open(page, 'auditor', '/audit');
  const log = events(page, script);
  await log.narrow({ choose: { Action: 'Sign-ins' } });
  await expect(log.rows.filter({ hasText: PERSONAS.auditor.name }).first()).toBeVisible();
});
