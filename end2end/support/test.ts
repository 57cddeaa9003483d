import { test as base, expect } from '@playwright/test';
import { Portal } from './portal.ts';
import type { Simulator } from './simulator.ts';
import { Watch } from './watch.ts';

interface PerTest {
  /** What must not happen on any page. */
  watch: Watch;
  simulator: Simulator;
  /** Whether scripts run: journeys are the same, the way to press a few things differs. */
  script: boolean;
}

interface PerWorker {
  portal: Portal;
}

/** A demo of its own for a worker; what it must never log is looked for at the end. */
export async function serve(use: (portal: Portal) => Promise<void>, args: string[] = []) {
  const portal = await Portal.demo(args);
  await use(portal);
  await portal.stop();
  const leak = portal.log.find((line) => line.includes('demo-secret'));
  if (leak) throw new Error(`the log tells the secret: ${leak}`);
  const panic = portal.log.find((line) => /panicked/.test(line));
  if (panic) throw new Error(`the portal panicked: ${panic}`);
}

export const test = base.extend<PerTest, PerWorker>({
  portal: [async ({}, use) => serve(use), { scope: 'worker' }],
  baseURL: async ({ portal }, use) => use(portal.url),
  script: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),
  simulator: async ({ portal }, use) => {
    await use(portal.simulator);
    await portal.simulator.mend();
  },
  watch: [
    async ({ context, portal, script }, use) => {
      const watch = new Watch(context, portal.url, script);
      await use(watch);
      expect(watch.troubles, 'nothing goes wrong behind the pages').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/**
 * The same on a portal that no other file uses, for a file whose deeds are felt by all who use it. Workers are told apart by the
 * function of their fixture, so each call makes one.
 */
export const testAlone = () => test.extend<object, PerWorker>({ portal: [async ({}, use) => serve(use), { scope: 'worker' }] });
