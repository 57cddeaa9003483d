import { audit } from '../support/audit.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('an admin makes a token, an HR system onboards with it, and it opens nothing once it is revoked', async ({
  page,
  portal,
  simulator,
}) => {
  await open(page, 'admin', '/settings');
  await page.getByRole('link', { name: 'API tokens' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API tokens');
  await audit(page, 'API tokens, none');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose what the token is for');
  await audit(page, 'API tokens with errors');
  const name = `HR ${test.info().project.name} ${test.info().repeatEachIndex}`;
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('checkbox', { name: /Start onboardings/ }).check();
  await page.getByRole('checkbox', { name: /Read states/ }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  const secret = await page.getByRole('textbox', { name: 'Token', exact: true }).inputValue();
  expect(secret).toMatch(/^sgp_/);
  await audit(page, 'API tokens with a new secret');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Token', exact: true })).toHaveCount(0);

  const email = `hr-${test.info().project.name}@lumen.example`;
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': email };
  const body = JSON.stringify({ email, firstName: 'Hanna', lastName: 'Ritter', accountType: 'View' });
  const begun = await fetch(`${portal.url}/v1/onboardings`, { method: 'POST', headers, body });
  expect(begun.status, await begun.clone().text()).toBe(201);
  const { id } = (await begun.json()) as { id: string };
  await expect(async () => {
    const state = await fetch(`${portal.url}/v1/onboardings/${id}`, { headers });
    expect(((await state.json()) as { state: string }).state).toBe('done');
  }).toPass();
  expect(await simulator.member(email)).toBeTruthy();
  await page.goto(`/changes/${id}`);
  await expect(page.getByRole('main')).toContainText(`${name} (API token of Amara Okafor)`);

  await page.goto('/settings/api-tokens');
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is revoked' })).toBeVisible();
  const refused = await fetch(`${portal.url}/v1/onboardings/${id}`, { headers });
  expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
});
