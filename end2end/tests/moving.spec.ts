import { audit } from '../support/audit.ts';
import { somebody } from '../support/people.ts';
import { apply } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('people ticked on a team’s page move to another team in one change', async ({ page }) => {
  await open(page, 'admin', '/teams?q=Support');
  await page.getByRole('rowheader').getByRole('link').first().click();
  const members = page.getByRole('region', { name: 'Members' });
  await members.getByRole('checkbox', { name: /^Select / }).last().check();
  await audit(page, 'members ticked on a team’s page');
  await members.getByRole('button', { name: 'Move to another team' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Move 1 person to another team');
  await page.getByLabel('Team to join').fill('Treasury');
  await audit(page, 'moving people');
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Move .+ from team .+ to team Treasury$/);
  await apply(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done.');
});

test('people of a pasted list are selected, and a slip is one press', async ({ page, simulator }) => {
  const [first, second] = [await somebody(simulator, 40, 'View'), await somebody(simulator, 41, 'View')];
  await open(page, 'admin', '/members');
  await page.getByRole('link', { name: 'Select from a list' }).click();
  await page.getByRole('textbox', { name: 'People' }).fill(`${first.name} <${first.email}>\nx${second.email}\nnobody at all`);
  await page.getByRole('button', { name: 'Check list' }).click();
  const unclear = page.getByRole('region', { name: 'No clear match' });
  await expect(unclear).toContainText(`Did you mean ${second.name}?`);
  await audit(page, 'a pasted list with slips');
  await unclear.getByRole('button', { name: `Use ${second.email}` }).click();
  await unclear.getByRole('button', { name: 'Skip this line' }).click();
  await expect(page.getByRole('region', { name: 'Found' })).toContainText(first.email);
  await page.getByRole('button', { name: 'Add to a team' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add 2 people to a team');
});
