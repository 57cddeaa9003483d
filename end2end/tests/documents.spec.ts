import { audit } from '../support/audit.ts';
import { scheduledDataset, workbook } from '../support/documents.ts';
import { people, documents } from '../support/list.ts';
import { who } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { PERSONAS, enter, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('everybody who can open a workbook is listed with the reason', async ({ page, script, simulator }) => {
  const one = await workbook(simulator);
  const list = people(page, script);
  await open(page, 'auditor', `/workbooks/${one.workbookId}`);
  await page.getByRole('navigation', { name: one.name }).getByRole('link', { name: 'Everyone' }).click();
  await expect(list.rows.filter({ hasText: /through team .+, from workspace/ }).first()).toBeVisible();
  await audit(page, 'everybody who can open a workbook');
  const all = await list.count();
  await list.narrow({ choose: { Level: 'Can manage' } });
  await expect.poll(() => list.count()).toBeLessThan(all);
});

test('a person sees which documents they can open, and why', async ({ page, script }) => {
  const list = documents(page, script);
  await open(page, 'member', '/me');
  await page.getByRole('navigation', { name: PERSONAS.member.name }).getByRole('link', { name: 'Documents' }).click();
  await expect(list.rows.filter({ hasText: 'as its owner' }).first()).toBeVisible();
  await audit(page, 'documents of a person');
  const all = await list.count();
  await list.narrow({ choose: { Kind: 'Datasets' } });
  await expect.poll(() => list.count()).toBeLessThan(all);
});

test('a dataset is shared, and what somebody else did in Sigma is read when asked for', async ({ page, simulator }) => {
  const dataset = await scheduledDataset(simulator);
  const access = page.getByRole('region', { name: 'Access' });
  const { name, email } = PERSONAS.member;
  // Who may open it may not be in the directory yet: then Sigma is asked, which it is not for a typed address.
  await enter(page, 'admin', `/datasets/${dataset.datasetId}`);
  await access.getByLabel('Person or team to share with').fill(name);
  await access.getByRole('button', { name: 'Give access' }).click();
  const give = `Grant ${who(name, email)} Can view on dataset ${dataset.name}`;
  await expectPlan(page, give, [give]);
  await apply(page);
  await expectDone(page, give, 1);

  await page.goto(`/datasets/${dataset.datasetId}`);
  const own = access.getByRole('listitem').filter({ hasText: 'on the dataset itself' }).filter({ hasText: name });
  await expect(own.first()).toContainText('Can view');
  const held = await simulator.api<{ entries: { grantId: string; inodeType: string; memberId: string | null }[] }>(
    'GET',
    `/v2/grants?inodeId=${dataset.datasetId}&directGrantsOnly=true`,
  );
  for (const grant of held.entries) await simulator.api('DELETE', `/v2/grants/${grant.grantId}`);
  await access.getByRole('button', { name: 'Read access from Sigma again' }).click();
  await expect(page.getByText(`Who may open ${dataset.name} was read from Sigma just now.`)).toBeVisible();
  await expect(own.filter({ hasText: 'Can view' })).toHaveCount(0);
  await page.getByRole('navigation', { name: dataset.name }).getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('region', { name: 'History' })).toContainText(`${name} lost “Can view”`);
});
