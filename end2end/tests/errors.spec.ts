import { audit } from '../support/audit.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const MISSING = ['/nowhere', '/members/nobody', '/members/nobody/edit', '/changes/01890a5d-ac96-774b-bcce-b302099a8057'];

test('what does not exist says so, with a way back', async ({ page }) => {
  await open(page, 'admin');
  for (const path of MISSING) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  }
  await page.getByText('For the portal’s admins').click();
  await expect(page.getByText('request id')).toBeVisible();
  await audit(page, 'page that does not exist');
  await page.getByRole('main').getByRole('link', { name: 'Start page' }).click();
  await expect(page).toHaveURL('/');
});

test('a page that does not exist is one also for somebody signed out', async ({ page }) => {
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
  await audit(page, 'page that does not exist, signed out');
});

test('forbidden, wrong way and unreadable have pages of their own', async ({ page, portal }) => {
  await open(page, 'member');
  expect((await page.goto('/audit'))?.status()).toBe(403);
  await audit(page, 'forbidden');
  expect((await page.goto('/api/session/end'))?.status()).toBe(405);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Method not allowed');
  const headers = { origin: portal.url, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  const unreadable = await page.request.post('/api/teams/compare-members', { headers, data: 'mode=nonsense' });
  expect(unreadable.status()).toBe(400);
  expect(await unreadable.text()).toContain('This form was not understood');
  const large = await page.request.post('/api/changes/accept', { headers, data: `id=${'x'.repeat(600_000)}` });
  expect(large.status()).toBe(413);
  expect(await large.text()).toContain('That is more than fits');
});
