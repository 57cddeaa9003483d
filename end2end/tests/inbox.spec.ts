import { audit } from '../support/audit.ts';
import { open } from '../support/sign-in.ts';
import { expect, testAlone } from '../support/test.ts';

/** A portal of their own: what is decided here is decided for all. */
const test = testAlone();

test('an approver decides about several requests at once, by keyboard where script runs', async ({ page, script }) => {
  await open(page, 'manager');
  const inbox = page.getByRole('region', { name: 'Waiting for you' });
  const rows = inbox.getByRole('listitem');
  // The demo makes its requests once it has read the organisation.
  await expect(async () => {
    await page.goto('/requests/inbox');
    expect(await rows.count()).toBeGreaterThan(1);
  }).toPass();
  await expect(rows.first()).toContainText('Plan: 1 step');
  await audit(page, 'inbox with plans');
  const before = await rows.count();

  if (script) {
    await expect(inbox).toContainText('Keys:');
    await page.keyboard.press('j');
    await expect(rows.first().getByRole('link')).toBeFocused();
    await page.keyboard.press('x');
    await expect(rows.first().getByRole('checkbox')).toBeChecked();
    await rows.first().getByRole('link').focus();
    await page.keyboard.press('j');
    await expect(rows.nth(1).getByRole('link')).toBeFocused();
    await page.keyboard.press('k');
    await expect(rows.first().getByRole('link')).toBeFocused();
    // Typing is typing.
    await page.getByText('Deny the selected requests').click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('');
    await page.getByRole('textbox', { name: 'Reason' }).press('x');
    await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveValue('x');
    await page.getByRole('textbox', { name: 'Reason' }).fill('');
    // Deciding is led to by a key, and done by another.
    await rows.first().getByRole('checkbox').uncheck();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('d');
    await expect(page.getByRole('textbox', { name: 'Reason' })).toBeFocused();
    await expect(rows.first().getByRole('checkbox')).toBeChecked();
    await rows.first().getByRole('link').focus();
    await page.keyboard.press('a');
    await expect(page.getByRole('button', { name: 'Approve selected' })).toBeFocused();
    await page.keyboard.press('Enter');
  } else {
    await rows.first().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Approve selected' }).click();
  }
  await expect(page.getByRole('status').filter({ hasText: '1 request approved.' })).toBeVisible();
  await expect(rows).toHaveCount(before - 1);

  await rows.first().getByRole('checkbox').check();
  const deny = page.getByRole('button', { name: 'Deny selected' });
  if (!(await deny.isVisible())) await page.getByText('Deny the selected requests').click();
  await deny.click();
  await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveAttribute('aria-invalid', 'true');
  await expect(rows.first().getByRole('checkbox')).toBeChecked();
  await audit(page, 'inbox with a reason missing');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Ask for the reports instead.');
  await deny.click();
  await expect(page.getByRole('status').filter({ hasText: '1 request denied.' })).toBeVisible();
});

test('the demo’s next day brings reminders, and who pressed stays signed in', async ({ page }) => {
  await open(page, 'member');
  const banner = page.getByRole('complementary', { name: 'Demo' });
  await expect(async () => {
    await page.goto('/requests/ends-soon');
    await expect(page.getByRole('main')).toContainText('Can view on Logistics', { timeout: 500 });
  }).toPass();
  await banner.getByRole('button', { name: 'Next day' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'now. Terms have ended' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Leo Martins');
  await page.goto('/notifications');
  await expect(page.getByRole('main')).toContainText('Your access ends on');

  // What renewing does is looked at before it is done.
  await page.goto('/requests/ends-soon');
  await page.getByRole('checkbox', { name: /^Select Can view on Logistics/ }).check();
  await audit(page, 'terms with one selected');
  await page.getByRole('button', { name: 'Renew selected' }).click();
  await expect(page.getByRole('region', { name: 'What happens' })).toContainText('No approval needed.');
  await audit(page, 'renewals before they are sent');
  await page.getByRole('button', { name: 'Renew 1 term' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 term renewed.' })).toBeVisible();
});
