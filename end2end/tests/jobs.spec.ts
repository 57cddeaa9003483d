import { audit } from '../support/audit.ts';
import { expectAddress, members } from '../support/list.ts';
import { apply } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('what an admin did last week takes three clicks', async ({ page }) => {
  await open(page, 'admin');
  await open(page, 'auditor', `/members?q=${PERSONAS.admin.email}`);
  await page.getByRole('rowheader').getByRole('link', { name: PERSONAS.admin.name }).click();
  await page.getByRole('navigation', { name: PERSONAS.admin.name }).getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('link', { name: 'Done by this person' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  const filter = page.getByRole('search', { name: 'Filter the audit log' });
  await expect(filter.getByLabel('By')).toHaveValue(PERSONAS.admin.email);
  await expect(filter.getByRole('combobox', { name: 'When' })).toHaveValue('7d');
  const log = page.getByRole('table', { name: 'Audit events, newest first' });
  await expect(log.getByRole('row').filter({ hasText: PERSONAS.admin.name }).first()).toBeVisible();
  await expect(log.getByRole('row').filter({ hasText: PERSONAS.manager.name })).toHaveCount(0);
  await audit(page, 'what one person did');
});

test('people of a team get another account type from the team’s page', async ({ page }) => {
  await open(page, 'admin', '/teams?q=Merchandising');
  await page.getByRole('rowheader').getByRole('link', { name: 'Merchandising', exact: true }).click();
  const people = page.getByRole('region', { name: 'Members' });
  await people.getByRole('checkbox', { name: /^Select / }).first().check();
  await people.getByRole('button', { name: 'Set account type' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set the account type of 1 person');
  await page.getByRole('radio', { name: /^Contractor/ }).check();
  await page.getByRole('button', { name: 'Review change' }).click();
  const changes = page.getByRole('region', { name: 'What changes' });
  await expect(changes.getByRole('table', { name: 'Active members by account type' })).toContainText('Contractor');
  await audit(page, 'a change of an account type from a team');
});

test('lists of members are narrowed to guests, and to owners of documents', async ({ page, script }) => {
  await open(page, 'admin', '/members');
  const list = members(page, script);
  const all = await list.count();
  await list.narrow({ choose: { Kind: 'Guest' } });
  await expect(list.rows.first()).toContainText('Guest');
  await expect.poll(() => list.count()).toBeLessThan(all);
  await list.narrow({ choose: { Kind: 'Any', Only: 'Owners of documents' } });
  await expectAddress(page, '/members?only=owner');
  await expect.poll(() => list.count()).toBeLessThan(all);
  await list.rows.first().getByRole('rowheader').getByRole('link').click();
  const documents = page.getByRole('navigation').getByRole('link', { name: /^Documents \d/ });
  await expect(documents, 'an owner of documents opens them').toBeVisible();
});

test('a workspace is made with its first grants', async ({ page, script }) => {
  const name = `Harvest ${script ? 'awake' : 'plain'}`;
  await open(page, 'admin', '/workspaces/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  const access = page.getByRole('group', { name: 'Access' });
  await access.getByLabel('Add a person or team').fill('Logistics');
  await access.getByRole('combobox', { name: 'Level', exact: true }).selectOption('Can contribute');
  await access.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(access.getByRole('listitem')).toContainText('Logistics');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText(name);
  await apply(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done.');
  await page.goto(`/workspaces?q=${encodeURIComponent(name)}`);
  await page.getByRole('rowheader').getByRole('link', { name }).click();
  await expect(page.getByRole('list', { name: 'Grants' })).toContainText('Logistics');
});

test('what changed in Sigma is found by its kind, sync by sync', async ({ page }) => {
  await open(page, 'auditor', '/history?what=member_deactivated');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Changes made in Sigma');
  const rows = page.getByRole('main').getByRole('table');
  await expect(rows.getByRole('row', { name: /^Sync of / }).first()).toBeVisible();
  await expect(rows).toContainText('was deactivated');
  await expect(rows).not.toContainText('joined the team');
});

test('a member opens their documents where they are', async ({ page }) => {
  await open(page, 'member', '/me');
  await page.getByRole('link', { name: 'Documents' }).click();
  const first = page.getByRole('table', { name: 'Documents that can be opened' }).getByRole('rowheader').first();
  await expect(first.getByRole('link')).toHaveAttribute('href', /^https:\/\//);
  await audit(page, 'one’s own documents');
});
