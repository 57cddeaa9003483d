import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('a time says its moment in UTC, and a name that is cut off is said whole', async ({ page }) => {
  await open(page, 'admin', '/teams?q=Finance');
  await page.getByRole('rowheader').getByRole('link', { name: 'Finance', exact: true }).click();
  const about = page.getByRole('region', { name: 'About' });
  await about.getByRole('time').first().hover();
  await expect(page.getByRole('tooltip')).toHaveText(/\d{4}, \d\d:\d\d UTC$/);
  await page.setViewportSize({ width: 280, height: 800 });
  await page.goto('/access');
  await page.getByRole('rowheader', { name: 'Customer Success' }).hover();
  await expect(page.getByRole('tooltip')).toHaveText('Customer Success');
});
