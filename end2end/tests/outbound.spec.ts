import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { embeds, expectAddress, scheduledExports, type List } from '../support/list.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

/** Sigma is asked person by person and workbook by workbook: rows come by and by. */
async function untilKnown(page: Page, list: List) {
  await expect(async () => {
    await page.reload();
    await expect(list.rows.first()).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('what is sent regularly is found by its state and its owner, and leads to the document', async ({ page, script }) => {
  const list = scheduledExports(page, script);
  await open(page, 'auditor', '/documents');
  await page.getByRole('link', { name: 'Scheduled exports' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Scheduled exports');
  await untilKnown(page, list);
  await expect(page.getByText(/Known for [\d,]+ of [\d,]+ active members/)).toBeVisible();
  await audit(page, 'scheduled exports');
  await list.narrow({ choose: { State: 'Active' } });
  await expectAddress(page, '/documents/scheduled-exports?state=active');
  await expect(list.rows.filter({ hasText: 'Suspended' })).toHaveCount(0);

  const row = list.rows.first();
  const title = (await row.getByRole('rowheader').innerText()).trim();
  const document = row.getByRole('cell').first().getByRole('link');
  const name = await document.innerText();
  await list.narrow({ search: title });
  await expect(list.rows.first().getByRole('rowheader')).toHaveText(title);
  await list.narrow({ search: 'zzz nothing' });
  await expect(page.getByText('No scheduled export matches')).toBeVisible();
  await list.narrow({ search: title });
  await document.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
});

test('a public embed is found from the settings, and leads to what it shows', async ({ page, script }) => {
  const list = embeds(page, script);
  await open(page, 'admin', '/documents/embeds');
  await untilKnown(page, list);
  await audit(page, 'embeds');
  await list.narrow({ choose: { 'Seen by': 'People who sign in' } });
  await expectAddress(page, '/documents/embeds?audience=secure');
  await expect(list.rows.filter({ hasText: 'Anyone with the link' })).toHaveCount(0);
  await page.goto('/documents/embeds?audience=public');
  await untilKnown(page, list);

  await page.goto('/settings');
  await page.getByRole('link', { name: /public embeds? known/ }).click();
  await expectAddress(page, '/documents/embeds?audience=public');
  const link = list.rows.first().getByRole('rowheader').getByRole('link');
  const name = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('region', { name: 'Embeds' })).toContainText('anyone with the link');
});
