import { audit } from '../support/audit.ts';
import { somebody } from '../support/people.ts';
import { apply } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('picked people get an account type', async ({ page, simulator }) => {
  const person = await somebody(simulator, 24);
  await open(page, 'admin');
  await page.goto(`/members?q=${encodeURIComponent(person.email)}`);
  const set = page.getByRole('button', { name: 'Set account type' });
  await expect(set).toBeHidden();
  await page.getByRole('checkbox', { name: `Select ${person.name}` }).check();
  await expect(set).toBeVisible();
  await audit(page, 'list with a selection');
  await set.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set the account type of 1 person');
  await expect(page.getByRole('region', { name: 'Selected' })).toContainText(person.email);
  await page.getByRole('radio', { name: /^Contractor/ }).check();
  await audit(page, 'form for several people');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^Change ${person.who} from .* to Contractor$`));
  await apply(page);
  await page.goto(`/members?q=${encodeURIComponent(person.email)}`);
  await expect(page.getByRole('row').filter({ hasText: person.email })).toContainText('Contractor');
});

test('all that match want their number typed', async ({ page }) => {
  await open(page, 'admin');
  await page.goto('/members?status=active');
  await page.getByRole('checkbox', { name: /^Select / }).first().check();
  await page.getByRole('checkbox', { name: /^All \d+ members$/ }).check();
  await page.getByRole('button', { name: 'Offboard', exact: true }).click();
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(/^Offboard \d+ people$/);
  await expect(page.getByRole('region', { name: 'Left out' })).toContainText('owns the API credentials');
  await audit(page, 'offboarding of many');
  await page.getByRole('radio', { name: /^Archive them/ }).check();
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(title).toHaveText(/^Offboard \d+ people$/);
  await expect(page.getByText('Not applied yet')).toBeVisible();
  await expect(page.getByLabel(/Type \d+ people to confirm/)).toBeVisible();
});
