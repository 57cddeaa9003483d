import { defineConfig, devices } from '@playwright/test';
import { existsSync } from 'node:fs';

/** The browsers that scripts/setup installs, the first that is there; Playwright's own where there is none. */
const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // Each worker runs a portal and a simulator of its own beside its browser: two cores carry two of them.
  workers: 2,
  forbidOnly: !!process.env.CI,
  // Sigma's client tries for up to 15 s before it gives up on a Sigma that is down.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./support/reporter.ts']],
  reportSlowTests: { max: 15, threshold: 30_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    // axe must not meet colours half-way through a transition.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.PORTAL_CHROMIUM ?? installed,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'js' },
    { name: 'plain', testIgnore: '**/*.hydrate.spec.ts', use: { javaScriptEnabled: false } },
  ],
});
