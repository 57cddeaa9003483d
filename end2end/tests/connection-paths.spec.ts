import { audit } from '../support/audit.ts';
import { expectAddress, paths } from '../support/list.ts';
import { who } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('a schema is found, access to it is granted, and revoked', async ({ page, script }) => {
  const { name, email } = PERSONAS.member;
  // Another schema with script than without: both share a portal.
  const schema = script ? 'SALES' : 'SUPPLY';
  const list = paths(page, script);
  await open(page, 'admin', '/connections');
  await page.getByRole('link', { name: 'Lumen Warehouse' }).click();
  const tabs = page.getByRole('navigation', { name: 'Lumen Warehouse' });
  await tabs.getByRole('link', { name: 'Schemas and tables' }).click();
  await expect(list.rows).toHaveCount(12);
  await audit(page, 'schemas and tables');
  await list.narrow({ search: schema.toLowerCase() });
  await expectAddress(page, `${new URL(page.url()).pathname}?q=${schema.toLowerCase()}`);
  await list.rows.first().getByRole('link', { name: schema, exact: true }).click();

  const access = page.getByRole('region', { name: `Access to LUMEN.${schema}` });
  const row = access.getByRole('listitem').filter({ hasText: name });
  await expect(access).toContainText('can reach the whole connection');
  await expect(row).toHaveCount(0);
  await access.getByLabel('Person or team to give access to').fill('zzz nobody');
  await access.getByRole('button', { name: 'Give access' }).click();
  await expect(access).toContainText('No person or team matches “zzz nobody”.');
  await access.getByLabel('Person or team to give access to').fill(name);
  await access.getByRole('combobox', { name: 'Level' }).selectOption({ label: 'Can use and annotate' });
  await access.getByRole('button', { name: 'Give access' }).click();
  const give = `Grant ${who(name, email)} Can use and annotate on LUMEN.${schema} of Lumen Warehouse`;
  await expectPlan(page, give, [give]);
  await apply(page);
  await expectDone(page, give, 1);

  await page.getByRole('link', { name: `Open LUMEN.${schema}` }).click();
  await expect(row).toContainText('Can use and annotate');
  await audit(page, 'access to a schema');
  await tabs.getByRole('link', { name: 'Everyone' }).click();
  await expect(page.getByText('Grants on single schemas and tables aren’t counted')).toBeVisible();
  await page.goBack();
  await access.getByRole('button', { name: `Revoke access of ${name}` }).click();
  await apply(page);
  await expectDone(page, `Remove ${who(name, email)} from LUMEN.${schema} of Lumen Warehouse`, 1);
  await page.getByRole('link', { name: `Open LUMEN.${schema}` }).click();
  await expect(access).toBeVisible();
  await expect(row).toHaveCount(0);
});

test('what Sigma does not tell is said in place of the list', async ({ page, simulator }) => {
  await open(page, 'auditor', '/connections');
  await page.getByRole('link', { name: 'Lumen Warehouse' }).click();
  await simulator.break({ rules: [{ operation: 'GET /v2/connections/paths', effect: { answer: { status: 403 } } }] });
  await page.getByRole('navigation', { name: 'Lumen Warehouse' }).getByRole('link', { name: 'Schemas and tables' }).click();
  await expect(page.getByRole('region', { name: 'Schemas and tables' }).getByRole('alert')).toContainText('may not read this in Sigma');
  await simulator.mend();
});
