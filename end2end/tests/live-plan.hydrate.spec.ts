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
