import { readFile } from 'node:fs/promises';
import { audit } from '../support/audit.ts';
import { workbook } from '../support/documents.ts';
import { expectAddress, workbooks } from '../support/list.ts';
import { who } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { PERSONAS, enter, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('workbooks are searched, filtered and opened', async ({ page, script, simulator }) => {
  const one = await workbook(simulator);
  const list = workbooks(page, script);
  await open(page, 'auditor', '/workbooks');
  await audit(page, 'workbooks');
  await list.narrow({ search: one.name, choose: { State: 'In use' } });
  await expectAddress(page, `/workbooks?q=${encodeURIComponent(one.name).replaceAll('%20', '+')}`);
  await list.rows.getByRole('link', { name: one.name, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(one.name);
  await page.goto('/workbooks?state=archived');
  // A typed address makes the portal ask nothing of Sigma; its own link does.
  await page.getByRole('link', { name: 'Load from Sigma' }).click();
  await expect(list.rows.first()).toBeVisible();
});

test('a workbook tells who may open it, and is shared and taken back', async ({ page, simulator }) => {
  const one = await workbook(simulator, 1);
  const access = page.getByRole('region', { name: 'Access' });
  const { name, email } = PERSONAS.member;
  await open(page, 'admin', `/workbooks/${one.workbookId}`);
  await audit(page, 'workbook');
  await access.getByLabel('Person or team to share with').fill(name);
  await access.getByRole('combobox', { name: 'Level' }).selectOption({ label: 'Can explore' });
  await access.getByRole('button', { name: 'Give access' }).click();
  const give = `Grant ${who(name, email)} Can explore on workbook ${one.name}`;
  await expectPlan(page, give, [give]);
  await apply(page);
  await expectDone(page, give, 1);

  await page.goto(`/workbooks/${one.workbookId}`);
  const row = access.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(row.first()).toContainText(/Can explore.*on the workbook itself/s);
  const tabs = page.getByRole('navigation', { name: one.name });
  await tabs.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('region', { name: 'History' })).toContainText(give);
  await tabs.getByRole('link', { name: 'Overview' }).click();
  await access.getByRole('button', { name: `Revoke access of ${name}` }).click();
  await apply(page);
  await page.goto(`/workbooks/${one.workbookId}`);
  await expect(access.getByRole('button', { name: `Revoke access of ${name}` })).toHaveCount(0);
});

test('contents show pages, elements and their SQL', async ({ page, simulator }) => {
  const one = await workbook(simulator);
  await open(page, 'auditor', `/workbooks/${one.workbookId}`);
  await page.getByRole('navigation', { name: one.name }).getByRole('link', { name: 'Contents' }).click();
  await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
  await page.getByText(/^SQL of|^SQL/).first().click();
  await expect(page.getByText(/^select "/).first()).toBeVisible();
  await audit(page, 'contents of a workbook');
});

test('an element is exported, followed and downloaded', async ({ page, script, simulator }) => {
  const one = await workbook(simulator);
  await enter(page, 'admin', `/workbooks/${one.workbookId}/export`);
  await audit(page, 'export form');
  await page.getByRole('radio', { name: /One element/ }).check();
  await expect(page.getByRole('combobox', { name: 'Page', exact: true }), 'only the chosen part shows').toBeHidden();
  await page.getByRole('combobox', { name: 'Element' }).selectOption({ index: 1 });
  await page.getByRole('combobox', { name: 'Format' }).selectOption({ label: 'CSV' });
  await page.getByRole('textbox', { name: /Row limit/ }).fill('many');
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter a number of rows');
  await audit(page, 'export form with an error');
  await page.getByRole('textbox', { name: /Row limit/ }).fill('25');
  await page.getByRole('button', { name: 'Start export' }).click();

  await expect(page).toHaveURL(/\/exports\/[\w-]+$/);
  const ready = page.getByRole('link', { name: 'Download' });
  await expect(ready).toBeVisible({ timeout: 15_000 });
  if (script) await audit(page, 'export that is ready');
  const [download] = await Promise.all([page.waitForEvent('download'), ready.click()]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const rows = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  expect(rows).toHaveLength(26);
});

test('a form with an impossible wish keeps what was chosen', async ({ page, simulator }) => {
  const one = await workbook(simulator);
  await enter(page, 'admin', `/workbooks/${one.workbookId}/export`);
  await page.getByRole('radio', { name: /One page/ }).check();
  await page.getByRole('combobox', { name: 'Format' }).selectOption({ label: 'PNG picture' });
  await page.getByRole('button', { name: 'Start export' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose the page to export.');
  await expect(page.getByRole('radio', { name: /One page/ })).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Format' })).toHaveValue('png');
});

test('a workbook is renamed, and the form comes back from the plan as it was', async ({ page, simulator }) => {
  const one = await workbook(simulator, 2);
  await open(page, 'admin', `/workbooks/${one.workbookId}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await audit(page, 'editing a workbook');
  await page.getByRole('textbox', { name: 'Name' }).fill('Named by a browser');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expectPlan(page, `Edit workbook ${one.name}`, [`Change name to “Named by a browser” of workbook ${one.name}`]);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Named by a browser');
  await page.getByRole('button', { name: 'Review change' }).click();
  await apply(page);
  await page.goto(`/workbooks/${one.workbookId}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Named by a browser');
});

test('a workbook in My Documents says why it cannot be looked into, and who can open it to others', async ({ page, script }) => {
  await open(page, 'admin', '/workbooks?q=my+documents');
  await workbooks(page, script).rows.getByRole('link').first().click();
  await expect(page.getByRole('note')).toContainText(/My Documents\. Only the owner can look inside/);
  await expect(page.getByRole('link', { name: 'Edit' }), 'nothing is offered that Sigma refuses').toHaveCount(0);
  await page.getByRole('link', { name: 'Contents' }).click();
  await expect(page.getByRole('region', { name: 'Embeds' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Contents' }), 'nothing is asked that Sigma refuses').toHaveCount(0);
  await audit(page, 'workbook in My Documents');
});
