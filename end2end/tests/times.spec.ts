import { audit } from '../support/audit.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test.use({ timezoneId: 'Asia/Kolkata' });

test('moments are in the reader’s zone, and in UTC when pointed at or without script', async ({ page, script }) => {
  await open(page, 'admin', '/changes');
  const when = page.getByRole('table').locator('time').first();
  const utc = /^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC$/;
  if (!script) {
    await expect(when).toHaveText(utc);
    return;
  }
  await expect(when).toHaveAttribute('title', utc);
  const at = new Date((await when.getAttribute('datetime')) ?? '');
  const local = at.toLocaleTimeString('en-GB', { timeZone: 'Asia/Kolkata', hour: '2-digit', minute: '2-digit' });
  await expect(when).toHaveText(new RegExp(`^\\d{1,2} [A-Z][a-z]{2} \\d{4}, ${local}$`));
});

test('times of a page are in UTC for those who do not point, and stay so', async ({ page, script }) => {
  await open(page, 'admin', '/changes');
  const when = page.getByRole('table').locator('time').first();
  const own = await when.textContent();
  const choice = page.getByRole('button', { name: 'Times in UTC' });
  await page.getByRole('button', { name: /account menu/ }).click();
  if (!script) {
    await expect(when).toHaveText(/\d\d:\d\d UTC$/);
    await expect(choice, 'there is nothing to choose').toHaveCount(0);
    return;
  }
  await choice.press('Enter');
  await expect(when).toHaveText(/\d\d:\d\d UTC$/);
  await expect(choice).toHaveAttribute('aria-pressed', 'true');
  await audit(page, 'the account menu, with times in UTC');
  await page.goto('/changes');
  await expect(when).toHaveText(/\d\d:\d\d UTC$/);
  await page.getByRole('button', { name: /account menu/ }).click();
  await choice.press('Enter');
  await expect(when).toHaveText(own ?? '');
});

test('the first visit of a demo has a past to show', async ({ page }) => {
  await open(page, 'admin');
  const trends = page.getByRole('region', { name: 'Trends' });
  for (const name of ['Seats over time', 'Joined and left per week', 'Changes per day']) {
    await expect(trends.getByRole('img', { name: new RegExp(name) })).toBeVisible();
  }
  await expect(page.getByRole('img', { name: /Syncs per day/ })).toBeVisible();
  const seats = trends.getByRole('region', { name: 'Seats over time' });
  await seats.getByText('As a table').click();
  await expect(seats.getByRole('columnheader', { name: 'View' })).toBeVisible();
  expect(await seats.getByRole('row').count()).toBeGreaterThan(8);
});
