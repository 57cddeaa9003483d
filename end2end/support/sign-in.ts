import type { Browser, Page } from '@playwright/test';
import { expect } from './test.ts';

/** The demo's personas, by role. */
export const PERSONAS = {
  admin: { name: 'Amara Okafor', email: 'amara.okafor@lumen.example', role: 'Admin' },
  manager: { name: 'Jonas Weber', email: 'jonas.weber@lumen.example', role: 'Team manager' },
  auditor: { name: 'Priya Raman', email: 'priya.raman@lumen.example', role: 'Auditor' },
  member: { name: 'Leo Martins', email: 'leo.martins@lumen.example', role: 'Member' },
  visitor: { name: 'Noor Haddad', email: 'noor.haddad@lumen.example', role: 'Visitor' },
} as const;

export type Persona = keyof typeof PERSONAS;

/** Opens a page and signs in the way a person would: by its address, through the sign-in page. */
export async function enter(page: Page, persona: Persona, path = '/') {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a demo user');
  await page.getByRole('button', { name: PERSONAS[persona].name }).click();
  await isSignedIn(page, persona);
}

/**
 * Opens a page signed in as a persona. The form of the sign-in page is sent without showing it, as most tests are about what
 * comes after. The page's address counts as typed: what Sigma would have to be asked for is not on it (see `enter`).
 */
export async function open(page: Page, persona: Persona, path = '/') {
  const form = await page.request.get('/sign-in');
  const headers = { origin: new URL(form.url()).origin };
  await page.request.post('/api/session/begin', { form: { persona, next: '/' }, headers, maxRedirects: 0 });
  await page.goto(path);
  await isSignedIn(page, persona);
}

async function isSignedIn(page: Page, persona: Persona) {
  await expect(page.getByRole('button', { name: 'account menu' })).toContainText(PERSONAS[persona].name);
}

/** Somebody else, in a browser of their own. */
export async function another(browser: Browser, url: string, script: boolean, persona: Persona, path = '/'): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: script });
  const page = await context.newPage();
  await open(page, persona, path);
  return page;
}
