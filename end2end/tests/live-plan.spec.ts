import { audit } from '../support/audit.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('what another account type changes is said beside the form, before the review', async ({ page, script }) => {
  await open(page, 'admin', '/members?q=leo.martins');
  await page.getByRole('rowheader').getByRole('link', { name: 'Leo Martins' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  const changes = page.getByRole('region', { name: 'What changes' });
  await expect(changes).toContainText('before anything is applied');
  await page.getByLabel('Account type').selectOption('Build');
  if (script) {
    await expect(changes.getByRole('status')).toContainText('from View to Build');
    await expect(changes.getByRole('table', { name: 'Active members by account type' })).toContainText('Build');
    await page.getByLabel('E-mail').fill('jonas.weber@lumen.example');
    await expect(changes.getByRole('status')).toContainText('Jonas Weber');
    await page.getByLabel('E-mail').fill('leo.martins@lumen.example');
    await expect(changes.getByRole('status')).toContainText('from View to Build');
  }
  await audit(page, 'editing a member, with what changes');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('from View to Build');
  await expect(page.getByText('Not applied yet')).toBeVisible();
});
