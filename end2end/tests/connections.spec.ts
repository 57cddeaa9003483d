import { audit } from '../support/audit.ts';
import { connections, expectAddress } from '../support/list.ts';
import { apply, expectDone } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the list narrows by warehouse', async ({ page, script }) => {
  const list = connections(page, script);
  await open(page, 'auditor', '/connections');
  await audit(page, 'connections');
  await list.narrow({ choose: { Warehouse: 'Snowflake' } });
  await expectAddress(page, '/connections?warehouse=snowflake');
  await expect(list.rows.filter({ hasText: 'Snowflake' })).toHaveCount(await list.count());
});

test('a connection is tested, and a path in it is found', async ({ page, simulator }) => {
  await open(page, 'auditor', '/connections');
  await page.getByRole('link', { name: 'Lumen Warehouse' }).click();
  await expect(page.getByRole('region', { name: 'Direct access' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Lumen Warehouse' }).getByRole('link', { name: 'Check' }).click();
  const check = page.getByRole('region', { name: 'Test' });
  await check.getByRole('link', { name: 'Test connection' }).click();
  await expect(check).toContainText(/Reading\s*Works/);
  await expect(check).toContainText(/took \d+ ms/);

  const lookup = page.getByRole('region', { name: 'Find a path' });
  const field = (name: string) => lookup.getByRole('textbox', { name });
  await field('Database').fill('lumen');
  await field('Table').fill('ledger');
  await lookup.getByRole('button', { name: 'Find' }).click();
  await expect(field('Schema')).toHaveAccessibleDescription(/Enter the schema too/);
  await audit(page, 'a connection, a path with a gap');
  await field('Schema').fill('finance');
  await lookup.getByRole('button', { name: 'Find' }).click();
  await expect(lookup).toContainText(/Kind\s*table/);
  await audit(page, 'a connection, a path found');

  await simulator.break({ rules: [{ operation: 'GET /v2/connections/*/test', effect: { answer: { status: 403 } } }] });
  await check.getByRole('link', { name: 'Test connection' }).click();
  await expect(check.getByRole('alert')).toContainText('may not read this in Sigma');
  await expect(lookup).toBeVisible();
  await simulator.mend();
});

test('a connection is edited', async ({ page, script }) => {
  const [from, to] = script ? ['Marketing Events', 'Marketing Streams'] : ['Shop Database', 'Shop Store'];
  await open(page, 'admin', '/connections');
  await page.getByRole('link', { name: from }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(name).toHaveAccessibleDescription(/Enter a name/);
  await audit(page, 'editing a connection');
  await name.fill(to);
  await page.getByRole('button', { name: 'Review change' }).click();
  await apply(page);
  await expectDone(page, `Edit connection ${from}`, 1);
});
