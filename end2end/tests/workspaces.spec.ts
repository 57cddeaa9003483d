import { audit } from '../support/audit.ts';
import { expectAddress, people, workspaces } from '../support/list.ts';
import { apply, expectDone } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the list narrows by name and team, and leads to who can reach a workspace', async ({ page, script }) => {
  const list = workspaces(page, script);
  await open(page, 'auditor', '/workspaces');
  await audit(page, 'workspaces');
  const all = await list.count();
  await list.narrow({ search: 'fináNCE' });
  await expectAddress(page, '/workspaces?q=fináNCE');
  expect(await list.count()).toBeLessThan(all);
  await list.rows.first().getByRole('link', { name: /people|person/ }).click();
  await expect(page).toHaveURL(/\/workspaces\/[\w-]+\/people$/);

  await page.goto('/workspaces');
  await list.narrow({ name: { Team: 'Finance' } });
  await expectAddress(page, '/workspaces?team=Finance');
  await expect(list.rows.getByRole('link', { name: 'Finance', exact: true })).toBeVisible();
  expect(await list.count()).toBeLessThan(all);
});

test('everybody who can reach a workspace is listed with every reason', async ({ page, script }) => {
  await open(page, 'auditor', '/workspaces?q=Company+Dashboards');
  await workspaces(page, script).rows.first().getByRole('link', { name: 'Company Dashboards' }).click();
  await page.getByRole('link', { name: /^Everyone/ }).click();
  const list = people(page, script);
  await list.narrow({ search: 'leo.martins' });
  await expect(list.rows).toHaveCount(1);
  await expect(list.rows).toContainText(/Leo Martins.*directly/s);
  await list.narrow({ search: '', choose: { 'Account type': 'Reduced' } });
  await expect(list.rows.first()).toContainText(/granted Can .* · limited by/);
  await audit(page, 'who can reach a workspace');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/);
});

test('an admin makes a workspace, gives access, changes a level, and deletes it', async ({ page, script }) => {
  const name = `Field Trials ${script ? 'awake' : 'plain'}`;
  await open(page, 'admin', '/workspaces');
  await page.getByRole('link', { name: 'Create a workspace' }).click();
  const field = page.getByRole('textbox', { name: 'Name' });
  const plan = page.getByRole('button', { name: 'Review change' });
  await field.fill('sandbox');
  await plan.click();
  await expect(field).toHaveAccessibleDescription(/There is a workspace named Sandbox already/);
  await expect(page.getByRole('link', { name: 'Open the workspace Sandbox' })).toBeVisible();
  await audit(page, 'a name that is taken');
  await field.fill(name);
  await plan.click();
  await apply(page);
  await expectDone(page, `Create workspace ${name}`, 1);

  await page.goto(`/workspaces?q=${encodeURIComponent(name)}`);
  await workspaces(page, script).rows.first().getByRole('link', { name }).click();
  const address = page.url();
  await page.getByRole('link', { name: 'Give access' }).click();
  const editor = page.getByRole('group', { name: 'Who gets access' });
  await editor.getByRole('textbox', { name: 'Add a person or team' }).or(editor.getByRole('combobox', { name: 'Add a person or team' })).fill(PERSONAS.member.email);
  await editor.getByRole('combobox', { name: 'Level', exact: true }).selectOption('Can explore');
  await editor.getByRole('button', { name: 'Add' }).click();
  await expect(editor.getByRole('listitem')).toContainText('Limited to Can view by account type View.');
  await page.getByText('Paste addresses').click();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill(`${PERSONAS.auditor.email}, nobody@nowhere.example`);
  await page.getByRole('button', { name: 'Add these people' }).click();
  await expect(page.getByRole('textbox', { name: 'E-mail addresses' })).toHaveValue('nobody@nowhere.example');
  await audit(page, 'giving access');
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('');
  await plan.click();
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');

  await page.goto(address);
  await page.getByRole('combobox', { name: `Level of ${PERSONAS.auditor.name}` }).selectOption('Can manage');
  await audit(page, 'a workspace');
  await plan.click();
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');

  await page.goto(address);
  await expect(page.getByRole('combobox', { name: `Level of ${PERSONAS.auditor.name}` })).toHaveValue('edit');
  await page.getByRole('link', { name: 'Delete' }).click();
  await audit(page, 'deleting a workspace');
  await page.getByRole('button', { name: 'Review change' }).click();
  await page.getByRole('textbox', { name: /to confirm/ }).fill(name);
  await apply(page);
  await expectDone(page, `Delete workspace ${name}`, 1);
});

test('contents lead into folders and back; without Sigma the page stays', async ({ page, simulator }) => {
  await open(page, 'auditor', '/workspaces?q=Finance');
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await page.getByRole('link', { name: 'Contents' }).click();
  const table = page.getByRole('table', { name: 'Contents of Finance' });
  await expect(table).toBeVisible();
  await audit(page, 'contents of a workspace');
  const contents = page.url();
  await table.getByRole('row', { name: /Folder/ }).first().getByRole('link').first().click();
  await page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Finance' }).click();
  await expect(page).toHaveURL(contents);
  await simulator.break({ rules: [{ operation: 'GET /v2/files', effect: { answer: { status: 403 } } }] });
  await page.getByRole('link', { name: 'Contents' }).click();
  await expect(page.getByRole('alert')).toContainText('may not read this in Sigma');
  await audit(page, 'contents that could not be read');
  await simulator.mend();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(table).toBeVisible();
});

test('a team manager changes access where they can manage', async ({ page }) => {
  await open(page, 'manager', '/workspaces?q=Finance');
  await page.getByRole('link', { name: 'Finance', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Give access' })).toBeVisible();
  await page.goto('/workspaces');
  await expect(page.getByRole('link', { name: 'Finance', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Executive Board' }), 'Jonas can explore it, not manage it').toHaveCount(0);
});
