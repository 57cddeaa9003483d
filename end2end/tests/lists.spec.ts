import { audit } from '../support/audit.ts';
import { expectAddress, members } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test, testAlone } from '../support/test.ts';

test('a list as it is is kept as a view, and comes back by its name', async ({ page, script }) => {
  const list = members(page, script);
  await open(page, 'manager', '/teams');
  await page.goto('/members');
  await list.narrow({ choose: { Kind: 'Internal', Status: 'Active' } });
  await expect(page).toHaveURL(/kind=internal/);
  await page.getByRole('button', { name: 'Views' }).click();
  await audit(page, 'views of a list');
  await page.getByLabel('Name of the view').fill('Internal people');
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByText('View “Internal people” saved')).toBeVisible();
  await page.goto('/members');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('link', { name: 'Internal people', exact: true }).click();
  await expect(page).toHaveURL(/status=active&kind=internal|kind=internal&status=active/);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Delete the view Internal people' }).click();
  await page.getByRole('button', { name: 'Views' }).click();
  await expect(page.getByRole('link', { name: 'Internal people', exact: true })).toHaveCount(0);
});

test('columns that were chosen are there the next time', async ({ page }) => {
  await open(page, 'auditor', '/workspaces');
  await page.getByRole('button', { name: 'Columns' }).click();
  const columns = page.getByRole('form', { name: 'Columns' });
  const first = columns.getByRole('checkbox', { disabled: false }).last();
  const was = await first.isChecked();
  await first.setChecked(!was);
  await columns.getByRole('button', { name: 'Show these' }).click();
  await page.goto('/workspaces');
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(first).toBeChecked({ checked: !was });
  // Other tests are the same person.
  await first.setChecked(was);
  await columns.getByRole('button', { name: 'Show these' }).click();
  await page.goto('/workspaces');
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(first).toBeChecked({ checked: was });
});

test('help about the page is one press away', async ({ page }) => {
  await open(page, 'admin', '/members');
  await page.getByRole('link', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Finding and changing members');
  await audit(page, 'help about a subject');
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
});

test('what a colleague has is copied to a member', async ({ page }) => {
  await open(page, 'admin', '/members?q=jonas.weber');
  await page.getByRole('rowheader').getByRole('link', { name: 'Jonas Weber' }).click();
  await page.getByRole('button', { name: 'More about Jonas Weber' }).click();
  await page.getByRole('link', { name: 'Copy access from a colleague' }).click();
  await page.getByLabel('Copy from').fill('priya.raman@lumen.example');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('group', { name: 'Access to copy' })).toBeVisible();
  await audit(page, 'copying access');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByText('Not applied yet')).toBeVisible();
});

test.describe('who needs attention', () => {
  const test = testAlone();

  test('members are filtered by no team, no access and inactive', async ({ page, script, simulator }) => {
    const list = members(page, script);
    await open(page, 'admin', '/members?status=inactive');
    const inactive = await list.count();
    expect(inactive).toBeGreaterThan(0);
    await expect(list.rows.filter({ hasText: 'Inactive' })).toHaveCount(inactive);
    // Somebody whom Sigma itself has invited, and who was given nothing yet.
    const newcomer = { email: 'nina.solo@lumen.example', firstName: 'Nina', lastName: 'Solo', memberType: 'View' };
    await simulator.api('POST', '/v2/members?sendInvite=false', newcomer);
    await page.getByRole('button', { name: 'Sync the directory now' }).click();
    await expect(async () => {
      await page.goto('/members?q=nina.solo');
      await expect(list.rows).toHaveCount(1, { timeout: 500 });
    }).toPass();
    for (const [choose, address] of [
      [{ Only: 'Without a team' }, '/members?only=no-team'],
      [{ Only: 'Without access' }, '/members?only=no-access'],
    ] as const) {
      await page.goto('/members');
      await list.narrow({ choose });
      await expectAddress(page, address);
      await expect(list.rows).toHaveCount(1);
      await expect(list.rows).toContainText('Nina Solo');
    }
    await audit(page, 'members without access');
    await list.rows.getByRole('link', { name: 'Nina Solo' }).click();
    await expect(page.getByRole('region', { name: 'Teams' })).toContainText('No teams');
  });
});
