import { audit } from '../support/audit.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('an admin makes a member the manager of a team, who edits it, and takes that away again', async ({ page, browser, portal, script }) => {
  await open(page, 'admin', '/settings/roles');
  await audit(page, 'roles');
  const form = page.getByRole('region', { name: 'Assign a role' });
  await form.getByLabel('Person', { exact: true }).fill(PERSONAS.member.email);
  await form.getByLabel('Team, workspace or connection', { exact: true }).fill('Finance');
  await form.getByRole('button', { name: 'Assign role' }).click();
  await expect(page.getByRole('alert').getByRole('link', { name: 'Say why, for the audit log.' })).toBeVisible();
  await expect(form.getByLabel('Person', { exact: true }), 'nothing typed is lost').toHaveValue(PERSONAS.member.email);
  await audit(page, 'roles with a problem');
  await form.getByLabel('Reason').fill('Covers for Jonas in spring');
  // A team and a workspace are called so.
  await form.getByRole('button', { name: /^Finance Team/ }).click();
  await expect(form.getByLabel('Reason')).toHaveValue('Covers for Jonas in spring');
  await form.getByRole('button', { name: 'Assign role' }).click();
  const assigned = page.getByRole('region', { name: 'Assigned roles' });
  await expect(assigned.getByRole('listitem')).toContainText(['Leo Martins']);
  await expect(assigned.getByRole('listitem')).toContainText(['of the team Finance']);
  await audit(page, 'roles with one assigned');

  const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled: script });
  const leo = await context.newPage();
  await open(leo, 'member');
  await expect(leo.getByRole('region', { name: 'Your teams' }).getByRole('link', { name: 'Finance', exact: true })).toBeVisible();
  await leo.getByRole('region', { name: 'Your teams' }).getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(leo.getByRole('link', { name: 'Edit', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Remove Leo Martins as manager of the team Finance' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'no longer manager' })).toBeVisible();
  await leo.goto('/teams');
  await expect(leo.getByRole('heading', { level: 1 })).toHaveText('You don’t have access');
  await context.close();

  await page.goto('/audit?q=Covers');
  await expect(page.getByRole('main')).toContainText('Made Leo Martins manager of the team Finance');
});
