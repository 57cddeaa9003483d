import { readdirSync } from 'node:fs';
import { SITE } from '../support/portal.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const SECRET = 'demo-secret';
const PAGES = ['/', '/members', '/me', '/onboard', '/changes', '/audit', '/sign-in', '/nowhere'];

test('a form of another site is refused', async ({ page, portal, watch }) => {
  watch.foreign = true;
  await open(page, 'admin');
  const form = `<form method="post" action="${portal.url}/api/session/end"><button>Win a prize</button></form>`;
  await page.route('http://prizes.example/', (route) => route.fulfill({ contentType: 'text/html', body: form }));
  await page.goto('http://prizes.example/');
  const answer = page.waitForResponse(`${portal.url}/api/session/end`);
  await page.getByRole('button', { name: 'Win a prize' }).click();
  expect((await answer).status()).toBe(403);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 }), 'still signed in').toHaveText('Hello, Amara');
});

test('a link of another site shows a page and asks Sigma nothing', async ({ page, portal, watch }) => {
  watch.foreign = true;
  await open(page, 'admin');
  const link = `<a href="${portal.url}/settings">Win a prize</a>`;
  await page.route('http://prizes.example/', (route) => route.fulfill({ contentType: 'text/html', body: link }));
  await page.goto('http://prizes.example/');
  await page.getByRole('link', { name: 'Win a prize' }).click();
  const sigma = page.getByRole('region', { name: 'Sigma', exact: true });
  await expect(sigma).toContainText('Not loaded from Sigma yet');
  await sigma.getByRole('link', { name: 'Load from Sigma' }).click();
  await expect(sigma).toContainText('Accepted just now');
});

test('writes are refused unless they come from the portal', async ({ page, portal }) => {
  await open(page, 'admin');
  const send = async (headers: Record<string, string>) =>
    (await page.request.post('/api/directory/refresh', { headers: { accept: 'text/html', ...headers }, maxRedirects: 0 })).status();
  expect(await send({}), 'no word of where from').toBe(403);
  expect(await send({ origin: 'http://prizes.example' })).toBe(403);
  expect(await send({ origin: 'null' })).toBe(403);
  for (const site of ['cross-site', 'same-site', 'none']) {
    expect(await send({ origin: portal.url, 'sec-fetch-site': site }), site).toBe(403);
  }
  expect(await send({ origin: portal.url, 'sec-fetch-site': 'same-origin' }), 'its own').toBe(303);
});

test('the session cookie is out of reach, and a new one at sign-in', async ({ page, context }) => {
  await page.goto('/sign-in');
  const planted = { name: 'portal-demo', value: 'AAAAAAAAAAAAAAAAAAAAAA', url: page.url() };
  await context.addCookies([planted]);
  await open(page, 'admin');
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ name: 'portal-demo', httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(cookies[0]!.value).not.toBe(planted.value);
  const first = cookies[0]!;
  await page.getByRole('button', { name: 'Switch persona' }).click();
  await page.getByRole('button', { name: 'Amara Okafor' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Amara');
  const [second] = await context.cookies();
  expect(second!.value).not.toBe(first.value);
  await context.clearCookies();
  await context.addCookies([first]);
  await page.goto('/members');
  await expect(page, 'the session that was left is over').toHaveURL(/\/sign-in/);
});

test('nobody gets a cookie for looking', async ({ page, context }) => {
  await page.goto('/sign-in');
  await page.goto('/nowhere');
  expect(await context.cookies()).toEqual([]);
});

test('every answer carries the headers that protect it', async ({ page }) => {
  await open(page, 'admin');
  const style = await page.locator('link[rel=stylesheet]').first().getAttribute('href');
  for (const path of [...PAGES, style!, '/static/favicon.svg', '/healthz', '/readyz', '/members/nobody']) {
    const answer = await page.request.get(path, { maxRedirects: 0, headers: { accept: 'text/html' } });
    const headers = answer.headers();
    expect.soft(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    const policy = headers['content-security-policy'] ?? '';
    for (const part of ["frame-ancestors 'none'", "base-uri 'none'", 'default-src']) expect.soft(policy, path).toContain(part);
    expect.soft(policy, path).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|\*/);
    const kept = path === style ? /immutable/ : /no-store|max-age=3600|^$/;
    expect.soft(headers['cache-control'] ?? '', path).toMatch(kept);
    if (answer.status() === 200 && PAGES.includes(path)) expect.soft(headers['cache-control'], path).toBe('no-store');
  }
});

test('a nonce is used once', async ({ page }) => {
  await open(page, 'admin', '/members');
  const nonce = async () => {
    const answer = await page.request.get('/members');
    return /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1];
  };
  const [one, two] = [await nonce(), await nonce()];
  expect(one).toBeTruthy();
  expect(one).not.toBe(two);
});

test('the secret of the credentials is in nothing that is served or logged', async ({ page, portal }) => {
  await open(page, 'admin');
  const assets = readdirSync(SITE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(SITE.length)}/${entry.name}`);
  expect(assets.some((path) => path.endsWith('.wasm'))).toBe(true);
  const waiting = [...PAGES, '/metrics', '/healthz', '/readyz', ...assets];
  const seen = new Map<string, number>();
  let read = 0;
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    // A few pages of each kind are enough of them.
    const kind = path.replace(/\?.*/, '?').replace(/[\w-]{20,}/g, '…');
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    if (count > 3) continue;
    const answer = await page.request.get(path);
    const text = await answer.text();
    expect(text.includes(SECRET), `${path} tells the secret`).toBe(false);
    read += 1;
    if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
    for (const [, link] of text.matchAll(/(?:href|src|action)="(\/[^"#]*)"/g)) waiting.push(link!.replaceAll('&amp;', '&'));
  }
  expect(read, 'pages and assets read').toBeGreaterThan(20);
  expect(portal.log.length).toBeGreaterThan(20);
  expect(portal.log.filter((line) => line.includes(SECRET))).toEqual([]);
});
