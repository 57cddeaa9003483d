import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../support/port.ts';
import { Portal } from '../support/portal.ts';
import { Receiver } from '../support/receiver.ts';
import { expect, test as base } from '../support/test.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PROXY_SECRET = 'between-the-two-of-us-and-nobody-else';

const test = base.extend<object, { receiver: Receiver }>({
  receiver: [
    async ({}, use) => {
      const receiver = await Receiver.start();
      await use(receiver);
      await receiver.stop();
    },
    { scope: 'worker' },
  ],
  portal: [
    async ({ receiver }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'portal-'));
      const portal = await Portal.serve(await freePort(), {
        PORTAL_DATA_DIR: folder,
        PORTAL_AUTH: 'proxy',
        PORTAL_PROXY_SECRET: PROXY_SECRET,
        PORTAL_WEBHOOK_URL: receiver.url,
        PORTAL_WEBHOOK_SECRET: SECRET,
      });
      await use(portal);
      await portal.stop();
      await rm(folder, { recursive: true });
      const leak = portal.log.find((line) => line.includes(SECRET) || line.includes('/hook'));
      if (leak) throw new Error(`the log tells the secret: ${leak}`);
    },
    { scope: 'worker' },
  ],
});

test.use({
  extraHTTPHeaders: { 'x-portal-proxy-secret': PROXY_SECRET, 'x-forwarded-email': 'amara.okafor@lumen.example' },
});

test('a webhook is one that the standard’s own library takes', async ({ page, receiver }) => {
  await page.goto('/settings');
  const channels = page.getByRole('region', { name: 'Notifications' });
  await channels.getByRole('button', { name: 'Test Webhook' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Webhook took the test message.' })).toBeVisible();
  await expect(channels.getByRole('row', { name: /^Webhook/ })).toContainText('Works');
  const [message] = receiver.posted;
  const verified = new Webhook(SECRET).verify(message!.body, message!.headers as Record<string, string>);
  expect(verified).toMatchObject({ type: 'portal.test' });
  expect(() => new Webhook(SECRET).verify(`${message!.body} `, message!.headers as Record<string, string>)).toThrow();
});
