import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** The steps of a plan or journal. */
export function steps(page: Page, region: 'API calls' | 'Journal') {
  return page.getByRole('region', { name: region }).getByRole('listitem').filter({ has: page.getByRole('heading') });
}

/** The steps of a journal that are in a state. */
export function inState(page: Page, state: string) {
  return steps(page, 'Journal').filter({ has: page.getByText(state, { exact: true }) });
}

/** Checks a plan that is shown before anything is sent: its steps as they are worded. */
export async function expectPlan(page: Page, title: string | RegExp, titles: (string | RegExp)[]) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByText('Not applied yet')).toBeVisible();
  const calls = page.getByRole('region', { name: 'API calls' });
  await unfold(calls);
  await expect(calls.getByRole('heading', { level: 3 })).toHaveText(titles);
}

/** Opens a panel whose content is behind a press. */
export async function unfold(panel: Locator) {
  if ((await panel.locator('details.fold[open]').count()) === 0) await panel.locator('details.fold > summary').click();
}

/** Asks for somebody to join some team they are not in, from their page; returns the change's title. */
export async function planToJoin(page: Page, name: string): Promise<string> {
  const teams = page.getByRole('region', { name: 'Teams' });
  const others = [];
  for (const team of ['Quality', 'Treasury', 'Procurement']) {
    if ((await teams.getByRole('link', { name: team, exact: true }).count()) === 0) others.push(team);
  }
  const team = others[0]!;
  await teams.getByLabel('Team to join').fill(team);
  await teams.getByRole('button', { name: 'Add', exact: true }).click();
  return `Add ${name} to team ${team}`;
}

export async function apply(page: Page) {
  const confirm = page.getByLabel(/ to confirm$/);
  if ((await confirm.count()) > 0 && (await confirm.inputValue()) === '') {
    const [, phrase] = / Type (.+) to confirm$/.exec(await page.locator('label[for=confirmation]').innerText()) ?? [];
    await confirm.fill(phrase!);
  }
  await page.getByRole('button', { name: 'Apply change' }).click();
}

/** The change on the page is done: every step of it. */
export async function expectDone(page: Page, title: string | RegExp, count: number) {
  await expect(page).toHaveURL(/\/changes\/[\w-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByRole('region', { name: 'Journal' })).toContainText(`${count} of ${count} done`);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done.');
  await unfold(page.getByRole('region', { name: 'Journal' }));
  await expect(inState(page, 'Done')).toHaveCount(count);
}
