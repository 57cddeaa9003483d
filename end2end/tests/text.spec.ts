import type { Page } from '@playwright/test';
import { apply } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { somebody } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

/** A name as somebody with rights in Sigma may give it: turned around, without a space, longer than any line. */
const NAME = `\u202eweiV${'x'.repeat(400)}`;
const SHOWN = '[U+202E]weiV';

/** Reads the directory from Sigma again. */
async function read(page: Page) {
  await page.getByRole('button', { name: 'Sync the directory now' }).click();
  await expect(page.getByRole('main')).toBeVisible();
}

async function sideways(page: Page): Promise<number> {
  const [content, window] = [
    await page.locator('html').evaluate((html) => html.scrollWidth),
    await page.locator('html').evaluate((html) => html.clientWidth),
  ];
  return content - window;
}

test('a name of 400 letters widens no page, and one that is turned around turns nothing', async ({ page, simulator }) => {
  const person = await somebody(simulator, 25);
  await simulator.api('PATCH', `/v2/members/${person.memberId}`, { firstName: NAME, lastName: NAME });
  const { entries } = await simulator.api<{ entries: { teamId: string; name: string }[] }>('GET', '/v2/teams?limit=100');
  const team = entries.find(({ name }) => name === 'E-Commerce')!;
  await simulator.api('PATCH', `/v2/teams/${team.teamId}`, { name: NAME, description: NAME });
  await open(page, 'admin', '/teams');
  await read(page);
  await expect(async () => {
    await page.goto(`/members/${person.memberId}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(SHOWN, { timeout: 500 });
  }).toPass();

  const member = `/members/${person.memberId}`;
  const pages = ['/teams', `/members?q=${person.email}`, member, `${member}/edit`, `${member}/offboard`, `/teams/${team.teamId}`, '/access'];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const path of pages) {
      await page.goto(path);
      expect(await sideways(page), `${path} at ${width} px`).toBeLessThanOrEqual(0);
    }
  }

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${member}/edit`);
  await page.getByLabel('First name').fill('Mia');
  await page.getByRole('button', { name: 'Review change' }).click();
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toContainText(SHOWN);
  await expect(title).toContainText(`<${person.email}>`);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await sideways(page), `the plan at ${width} px`).toBeLessThanOrEqual(0);
  }
  await apply(page);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText('1 of 1 done');
});

test('a link that leads elsewhere for a browser leads to the start page', async ({ page, portal }) => {
  await page.goto('/sign-in?next=/%09/evil.example');
  await page.getByRole('button', { name: 'Amara Okafor' }).click();
  await expect(page).toHaveURL(`${portal.url}/`);
});
