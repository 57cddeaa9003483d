import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('a new team says what it changes while it is filled in', async ({ page }) => {
  await open(page, 'admin', '/teams/new');
  const changes = page.getByRole('region', { name: 'What changes' });
  await page.getByLabel('Name', { exact: true }).fill('Night Shift');
  await page.getByLabel('Members from the start').fill('leo.martins@lumen.example');
  await expect(changes).toContainText('Leo Martins');
  await page.getByLabel('Members from the start').fill('nobody.at.all@lumen.example');
  await expect(changes.getByRole('status')).toContainText('nobody.at.all@lumen.example');
});

test('an access that is about to be given says who gains what, row by row', async ({ page }) => {
  await open(page, 'admin', '/workspaces?q=sandbox');
  await page.getByRole('rowheader').getByRole('link', { name: 'Sandbox', exact: true }).click();
  await page.getByRole('link', { name: 'Give access' }).click();
  const changes = page.getByRole('region', { name: 'What changes' });
  const add = page.getByRole('combobox', { name: 'Add a person or team' });
  await add.fill('leo.martins@lumen.example');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(changes).toContainText('Leo Martins gets');
  await page.getByRole('combobox', { name: 'Level for Leo Martins' }).selectOption({ label: 'Can manage' });
  await expect(changes).toContainText('Limited to Can view by account type');
  await page.getByRole('button', { name: 'Remove Leo Martins' }).click();
  await expect(changes.getByRole('status')).toHaveText('Add a person or a team first.');
});

test('a new workspace says who gains access to it', async ({ page }) => {
  await open(page, 'admin', '/workspaces/new');
  const changes = page.getByRole('region', { name: 'What changes' });
  await page.getByLabel('Name', { exact: true }).fill('Night Shift');
  await expect(changes.getByRole('status')).toContainText('Night Shift');
  await page.getByLabel('Name', { exact: true }).fill('Sales');
  await expect(changes.getByRole('status')).toContainText('already');
});

test('a value of a user attribute says below its form what it changes', async ({ page }) => {
  await open(page, 'admin', '/attributes?q=region');
  await page.getByRole('rowheader').getByRole('link', { name: 'Region', exact: true }).click();
  const set = page.getByRole('region', { name: 'Set a value' });
  await set.getByLabel('Person or team').fill('leo.martins@lumen.example');
  await set.getByRole('textbox', { name: 'Value', exact: true }).fill('Iberia');
  await expect(set.getByRole('status')).toContainText('Iberia');
  await expect(set.getByRole('table', { name: 'Values that change' })).toContainText('Iberia');
  await audit(page, 'a value with what it changes');
});

test('an action on several people says what it changes for all of them', async ({ page }) => {
  const list = members(page, true);
  await open(page, 'admin', '/members?type=View&status=active');
  await list.awake();
  for (const at of [0, 1, 2]) await list.rows.nth(at).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Set account type' }).click();
  const changes = page.getByRole('region', { name: 'What changes' });
  await page.getByRole('radio', { name: /^Build/ }).check();
  await expect(changes.getByRole('status')).toContainText('3 people to Build');
  await expect(changes.getByRole('table', { name: 'Active members by account type' })).toContainText('Build');
  await audit(page, 'an action on several people, with what changes');
});
