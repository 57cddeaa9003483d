import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { Onboarding } from '../support/onboarding.ts';
import { PERSONAS, another, open } from '../support/sign-in.ts';
import { apply } from '../support/review.ts';
import { expect, testAlone } from '../support/test.ts';

/** A portal of its own: packages are for all to see. */
const test = testAlone();

const main = (page: Page) => page.getByRole('main');

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
