import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { Onboarding, type Newcomer } from '../support/onboarding.ts';
import { apply, expectDone, steps } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

/** Sigma's client tries again for a while before it believes that Sigma is down. */
const GIVES_UP = { timeout: 40_000 };

async function reviewed(page: Page, script: boolean, newcomer: Newcomer) {
  const form = new Onboarding(page, script);
  await open(page, 'admin', '/onboard');
  await form.who(newcomer);
  await form.type('Build').check();
  await form.pick('Workspaces', 'Sandbox', 'Can explore');
  await form.plan();
}

test('Sigma down: pages work and say so, a change fails clearly, a retry completes it', async ({ page, script, simulator }) => {
  test.slow();
  const newcomer = { email: 'alan.turing@lumen.example', first: 'Alan', last: 'Turing' };
  await reviewed(page, script, newcomer);
  await simulator.break({ isDown: true });
  await apply(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Onboard Alan Turing </);
  const journal = page.getByRole('region', { name: 'Journal' });
  await expect(journal, 'the page follows until it has failed').toContainText('503', GIVES_UP);
  await expect.soft(steps(page, 'Journal').first(), 'nothing was sent').toContainText('Failed');
  await expect(steps(page, 'Journal').nth(1)).toContainText('Planned');
  await expect(page.getByText('Needs attention').first()).toBeVisible(GIVES_UP);

  await page.getByRole('button', { name: 'Sync the directory now' }).click();
  const notice = page.getByRole('status').filter({ hasText: 'Sigma cannot be reached.' });
  await expect(async () => {
    await page.goto('/members?q=jonas+weber');
    await expect(notice).toBeVisible({ timeout: 250 });
  }).toPass(GIVES_UP);
  await expect(members(page, script).rows).toHaveCount(1);
  await audit(page, 'members while Sigma is down');
  await page.goto('/');
  await expect(notice).toBeVisible();
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('Onboard Alan Turing');

  await simulator.mend();
  await page.getByRole('region', { name: 'Needs attention' }).getByRole('link', { name: /^Review Onboard Alan Turing / }).click();
  await page.getByRole('button', { name: 'Retry failed steps' }).click();
  await expect(journal).toContainText('2 of 2 done', GIVES_UP);
  await expectDone(page, /^Onboard Alan Turing </, 2);
  expect(await simulator.invitations(newcomer.email)).toBe(1);
  await page.getByRole('button', { name: 'Sync the directory now' }).click();
  await expect(async () => {
    await page.goto('/members?q=turing');
    await expect(notice).toHaveCount(0, { timeout: 250 });
  }).toPass(GIVES_UP);
  await expect(members(page, script).rows).toHaveCount(1);
});

test('a lost answer to the invitation ends done, with one invitation', async ({ page, script, simulator }) => {
  const newcomer = { email: 'emmy.noether@lumen.example', first: 'Emmy', last: 'Noether' };
  await reviewed(page, script, newcomer);
  await simulator.break({ rules: [{ operation: 'POST /v2/members', when: { times: 1 }, effect: 'cutAfter' }] });
  await apply(page);
  await expectDone(page, /^Onboard Emmy Noether </, 2);
  expect(await simulator.invitations(newcomer.email)).toBe(1);
});

test('a refused step is told in full and does not undo the others', async ({ page, script, simulator }) => {
  const newcomer = { email: 'rosalind.franklin@lumen.example', first: 'Rosalind', last: 'Franklin' };
  await reviewed(page, script, newcomer);
  const body = { requestId: '5d1f0000-aaaa-4bbb-8ccc-00000000abcd', message: 'You cannot grant this', code: 'permission_denied' };
  await simulator.break({ rules: [{ operation: 'POST /v2/workspaces/*', effect: { answer: { status: 403, body } } }] });
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 2 done');
  await expect(steps(page, 'Journal').first()).toContainText(/403.*You cannot grant this/s);
  await expect(steps(page, 'Journal').first()).toContainText(body.requestId);
  await expect(steps(page, 'Journal').nth(1)).toContainText('Done');
  await page.getByRole('button', { name: 'Retry failed steps' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'failed.' })).toBeVisible();
  await simulator.mend();
  await page.getByRole('button', { name: 'Retry failed steps' }).click();
  await expectDone(page, /^Onboard Rosalind Franklin </, 2);
  await expect(page.getByRole('button', { name: 'Retry failed steps' })).toHaveCount(0);
  expect(await simulator.invitations(newcomer.email)).toBe(1);
});

test('an unreadable answer of something in front of Sigma is no page of ours', async ({ page, script, simulator }) => {
  const newcomer = { email: 'lise.meitner@lumen.example', first: 'Lise', last: 'Meitner' };
  await reviewed(page, script, newcomer);
  const html = '<html><body><h1>Bad gateway</h1><script>document.title = "broken in"</script></body></html>';
  await simulator.break({ rules: [{ operation: 'POST /v2/workspaces/*', effect: { answer: { status: 400, html } } }] });
  await apply(page);
  await expect(steps(page, 'Journal').first()).toContainText('400');
  await expect(page.getByRole('heading', { name: 'Bad gateway' })).toHaveCount(0);
  await expect(page).toHaveTitle('Onboard Lise Meitner <lise.meitner@lumen.example> · Sigma portal');
});
