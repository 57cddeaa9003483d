import type { Browser, Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { Onboarding } from '../support/onboarding.ts';
import { PERSONAS, open, type Persona } from '../support/sign-in.ts';
import { apply } from '../support/review.ts';
import { expect, testAlone } from '../support/test.ts';

/** A portal of their own: whoever comes in without an account has one afterwards. */
const test = testAlone();

/** Somebody else, in a browser of their own. */
async function another(browser: Browser, url: string, script: boolean, persona: Persona): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: script });
  const page = await context.newPage();
  await open(page, persona);
  return page;
}

const main = (page: Page) => page.getByRole('main');

test('a person without an account asks for one with a workspace, and is invited once an admin has approved', async ({
  page,
  browser,
  portal,
  script,
  simulator,
}) => {
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
  await page.getByRole('combobox', { name: 'For how long' }).selectOption('90 days');
  await page.getByRole('textbox', { name: 'Reason' }).fill('I plan the carriers from Monday on.');
  await page.getByRole('button', { name: 'Send request' }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account in Sigma as Analyze, with Logistics');
  await expect(main(page)).toContainText('Waiting for admins');
  await audit(page, 'request for an account');
  const request = new URL(page.url()).pathname;

  const admin = await another(browser, portal.url, script, 'admin');
  await admin.goto(request);
  await expect(admin.getByRole('region', { name: 'What changes' })).toContainText('Can explore on Logistics');
  await expect(admin.getByRole('region', { name: 'API calls' })).toContainText('Invite Noor Haddad');
  await expect(admin.getByRole('region', { name: 'Seats' })).toContainText('Analyze');
  await audit(admin, 'request for an account, for who decides');
  await admin.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(main(admin)).toContainText('Granted');
  expect(await simulator.member(PERSONAS.visitor.email)).toBeTruthy();
  await admin.context().close();

  // From the next request on she is a member, and what she asked for is hers.
  await page.goto('/');
  await page.context().clearCookies();
  await open(page, 'visitor', request);
  await expect(main(page)).toContainText('Granted');
});

test('a package is made, requested, approved by its owner and held', async ({ page, browser, portal, script }) => {
  await open(page, 'admin', '/packages');
  await expect(async () => {
    await page.goto('/packages');
    await expect(main(page).getByRole('link', { name: 'Logistics planner' })).toBeVisible({ timeout: 500 });
  }).toPass();
  await audit(page, 'list of packages');
  await page.getByRole('link', { name: 'New package' }).click();
  const form = new Onboarding(page, script);
  await form.field('Name').fill('Carrier desk');
  await form.field('Owners').fill(PERSONAS.manager.email);
  await form.pick('Workspaces', 'Sandbox', 'Can explore');
  await audit(page, 'form of a package');
  await page.getByRole('button', { name: 'Save package' }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Carrier desk');
  await expect(page.getByRole('region', { name: 'Gives' })).toContainText('Can explore on Sandbox');
  await expect(page.getByRole('region', { name: 'Holders' })).toContainText('Nobody holds this package');
  await audit(page, 'page of a package');
  const home = new URL(page.url()).pathname;

  const leo = await another(browser, portal.url, script, 'member');
  await leo.goto('/get-access');
  await leo.getByRole('link', { name: 'Carrier desk', exact: true }).click();
  await leo.getByRole('textbox', { name: 'Reason' }).fill('I cover the desk in December.');
  await leo.getByRole('combobox', { name: 'For how long' }).selectOption('30 days');
  await leo.getByRole('button', { name: 'Send request' }).click();
  await expect(main(leo)).toContainText('Waiting for owners');
  const request = new URL(leo.url()).pathname;

  const jonas = await another(browser, portal.url, script, 'manager');
  await jonas.goto(request);
  await jonas.getByRole('button', { name: 'Approve and apply' }).click();
  await expect(main(jonas)).toContainText('Granted');
  await jonas.context().close();

  await page.goto(home);
  const holders = page.getByRole('region', { name: 'Holders' });
  await expect(holders).toContainText(PERSONAS.member.name);
  await expect(holders).not.toContainText('Lacks');
  // A new version is offered, and applied only by a change that somebody reviews.
  await page.getByRole('link', { name: 'Edit' }).click();
  await form.pick('Teams', 'Treasury', 'Member');
  await page.getByRole('button', { name: 'Save package' }).last().click();
  await expect(holders).toContainText('Lacks: Member of Treasury');
  await audit(page, 'page of a package with holders who differ');
  await page.getByRole('button', { name: 'Review the change for all' }).click();
  await expect(main(page)).toContainText('Treasury');
  await apply(page);
  await expect(main(page)).toContainText('Done');
  await page.goto(home);
  await expect(holders).not.toContainText('Lacks');
  await leo.goto(request);
  await expect(main(leo)).toContainText('Brought to the package');
  await leo.context().close();
});
