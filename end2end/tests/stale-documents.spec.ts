import { audit } from '../support/audit.ts';
import { everyDocument, expectAddress } from '../support/list.ts';
import { somebody } from '../support/people.ts';
import { apply, expectDone } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('stale documents are found, ticked and given to another owner, and go back', async ({ page, script, simulator }) => {
  // Another person and other documents with script than without: both share a portal.
  const person = await somebody(simulator, script ? 30 : 31);
  const list = everyDocument(page, script);
  await open(page, 'admin', '/documents');
  const kind = script ? 'Workbooks' : 'Reports';
  await list.narrow({ choose: { Stale: 'Unchanged for a year', Kind: kind } });
  await expectAddress(page, `/documents?kind=${script ? 'workbook' : 'report'}&stale=365`);
  await expect(page.getByText('Sigma’s API doesn’t tell when a document was last opened.')).toBeVisible();
  const names = [];
  for (const row of [list.rows.nth(0), list.rows.nth(1)]) {
    const name = await row.getByRole('rowheader').innerText();
    await row.getByRole('checkbox', { name: `Select ${name.trim()}` }).check();
    names.push(name.trim());
  }
  await audit(page, 'stale documents, ticked');
  await page.getByRole('button', { name: 'Change owner' }).click();

  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(/^Change the owner of /);
  const left = page.getByRole('region', { name: 'Left out' });
  const meant = 2 - ((await left.count()) > 0 ? Number(/(\d+) document/.exec(await left.innerText())![1]) : 0);
  expect(meant, 'not both lie in somebody’s own folder').toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Review change' }).click();
  const owner = page.getByRole('textbox', { name: 'New owner' }).or(page.getByRole('combobox', { name: 'New owner' }));
  await expect(owner).toHaveAccessibleDescription(/Choose a person/);
  await audit(page, 'whose documents are to be');
  await owner.fill(person.email);
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(title).toHaveText(new RegExp(`to ${person.name}`));
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText(`go`);
  await audit(page, 'plan of another owner');
  await apply(page);
  await expectDone(page, new RegExp(`^Change the owner of .* to ${person.who}$`), meant);

  await page.goto(`/documents?owner=${person.memberId}&kind=${script ? 'workbook' : 'report'}`);
  await expect(list.rows.filter({ hasText: person.name }).first()).toBeVisible();
});

test('one document gets another owner from its own page', async ({ page, script, simulator }) => {
  const person = await somebody(simulator, script ? 32 : 33);
  const list = everyDocument(page, script);
  await open(page, 'admin', '/documents?kind=data_model');
  // One in a workspace: what lies in somebody's own folder only they change.
  const shared = list.rows.filter({ hasText: 'Metrics' });
  const link = shared.nth(script ? 0 : 1).getByRole('rowheader').getByRole('link');
  const name = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await audit(page, 'a data model');
  const address = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Change owner' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Change the owner of ${name}`);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  await page.getByRole('button', { name: 'Change owner' }).click();
  const suggested = page.getByRole('button', { name: /owns \d+ documents?/ }).first();
  await expect(suggested).toBeVisible();
  const owner = page.getByRole('textbox', { name: 'New owner' }).or(page.getByRole('combobox', { name: 'New owner' }));
  await owner.fill(person.email);
  await page.getByRole('button', { name: 'Review change' }).click();
  await apply(page);
  const changed = new RegExp(`^Change the owner of data model ${name} to ${person.who}$`);
  await expectDone(page, changed, 1);
  await page.getByRole('navigation', { name: 'Next steps' }).getByRole('link', { name: new RegExp(name) }).click();
  await expect(page.getByRole('region', { name: 'About' })).toContainText(person.name);
  await page.goBack();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await apply(page);
  await page.goto(address);
  await expect(page.getByRole('region', { name: 'About' })).not.toContainText(person.name);
});
