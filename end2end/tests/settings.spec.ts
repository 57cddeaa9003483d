import { audit } from '../support/audit.ts';
import { apply, expectDone } from '../support/review.ts';
import { enter, open } from '../support/sign-in.ts';
import { expect, test, testAlone } from '../support/test.ts';

test('settings tell how the portal is set up, and have a section read', async ({ page }) => {
  await open(page, 'admin');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Sigma', exact: true })).toContainText('Accepted just now');
  await expect(page.getByRole('region', { name: 'This portal' })).toContainText('SQLite');
  await audit(page, 'settings');
  await page.getByRole('button', { name: 'Sync the datasets now' }).click();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByRole('status').filter({ hasText: 'The datasets' })).toContainText('from Sigma');
});

test('a reading that failed is seen in the picture and in the list', async ({ page, simulator }) => {
  await simulator.break({ rules: [{ operation: 'GET /v2/user-attributes', effect: { answer: { status: 403 } } }] });
  await open(page, 'admin', '/settings');
  await page.getByRole('button', { name: 'Sync the user attributes now' }).click();
  const readings = page.getByRole('region', { name: 'Syncs' });
  const failed = readings.getByRole('row').filter({ hasText: 'User attributes' }).filter({ hasText: 'Failed' });
  await expect(async () => {
    await page.goto('/settings');
    await expect(failed).not.toHaveCount(0, { timeout: 100 });
  }).toPass();
  const picture = readings.getByRole('img', { name: 'Syncs per day' });
  await expect(picture).toHaveAccessibleName(/\d+ failed, most of them of /);
  await readings.getByText('As a table').click();
  // The latest day is first; the demo's past has such a day, too.
  await expect(readings.getByRole('row').filter({ hasText: /\(.*User attributes.*\)/ }).first()).toBeVisible();
  await audit(page, 'settings with a failed reading');
});

test('an account type tells what it allows and who holds it', async ({ page }) => {
  await open(page, 'auditor', '/settings');
  await page.getByRole('region', { name: 'Account types' }).getByRole('link', { name: 'Build' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Build');
  await expect(page.getByRole('region', { name: 'Permissions' }).getByRole('listitem').first()).toBeVisible();
  await audit(page, 'account type');
  await page.getByRole('link', { name: /active people/ }).click();
  await expect(page).toHaveURL(/\/members\?type=Build&status=active$/);
});

test('settings stand when Sigma does not take the credentials', async ({ page, simulator }) => {
  await simulator.break({ rules: [{ operation: 'GET /v2/whoami', effect: { answer: { status: 403 } } }] });
  // A page that is led to asks Sigma; one that is typed does not.
  await enter(page, 'auditor', '/settings');
  await expect(page.getByRole('region', { name: 'Sigma', exact: true }).getByRole('alert')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Background jobs' })).toContainText('directory.members');
  await audit(page, 'settings without an answer');
});

test('the status page says what is wrong, and has a file for whoever helps', async ({ page, simulator }) => {
  await open(page, 'auditor');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Status' }).click();
  const checks = page.getByRole('table', { name: 'Checks' });
  await expect(checks.getByRole('row').filter({ hasText: 'Database' })).toContainText('Works');
  await audit(page, 'status');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Support bundle' }).click();
  expect((await download).suggestedFilename()).toMatch(/^sigma-portal-support-\d{4}-\d\d-\d\d-\d{4}\.json$/);
  await simulator.break({ rules: [{ operation: 'GET /v2/user-attributes', effect: { answer: { status: 403 } } }] });
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Sync the user attributes now' }).click();
  await expect(async () => {
    await page.goto('/status');
    const directory = checks.getByRole('row', { name: /^Directory/ });
    await expect(directory).toContainText('Could not be read: user attributes', { timeout: 100 });
  }).toPass();
});

test('what is allowed in Sigma is turned off and on again', async ({ page }) => {
  await open(page, 'admin');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Turn off public embeds' }).click();
  await expect(page.getByText('Public embeds are turned off for the whole organization.')).toBeVisible();
  await audit(page, 'review of a switch');
  await apply(page);
  await expectDone(page, 'Turn off public embeds', 1);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await apply(page);
  await expectDone(page, 'Turn on public embeds', 1);
});

test.describe('credentials', () => {
  const test = testAlone();

  test('the portal renews its own credentials and goes on', async ({ page }) => {
    await open(page, 'admin', '/settings');
    await page.getByRole('button', { name: 'Renew credentials' }).click();
    await apply(page);
    await expectDone(page, 'Renew the portal’s API credentials', 3);
    await page.getByRole('link', { name: 'Open settings' }).click();
    const sigma = page.getByRole('region', { name: 'Sigma', exact: true });
    await expect(sigma).toContainText('Renewed by the portal');
    await expect(sigma).toContainText('Accepted just now');
    await audit(page, 'settings with renewed credentials');
  });
});

test('the log has more detail for a while', async ({ page }) => {
  await open(page, 'admin', '/status');
  const logs = page.getByRole('region', { name: 'Logs' });
  await logs.getByLabel('Level').selectOption('Trace');
  await logs.getByRole('button', { name: 'Log more' }).click();
  await expect(logs).toContainText('Trace until');
  await audit(page, 'status with a detailed log');
  await logs.getByRole('button', { name: 'Back to the configured level' }).click();
  await expect(logs).toContainText('As configured');
});
