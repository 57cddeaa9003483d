import { audit } from '../support/audit.ts';
import { PERSONAS, enter, open, type Persona } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const SEES: Record<Persona, { start: string; nav: string[] }> = {
  admin: { start: 'Hello, Amara', nav: ['Overview', 'Members', 'My access', 'Onboard', 'Changes', 'Audit log'] },
  manager: { start: 'Hello, Jonas', nav: ['Overview', 'Members', 'My access', 'Changes'] },
  auditor: { start: 'Hello, Priya', nav: ['Overview', 'Members', 'My access', 'Changes', 'Audit log'] },
  member: { start: 'Hello, Leo', nav: ['Start', 'Get access', 'Requests', 'My access', 'Changes'] },
  visitor: { start: 'Hello, Noor', nav: ['Start', 'Get access', 'Requests'] },
};

for (const [persona, { start, nav }] of Object.entries(SEES) as [Persona, (typeof SEES)[Persona]][]) {
  test(`${persona} signs in and finds what the role may see`, async ({ page }) => {
    await enter(page, persona);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(start);
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('listitem').getByRole('link');
    await expect(links).toContainText(nav);
    await expect(page.getByRole('complementary', { name: 'Demo' })).toContainText(`You are ${PERSONAS[persona].name}`);
    await audit(page, `start page of ${persona}`);
  });
}

test('the sign-in page says that it is a demo', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle('Sign in · Sigma portal');
  for (const { name, role } of Object.values(PERSONAS)) {
    await expect(page.getByRole('button', { name })).toContainText(role);
  }
  await expect(page.getByRole('main')).toContainText('This is a demo.');
  await audit(page, 'sign-in page');
});

test('a deep link opened signed out is kept over the sign-in, query and all', async ({ page }) => {
  await enter(page, 'admin', '/members?q=weber&status=active&sort=-name');
  await expect(page).toHaveURL('/members?q=weber&status=active&sort=-name');
  await expect(page.getByRole('search', { name: 'Filter members' }).getByRole('searchbox')).toHaveValue('weber');
  await page.goto('/sign-in?next=/changes');
  await expect(page, 'who is signed in already goes straight on').toHaveURL('/changes');
});

test('sign-in leads to no other site', async ({ page }) => {
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    await page.context().clearCookies();
    await enter(page, 'admin', `/sign-in?next=${encodeURIComponent(next)}`);
    await expect(page).toHaveURL('/');
  }
});

test('signing out ends it, also for pages gone back to', async ({ page }) => {
  await open(page, 'admin', '/members');
  await page.getByRole('button', { name: 'account menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a demo user');
  await page.goBack();
  await expect(page, 'nothing of the signed-in page is kept').toHaveURL(/\/sign-in/);
  await page.goto('/members');
  await expect(page).toHaveURL('/sign-in?next=%2Fmembers');
});

test('another persona is a button away', async ({ page }) => {
  await open(page, 'admin');
  await page.getByRole('button', { name: 'Switch persona' }).click();
  await page.getByRole('button', { name: PERSONAS.auditor.name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Priya');
  await expect(page.getByRole('link', { name: 'Onboard a person' })).toHaveCount(0);
});
