import { audit } from '../support/audit.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const ASKED = 'Leo Martins requests Membership of Finance';

test('the bell tells an approver what waits, and leads there', async ({ page }) => {
  await open(page, 'manager');
  const bell = page.getByRole('banner').getByRole('link', { name: /^Notifications/ });
  // The demo makes its requests once it has read the organisation.
  await expect(async () => {
    await page.goto('/notifications');
    await expect(bell).toHaveAccessibleName(/\d+ unread/, { timeout: 100 });
  }).toPass();
  await audit(page, 'notifications');
  const notices = page.getByRole('region', { name: 'Notifications' });
  await notices.getByRole('button', { name: `Unread: ${ASKED}` }).click();
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]+$/);
  await expect(page.getByRole('main')).toContainText('Leo Martins');
  await bell.click();
  await expect(notices.getByRole('link', { name: ASKED })).toBeVisible();
  if (await page.getByRole('button', { name: 'Mark all as read' }).isVisible()) {
    await page.getByRole('button', { name: 'Mark all as read' }).click();
  }
  await expect(page.getByRole('main')).toContainText('You’re all caught up.');
  await expect(bell).toHaveAccessibleName('Notifications');
});

test('the demo’s mail box has the mail, whose link leads to the request', async ({ page }) => {
  await open(page, 'manager');
  await page.getByRole('complementary', { name: 'Demo' }).getByRole('link', { name: 'Mail box' }).click();
  const mail = page.getByRole('listitem').filter({ hasText: 'jonas.weber@lumen.example' }).getByRole('link');
  await expect(async () => {
    await page.reload();
    await expect(mail).not.toHaveCount(0, { timeout: 100 });
  }).toPass({ timeout: 50_000 });
  await audit(page, 'mail box');
  await mail.last().click();
  const text = page.getByRole('region', { name: 'Text of the mail' });
  await expect(text).toContainText('Hello Jonas Weber');
  await audit(page, 'mail');
  await text.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]+$/);
});

test('somebody chooses how they are told', async ({ page }) => {
  await open(page, 'visitor', '/notifications');
  await page.getByRole('link', { name: 'Preferences' }).click();
  await audit(page, 'notification preferences');
  const updates = page.getByRole('group', { name: /Everything else/ });
  await updates.getByRole('radio', { name: /No mail/ }).check();
  await page.getByRole('button', { name: 'Save preferences' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(updates.getByRole('radio', { name: /No mail/ })).toBeChecked();
});

test('settings tell how the channels stand, and try them', async ({ page }) => {
  await open(page, 'admin', '/settings');
  const channels = page.getByRole('region', { name: 'Notifications' });
  await expect(channels.getByRole('row', { name: /^Slack/ })).toContainText('Not set up');
  await channels.getByRole('button', { name: 'Test E-mail' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'A test mail is on its way' })).toBeVisible();
  await expect(channels.getByRole('row', { name: /^E-mail/ })).toContainText('Works');
  await page.goto('/mail-box');
  await expect(page.getByRole('link', { name: 'Test mail from the Sigma portal' })).toBeVisible();
});
