import { audit } from '../support/audit.ts';
import { scheduledDataset } from '../support/documents.ts';
import { datasets } from '../support/list.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('datasets say that they are retired, and which are still to be migrated', async ({ page, script }) => {
  const list = datasets(page, script);
  await open(page, 'auditor', '/datasets');
  await expect(page.getByText('Sigma retired datasets on 2 June 2026.')).toHaveCount(1);
  await audit(page, 'datasets');
  const all = await list.count();
  await list.narrow({ choose: { Migration: 'Not migrated' } });
  await expect.poll(() => list.count()).toBeLessThan(all);
  for (const row of await list.rows.all()) await expect(row).toContainText('Not migrated');
});

test('a materialization is started and waited for', async ({ page, simulator }) => {
  const dataset = await scheduledDataset(simulator);
  await open(page, 'admin', `/datasets/${dataset.datasetId}`);
  await audit(page, 'dataset');
  const tab = page.getByRole('navigation', { name: dataset.name }).getByRole('link', { name: 'Materializations' });
  await tab.click();
  const runs = page.getByRole('region', { name: 'Materializations' });
  await expect(runs.getByRole('table', { name: 'Finished materializations, newest first' })).toBeVisible();
  await audit(page, 'materializations of a dataset');
  await runs.getByRole('button', { name: 'Materialize now' }).click();
  const title = `Materialize dataset ${dataset.name}`;
  await expectPlan(page, title, [`Start the materialization of dataset ${dataset.name}`]);
  await apply(page);
  await expectDone(page, title, 1);
  await page.getByRole('region', { name: 'About this change' }).getByRole('link', { name: dataset.name }).click();
  await tab.click();
  await expect(runs.getByText('A run is under way')).toBeVisible();
});

test('who may not start a run sees why', async ({ page, simulator }) => {
  const dataset = await scheduledDataset(simulator);
  await open(page, 'auditor', `/datasets/${dataset.datasetId}/runs`);
  await expect(page.getByRole('button', { name: 'Materialize now' })).toBeDisabled();
  await expect(page.getByText('Only admins can start materializations.')).toBeAttached();
});
