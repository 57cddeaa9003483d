import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { freePort } from '../support/port.ts';
import { Portal } from '../support/portal.ts';
import { OpenIdProvider } from '../support/provider.ts';

/** A portal in service that signs people in at a certified provider. */
interface Company {
  portal: Portal;
  provider: OpenIdProvider;
}

/** Starts both, and stops them when they were used. */
async function withCompany(use: (company: Company) => Promise<void>) {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'portal-'));
  const provider = await OpenIdProvider.start(`http://127.0.0.1:${port}`);
  const portal = await Portal.serve(port, {
    PORTAL_DATA_DIR: folder,
    PORTAL_AUTH: 'oidc',
    PORTAL_OIDC_ISSUER: provider.issuer,
    PORTAL_OIDC_CLIENT_ID: OpenIdProvider.client.id,
    PORTAL_OIDC_CLIENT_SECRET: OpenIdProvider.client.secret,
    PORTAL_OIDC_NAME: 'Lumen ID',
    PORTAL_VISITOR_GROUPS: 'Data Users',
    PORTAL_AUDITOR_GROUPS: 'Auditors',
    PORTAL_CONTACT: 'it@lumen.example',
  });
  try {
    await use({ portal, provider });
  } finally {
    await portal.stop();
    await provider.stop().catch(() => undefined);
    await rm(folder, { recursive: true });
  }
}

const test = base.extend<object, { company: Company }>({
  company: [({}, use) => withCompany(use), { scope: 'worker' }],
  baseURL: async ({ company }, use) => use(company.portal.url),
});

/** Signs in at the provider, whose pages are its own. */
async function signIn(page: Page, who: string) {
  await page.locator('input[name=login]').fill(who);
  await page.locator('input[name=password]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a page that is asked for comes after the sign-in, and signing out ends it on both sides', async ({ page, company }) => {
  await page.goto('/members?q=weber');
  await expect(page).toHaveURL(new RegExp(`^${company.provider.issuer}/interaction/`));
  await signIn(page, 'amara');
  await expect(page).toHaveURL('/members?q=weber');
  await expect(page.getByRole('button', { name: 'account menu' })).toContainText('Amara Okafor');
  await page.goto('/me/sessions');
  await expect(page.getByRole('row').filter({ hasText: 'This browser' })).toHaveCount(1);
  await audit(page, 'own sessions');
  await page.getByRole('button', { name: 'account menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(new RegExp(`^${company.provider.issuer}/session/end`));
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await expect(page.getByRole('link', { name: 'Sign in with Lumen ID' })).toBeVisible();
  await audit(page, 'sign-in page with a provider');
  await page.goto('/members');
  await expect(page.locator('input[name=login]'), 'the provider asks again').toBeVisible();
});

test('a person without an account is a visitor by their group, and a stranger is told what to do', async ({ page }) => {
  await page.goto('/');
  await signIn(page, 'noor');
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Noor');
  await expect(page.getByRole('region', { name: 'You don’t have a Sigma account yet' })).toContainText('it@lumen.example');
  await audit(page, 'page of a visitor');
  await page.context().clearCookies();
  await page.goto('/');
  await signIn(page, 'kim');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This portal isn’t open to your account');
  await expect(page.getByRole('main')).toContainText('kim@nowhere.example');
  await audit(page, 'page of a stranger');
});

test('an address that was given to somebody else is noticed', async ({ page }) => {
  await page.goto('/me');
  await signIn(page, 'amara');
  await expect(page).toHaveURL('/me');
  await page.context().clearCookies();
  await page.goto('/me');
  await signIn(page, 'heir');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This address belongs to another account');
});

test('an answer works once and in the browser that asked', async ({ page, browser }) => {
  await page.goto('/me');
  const answered = page.waitForRequest((request) => request.url().includes('/sign-in/callback?'));
  await signIn(page, 'leo');
  const answer = (await answered).url();
  await expect(page).toHaveURL('/me');
  const again = await page.goto(answer);
  expect(again?.status(), 'it is taken twice').toBe(400);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  expect((await other.goto(answer))?.status(), 'another browser may use it').toBe(400);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('This sign-in can’t be used');
  await elsewhere.close();
});

test('who signs out at the provider is signed out here', async ({ page, company }) => {
  await page.goto('/me');
  await signIn(page, 'leo');
  await expect(page).toHaveURL('/me');
  await page.goto(`${company.provider.issuer}/session/end`);
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.goto('/me');
  await expect(page.locator('input[name=login]')).toBeVisible();
});

test('a group of the provider makes an auditor of a team manager', async ({ page }) => {
  await page.goto('/audit');
  await signIn(page, 'jonas');
  await expect(page).toHaveURL('/audit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await expect(page.getByRole('link', { name: 'Onboard' })).toHaveCount(0);
});

for (const [what, forge] of [
  ['another issuer', (claims: Record<string, unknown>) => ({ ...claims, iss: 'https://id.elsewhere.example' })],
  ['another audience', (claims: Record<string, unknown>) => ({ ...claims, aud: 'another-portal' })],
  ['a past time', (claims: Record<string, unknown>) => ({ ...claims, exp: 1_000_000_000 })],
] as const) {
  test(`an ID token of ${what} signs nobody in`, async ({ page, company }) => {
    company.provider.forge = forge;
    await page.goto('/me');
    await signIn(page, 'leo');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The portal doesn’t accept this sign-in');
    await audit(page, 'sign-in that is not accepted');
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(page, 'the provider knows them by now').toHaveURL('/');
  });
}

test('an ID token of another sign-in signs nobody in', async ({ page, company }) => {
  company.provider.forge = (claims) => ({ ...claims, nonce: 'of-another-sign-in' });
  await page.goto('/me');
  await signIn(page, 'leo');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in can’t be used');
});

test('a code that has expired leads to a page to begin again from', async ({ page, company }) => {
  company.provider.expires = true;
  await page.goto('/me');
  await signIn(page, 'leo');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in has expired');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
});

test('a key that the provider doesn’t publish signs nobody in', async ({ page, company }) => {
  company.provider.usesSecretKey = true;
  await page.goto('/me');
  await signIn(page, 'leo');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The portal doesn’t accept this sign-in');
  await expect(page.getByRole('main')).toContainText('could not be verified, so you were not signed in');
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page, 'the provider knows them by now').toHaveURL('/');
});

test('after the provider has rotated its keys people stay signed in, and others sign in', async ({ browser }) => {
  // One that has not asked for keys yet: it does so at most once a minute.
  await withCompany(async ({ portal, provider }) => {
    // As providers do it: the next key is published before it signs, and the former goes when it signs no more.
    provider.announceKey();
    const another = () => browser.newPage({ baseURL: portal.url });
    const [before, after] = [await another(), await another()];
    await before.goto('/me');
    await signIn(before, 'amara');
    await expect(before).toHaveURL('/me');
    provider.rotateKeys();
    await after.goto('/me');
    await signIn(after, 'leo');
    await expect(after).toHaveURL('/me');
    await expect(after.getByRole('button', { name: 'account menu' })).toContainText('Leo Martins');
    await before.goto('/teams');
    await expect(before.getByRole('heading', { level: 1 })).toHaveText('Teams');
    await Promise.all([before.close(), after.close()]);
  });
});

// The last of the file: the provider does not come back.
test('while the provider is down, who is signed in goes on and everyone else is told', async ({ page, company }) => {
  await page.goto('/me');
  await signIn(page, 'amara');
  await expect(page).toHaveURL('/me');
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'portal-'));
  const issuer = company.provider.issuer;
  await company.provider.stop();
  await page.goto('/teams');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Teams');
  // Another portal that has never heard of the provider.
  const late = await Portal.serve(port, {
    PORTAL_DATA_DIR: folder,
    PORTAL_AUTH: 'oidc',
    PORTAL_OIDC_ISSUER: issuer,
    PORTAL_OIDC_CLIENT_ID: OpenIdProvider.client.id,
    PORTAL_OIDC_NAME: 'Lumen ID',
  });
  const answer = await page.goto(`${late.url}/me`);
  expect(answer?.status()).toBe(503);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in isn’t available right now');
  await audit(page, 'sign-in that is not available');
  await late.stop();
  await rm(folder, { recursive: true });
});
