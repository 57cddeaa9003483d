import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { somebody } from '../support/people.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('ticks survive search, sorting and paging', async ({ page, script, simulator }) => {
  const first = await somebody(simulator, 31);
  const second = await somebody(simulator, 32);
  await open(page, 'admin', '/members');
  const list = members(page, script);
  const tick = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` });
  // Without script a button keeps what is ticked; with it every way to another page does.
  const keep = async () => {
    if (!script) await page.getByRole('button', { name: 'Keep selection' }).click();
  };
  await list.narrow({ search: first.email });
  await tick(first.name).check();
  await keep();
  await list.narrow({ search: second.email });
  await expect(page.getByText('1 not on this page')).toBeVisible();
  await tick(second.name).check();
  await keep();
  await page.getByRole('columnheader', { name: 'Added' }).getByRole('link').click();
  await expect(tick(second.name)).toBeChecked();
  await audit(page, 'list with a selection on other pages');
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expect(page.getByText('2 not on this page').or(page.getByText('1 not on this page'))).toBeVisible();
  await page.getByRole('link', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Set account type' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set the account type of 2 people');

  await page.goBack();
  await page.getByRole('link', { name: 'Clear selection' }).click();
  await expect(page.getByText('not on this page')).toHaveCount(0);
});
