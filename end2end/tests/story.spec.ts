import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { MailServer, links } from '../support/mail-server.ts';
import { Onboarding } from '../support/onboarding.ts';
import { PERSONAS, another, open } from '../support/sign-in.ts';
import type { Simulator } from '../support/simulator.ts';
import { expect, serve, test as base } from '../support/test.ts';

/** A portal of their own, whose mails go to a mail server: who comes in without an account has one afterwards. */
const test = base.extend<object, { mails: MailServer }>({
  mails: [
    async ({}, use) => {
      const mails = await MailServer.start();
      await use(mails);
      await mails.stop();
    },
    { scope: 'worker' },
  ],
  portal: [async ({ mails }, use) => serve(use, ['--mail-server', mails.url]), { scope: 'worker' }],
});

const { email: NOOR } = PERSONAS.visitor;
const { email: AMARA } = PERSONAS.admin;

/** The week that was asked for, and the week that was added. */
const DAYS = 14;

const main = (page: Page) => page.getByRole('main');

/** The day that a page says access ends on. */
async function lastDay(page: Page): Promise<number> {
  const term = page.getByRole('region', { name: 'Term' });
  return Date.parse((await term.getByRole('time').getAttribute('datetime')) ?? '');
}

/** Moves the demo's clock on, from a page that tells nothing of the request. */
async function nextDay(page: Page) {
  await page.goto('/help');
  await page.getByRole('complementary', { name: 'Demo' }).getByRole('button', { name: 'Next day' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'now. Terms have ended' })).toBeVisible();
}

/** What somebody has been granted on a workspace, as Sigma has it. */
async function granted(simulator: Simulator, workspace: string, email: string): Promise<string[]> {
  interface Grants {
    entries: { memberId?: string; permission: string }[];
  }
  const all = await simulator.api<{ entries: { workspaceId: string; name: string }[] }>('GET', '/v2/workspaces?limit=500');
  const id = all.entries.find(({ name }) => name === workspace)?.workspaceId;
  const { entries } = await simulator.api<Grants>('GET', `/v2/workspaces/${id}/grants?limit=1000`);
  const member = await simulator.member(email);
  return entries.filter((grant) => grant.memberId === member?.memberId).map((grant) => grant.permission);
}

test('from the first page to the last day: asked, mailed, approved, used, reminded, renewed and ended', async ({
  page,
  browser,
  portal,
  script,
  simulator,
  mails,
}) => {
  // Two weeks pass, day by day.
  test.setTimeout(120_000);
  await open(page, 'visitor');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Noor');
  await expect(page.getByRole('region', { name: 'What is Sigma?' })).toContainText('data warehouse');
  // The demo has a request of hers, as soon as its organisation is read.
  await expect(async () => {
    await page.goto('/');
    await expect(main(page).getByRole('link', { name: 'See your request' })).toBeVisible({ timeout: 500 });
  }).toPass();
  await audit(page, 'start page of a visitor with a request');
  await main(page).getByRole('link', { name: 'See your request' }).click();
  await page.getByRole('button', { name: 'Cancel request' }).click();
  await expect(main(page)).toContainText('Cancelled');

  await page.goto('/');
  await main(page).getByRole('link', { name: 'Request an account' }).click();
  const form = new Onboarding(page, script);
  await expect(form.field('First name')).toHaveValue('Noor');
  await form.pick('Workspaces', 'Logistics', 'Can explore');
  await page.getByRole('button', { name: 'Send request' }).last().click();
  await expect(page.getByRole('alert')).toContainText('Choose an account type');
  await form.expectPicked('Workspaces', 'Logistics', 'Can explore');
  await audit(page, 'request for an account with errors');
  await form.type('Analyze').check();
  await page.getByRole('combobox', { name: 'For how long' }).selectOption('1 week');
  await page.getByRole('textbox', { name: 'Reason' }).fill('I plan the carriers from Monday on.');
  await page.getByRole('button', { name: 'Send request' }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account in Sigma as Analyze, with Logistics');
  await expect(main(page)).toContainText('Waiting for admins');
  await audit(page, 'request for an account');
  const request = page.url();

  // The approver reads a mail with names and a link, and decides on the page that it leads to.
  const asked = await mails.take(AMARA, /Noor Haddad requests Account in Sigma as Analyze/);
  expect(links(asked)).toContain(request);
  expect(asked.text).not.toContain('carriers');
  expect(asked.html).toContain(`href="${request}"`);
  const admin = await another(browser, portal.url, script, 'admin', new URL(request).pathname);
  await expect(admin.getByRole('region', { name: 'What changes' })).toContainText('Can explore on Logistics');
  await expect(admin.getByRole('region', { name: 'API calls' })).toContainText('Invite Noor Haddad');
  await expect(admin.getByRole('region', { name: 'What changes' })).toContainText('Analyze');
  await audit(admin, 'request for an account, for who decides');
  await admin.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(main(admin)).toContainText('Granted');
  await admin.context().close();
  expect(await simulator.invitations(NOOR)).toBe(1);
  expect(await granted(simulator, 'Logistics', NOOR)).toEqual(['explore']);

  // She is told by mail as long as she has not looked herself. From now on she is a member, and what she asked for is hers.
  const told = await mails.take(NOOR, /You have access until /);
  expect(links(told)).toContain(request);
  await page.context().clearCookies();
  await open(page, 'visitor', new URL(request).pathname);
  await expect(main(page)).toContainText('Granted');
  const end = await lastDay(page);

  // Within a week of the end she is reminded, and renews: a request by the same policy.
  await nextDay(page);
  const reminder = await mails.take(NOOR, /Your access ends on /);
  expect(links(reminder)).toContain(request);
  await page.goto(request);
  await audit(page, 'access that ends within a week');
  await page.getByRole('button', { name: /^Renew / }).click();
  await expect(main(page)).toContainText('Waiting for admins');
  await expect(main(page)).toContainText('7 more days');
  const renewal = page.url();
  const renewing = await mails.take(AMARA, /Noor Haddad requests Renewal of Account in Sigma/);
  expect(links(renewing)).toContain(renewal);
  const again = await another(browser, portal.url, script, 'admin', new URL(renewal).pathname);
  await expect(again.getByRole('region', { name: 'What changes' })).toContainText('instead of');
  await audit(again, 'renewal, for who decides');
  await again.getByRole('button', { name: 'Approve renewal' }).click();
  await expect(again.getByRole('status').filter({ hasText: 'Renewed.' })).toBeVisible();
  await again.context().close();
  await mails.take(NOOR, /Amara Okafor renewed your access/);
  await page.goto(request);
  expect(await lastDay(page)).toBe(end + 7 * 24 * 60 * 60_000);

  // This time nobody renews: it ends by itself, and the account stays.
  for (let day = 2; day < DAYS; day++) await nextDay(page);
  await mails.take(NOOR, /Your access ends on /);
  await page.goto(request);
  await expect(main(page)).toContainText('within a day');
  expect(await granted(simulator, 'Logistics', NOOR)).toEqual(['explore']);
  await nextDay(page);
  await mails.take(NOOR, /Your access has ended/);
  await expect(async () => {
    await page.goto(request);
    await expect(main(page).getByText('Ended', { exact: true }).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await granted(simulator, 'Logistics', NOOR)).toEqual([]);
  expect(await simulator.member(NOOR)).toBeTruthy();
  await audit(page, 'access that has ended');
});
