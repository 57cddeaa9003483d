import { audit } from '../support/audit.ts';
import { somebody, visit } from '../support/people.ts';
import { apply } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('somebody leaves: what they have, who takes over, and back again', async ({ page, simulator }) => {
  const person = await somebody(simulator, 20);
  await open(page, 'admin');
  await visit(page, person);
  await page.getByRole('button', { name: `More about ${person.name}` }).click();
  await audit(page, 'menu of a person');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Offboard…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Offboard ${person.name}`);
  for (const name of ['Documents', 'Teams', 'Direct grants', 'User attributes']) {
    await expect(page.getByRole('region', { name })).toBeVisible();
  }
  await audit(page, 'form that offboards');

  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose a person.');
  const heir = page.getByLabel('New owner', { exact: true });
  await heir.fill('leo.martins@lumen.example');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(heir).toHaveValue('leo.martins@lumen.example');
  await expect(page.getByRole('main')).toContainText('Leo Martins');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Offboard ${person.who}`);
  await expect(page.getByRole('region', { name: 'API calls' })).toContainText('hand their documents to Leo Martins');
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText(/(\d+) of \1 done/);

  await visit(page, person);
  await expect(page.getByRole('note')).toContainText('Deactivated. This person can’t sign in');
  await audit(page, 'page of somebody archived');
  await page.getByRole('button', { name: 'Reactivate', exact: true }).click();
  await apply(page);
  await visit(page, person);
  await expect(page.getByRole('note')).toHaveCount(0);
});

test('those who must stay are not offboarded, and it is said why', async ({ page }) => {
  await open(page, 'admin');
  await visit(page, PERSONAS.admin);
  await page.getByRole('button', { name: `More about ${PERSONAS.admin.name}` }).click();
  const menu = page.locator('#actions');
  await expect(menu).toContainText('Ask another admin');
  await expect(menu.getByRole('link', { name: 'Offboard…' })).toHaveCount(0);
  await page.goto(`${new URL(page.url()).pathname}/offboard`);
  await expect(page.getByRole('region', { name: 'Not possible' })).toContainText('Ask another admin');
  await audit(page, 'somebody who stays');
});

test('deleting says who gets the documents and wants the name typed', async ({ page, simulator }) => {
  const person = await somebody(simulator, 21);
  await open(page, 'admin');
  await visit(page, person);
  await page.getByRole('button', { name: `More about ${person.name}` }).click();
  await page.getByRole('link', { name: 'Delete…' }).click();
  await expect(page.getByRole('main')).toContainText(`All documents of ${person.name} go to Sigma Portal`);
  await audit(page, 'what deleting does');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByLabel(new RegExp(`Type ${person.email} to confirm`))).toBeVisible();
});
