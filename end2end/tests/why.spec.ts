import { audit } from '../support/audit.ts';
import { somebody } from '../support/people.ts';
import { apply } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('from the question why somebody has access to its end', async ({ page, simulator }) => {
  const person = await somebody(simulator, 42, 'View');
  await open(page, 'admin', `/members/${person.memberId}`);
  const reached = page.getByRole('region', { name: 'Workspaces' });
  await reached.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^Why ${person.name} can open `));
  const reasons = page.getByRole('region', { name: 'Reasons' });
  await expect(reasons).toContainText('Member of team');
  await audit(page, 'why somebody has access');
  const remove = reasons.getByRole('button', { name: /^Remove from / }).first();
  const team = (await remove.innerText()).replace('Remove from ', '');
  await expect(reasons).toContainText(/Loses |Keeps /);
  await remove.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`from team ${team}`);
  await apply(page);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done.');
});

test('one’s own access is explained, with nothing to press', async ({ page }) => {
  await open(page, 'member', '/me');
  await page.getByRole('region', { name: 'Workspaces' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Why Leo Martins can open /);
  await expect(page.getByRole('region', { name: 'Reasons' }).getByRole('button')).toHaveCount(0);
  await audit(page, 'why one has access oneself');
});
