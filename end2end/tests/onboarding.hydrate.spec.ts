import type { Page, Route } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { Onboarding } from '../support/onboarding.ts';
import { expectPlan } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const preview = (page: Page) => page.getByRole('region', { name: 'Plan preview' });
const seats = (page: Page, type: string) => preview(page).getByRole('row', { name: new RegExp(`^${type}\\b`) }).getByRole('cell');

/** Waits until the island has asked once: only then does typing count at once. */
async function awake(page: Page) {
  await expect(preview(page).getByRole('status')).toHaveText('Still needed: E-mail, First name, Last name, Account type.');
}

test('a taken address is said while it is typed, and by whom', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await awake(page);
  const email = form.field('E-mail');
  await email.pressSequentially('jonas.weber@lumen.exampl');
  await expect(email, 'nothing is wrong with half an address').not.toHaveAttribute('aria-invalid');
  await email.press('e');
  await expect(email).toHaveAccessibleDescription(/Jonas Weber \(jonas\.weber@lumen\.example\) is already a member\./);
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(preview(page).getByRole('status')).toHaveText(/is already a member\./);
  await expect(preview(page).getByRole('link', { name: 'Open Jonas Weber' })).toBeVisible();
  await audit(page, 'onboarding form with a taken address');
  await email.press('Backspace');
  await expect(email).not.toHaveAttribute('aria-invalid');
});

test('the plan beside the form follows the form', async ({ page, simulator }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await awake(page);
  await form.who({ email: 'live.plan@lumen.example', first: 'Live', last: 'Plan' });
  await expect(preview(page).getByRole('status')).toHaveText('Still needed: Account type.');
  await form.type('Build').check();
  const steps = preview(page).getByRole('list').getByRole('listitem').filter({ hasText: 'Invite' });
  await expect(steps).toHaveText([/Invite Live Plan <live\.plan@lumen\.example> as Build/]);
  await expect(preview(page).getByRole('status')).toHaveText(/^1 step, \d warnings?$/);
  const [before, after] = await seats(page, 'Build').allTextContents();
  expect(Number(after)).toBe(Number(before) + 1);
  await form.type('View').check();
  await expect(steps).toHaveText([/as View/]);
  await expect(preview(page)).toContainText('Workspaces: up to “Can view”.');
  await expect(preview(page)).toContainText('An invitation is sent to live.plan@lumen.example when the change is applied.');
  await page.getByRole('checkbox', { name: 'Send the invitation now' }).uncheck();
  await expect(preview(page)).toContainText('No invitation is sent.');
  await audit(page, 'onboarding form with its plan');
  await form.pick('Workspaces', 'Sandbox', 'Can manage');
  await expect(preview(page)).toContainText('Sandbox: Limited to Can view by account type View.');
  expect(await simulator.invitations('live.plan@lumen.example')).toBe(0);
  await form.plan();
  await expectPlan(page, /^Onboard Live Plan </, [/^Invite Live Plan/, /on Sandbox$/]);
});

test('what was typed before the script arrived counts when it wakes', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await form.who({ email: 'early@lumen.example', first: 'Early', last: 'Bird' });
  await form.type('Build').check();
  await expect(preview(page).getByRole('status')).toHaveText('Still needed: E-mail, First name, Last name, Account type.');
  release();
  await expect(preview(page).getByRole('listitem').filter({ hasText: 'Invite Early Bird' })).toHaveText(/as Build/);
  await expect(form.field('E-mail')).toHaveValue('early@lumen.example');
});

test('one question is on its way at a time, and the newest text has the last word', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await awake(page);
  const asked: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/onboarding/preview*', async (route: Route) => {
    asked.push(new URL(route.request().url()).searchParams.get('email') ?? '');
    if (asked.length === 1) await held;
    await route.continue();
  });
  const email = form.field('E-mail');
  await email.fill('jonas.weber@lumen.example');
  await expect.poll(() => asked, 'typing is answered at once').toEqual(['jonas.weber@lumen.example']);
  await email.fill('somebody');
  await email.fill('nobody@lumen.example');
  release();
  await expect(preview(page).getByRole('status')).toHaveText('Still needed: First name, Last name, Account type.');
  await expect(email).not.toHaveAttribute('aria-invalid');
  expect(asked, 'what was typed meanwhile and is gone is not asked').toEqual(['jonas.weber@lumen.example', 'nobody@lumen.example']);
});

test('what the browser can tell to be wrong is said without asking, in the summary and beside the fields', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await awake(page);
  const posted: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()));
  await form.who({ email: 'ada@nowhere', first: '', last: 'Kept' });
  await form.field('First name').focus();
  await expect(form.field('E-mail'), 'a field that was left').toHaveAccessibleDescription(/is not an e-mail address/);
  await form.plan();
  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText([/is not an e-mail address/, 'Enter a first name.', /Choose an account type/]);
  expect(posted).toEqual([]);
  await form.field('E-mail').fill('ada@nowhere.example');
  await expect(form.field('E-mail')).not.toHaveAttribute('aria-invalid');
  await form.field('First name').fill('Ada');
  await form.type('Build').check();
  await form.plan();
  await expectPlan(page, /^Onboard Ada Kept </, [/^Invite Ada Kept/]);
});
