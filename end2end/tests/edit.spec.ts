import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { somebody, visit, who } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('a member is edited: errors keep what was typed, then the change is made', async ({ page, script, simulator }) => {
  const person = await somebody(simulator, 14);
  await open(page, 'admin');
  await visit(page, person);
  await page.getByRole('link', { name: 'Edit' }).click();
  const field = (name: string) => page.getByRole('textbox', { name });
  const plan = page.getByRole('button', { name: 'Review change' });
  await field('First name').fill('');
  await field('Last name').fill('Renamed');
  await field('E-mail').fill('nonsense');
  await page.getByRole('combobox', { name: 'Account type' }).selectOption('Analyze');
  await plan.click();

  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Fix 2 problems');
  await expect(summary).toBeFocused();
  await expect(field('First name')).toHaveAccessibleDescription(/Enter a first name/);
  await expect(field('First name')).toHaveAttribute('aria-invalid', 'true');
  await expect(field('E-mail')).toHaveAccessibleDescription(/“nonsense” is not an e-mail address/);
  await expect(field('E-mail')).toHaveValue('nonsense');
  await expect(field('Last name')).toHaveValue('Renamed');
  await expect(page.getByRole('combobox', { name: 'Account type' })).toHaveValue('Analyze');
  await audit(page, 'edit form with errors');
  await summary.getByRole('link', { name: 'Enter a first name.' }).click();
  await expect(field('First name')).toBeFocused();

  await field('First name').fill('Anew');
  await field('E-mail').fill(PERSONAS.manager.email.toUpperCase());
  await plan.click();
  await expect(summary).toContainText(`${who('Jonas Weber', PERSONAS.manager.email)} already has this address.`);
  await field('E-mail').fill(person.email);
  await plan.click();

  const title = `Edit ${person.who}`;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByRole('region', { name: 'API calls' })).toContainText('account type from “Build” to “Analyze”');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(field('Last name')).toHaveValue('Renamed');
  await plan.click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Married on Saturday');
  await apply(page);
  await expectDone(page, title, 1);
  await expect(page.getByRole('region', { name: 'About this change' })).toContainText('Married on Saturday');

  await page.goto('/members');
  const list = members(page, script);
  await list.narrow({ search: `anew renamed ${person.email}` });
  await expect(list.rows).toHaveCount(1);
  await expect(list.rows).toContainText(/Anew Renamed.*Analyze/s);
});

test('an edit that changes nothing says so', async ({ page, simulator }) => {
  await open(page, 'admin');
  await visit(page, await somebody(simulator, 7));
  await page.getByRole('link', { name: 'Edit' }).click();
  await audit(page, 'edit form');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing would change' })).toBeVisible();
});

test('an admin cannot lock themselves out, nor the portal', async ({ page }) => {
  await open(page, 'admin');
  const people = [
    [PERSONAS.admin, 'You cannot take your own account or account type from yourself.'],
    [{ name: 'Sigma Portal', email: 'sigma-portal@lumen.example' }, 'owns the API credentials'],
  ] as const;
  for (const [person, why] of people) {
    await visit(page, person);
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('combobox', { name: 'Account type' }).selectOption('View');
    await page.getByRole('button', { name: 'Review change' }).click();
    await expect(page.getByRole('alert')).toContainText(why);
  }
});

test('a plan reviewed before somebody else changed things is shown anew', async ({ page, simulator, context }) => {
  const person = await somebody(simulator, 8);
  await open(page, 'admin');
  await visit(page, person);
  await page.getByRole('link', { name: 'Edit' }).click();
  const edit = page.url();
  const rename = async (tab: typeof page, first: string) => {
    await tab.goto(edit);
    await tab.getByRole('textbox', { name: 'First name' }).fill(first);
    await tab.getByRole('combobox', { name: 'Account type' }).selectOption('Analyze');
    await tab.getByRole('button', { name: 'Review change' }).click();
    await expectPlan(tab, `Edit ${person.who}`, [new RegExp(`“${first}”`)]);
  };
  await rename(page, 'Early');
  const other = await context.newPage();
  await rename(other, 'Early');
  await apply(other);
  await expectDone(other, `Edit ${person.who}`, 1);
  await apply(page);
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.');
});
