import { audit } from '../support/audit.ts';
import { attributes } from '../support/list.ts';
import { who } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test, testAlone } from '../support/test.ts';

test('a value of a user attribute is set and taken away', async ({ page, script }) => {
  const { name, email } = PERSONAS.admin;
  await open(page, 'admin', '/attributes');
  await audit(page, 'user attributes');
  await attributes(page, script).rows.getByRole('link', { name: 'Region' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Region');
  await audit(page, 'user attribute');
  const set = page.getByRole('region', { name: 'Set a value' });
  await set.getByLabel('Person or team').fill(name);
  await set.getByRole('textbox', { name: 'Value', exact: true }).fill('Nordics');
  await set.getByRole('button', { name: 'Set' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`of ${who(name, email)} to “Nordics”`);
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  await expectPlan(page, title, [title]);
  await apply(page);
  await expectDone(page, title, 1);

  await page.goto('/attributes');
  await attributes(page, script).rows.getByRole('link', { name: 'Region' }).click();
  await page.getByRole('search', { name: 'Filter values' }).getByRole('combobox', { name: 'Value' }).selectOption('Nordics');
  if (!script) await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByRole('table').getByRole('row').filter({ hasText: name })).toContainText('Nordics');
  await page.getByRole('button', { name: `Take the value of ${name} away` }).click();
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');
});

test.describe('what a form lacks', () => {
  const test = testAlone();

  test('a user attribute is created from the onboarding form, which stays as it was', async ({ page, script }) => {
    await open(page, 'admin', '/onboard');
    await page.getByRole('textbox', { name: 'E-mail' }).fill('new.one@lumen.example');
    await page.getByLabel('First name').fill('New');
    await page.getByLabel('Last name').fill('One');
    await page.getByRole('radio', { name: /^View/ }).check();
    const values = page.getByRole('textbox', { name: 'Values' });
    await values.fill('Plant: Oslo');
    if (script) await values.blur();
    else await page.getByRole('button', { name: 'Review change' }).click();
    await expect(page.getByText('There is no user attribute “Plant”.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Create user attribute “Plant”' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('New user attribute');
    await expect(page.getByLabel('Name')).toHaveValue('Plant');
    await audit(page, 'a new user attribute');
    await page.getByRole('button', { name: 'Review change' }).click();
    await expectPlan(page, 'Create user attribute Plant', ['Create user attribute Plant']);
    await apply(page);
    await expectDone(page, 'Create user attribute Plant', 1);
    await page.getByRole('link', { name: 'Continue where you left off' }).click();
    await expect(page.getByLabel('Last name')).toHaveValue('One');
    await expect(page.getByRole('textbox', { name: 'Values' })).toHaveValue('Plant: Oslo');
    await page.getByRole('button', { name: 'Review change' }).click();
    await expect(page.getByText('Not applied yet')).toBeVisible();
  });
});
