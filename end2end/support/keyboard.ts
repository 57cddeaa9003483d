import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** More stops than any page of ours has before its form ends. */
const STOPS = 150;

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, target: Locator) {
  for (let n = 0; n < STOPS; n += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
  }
  throw new Error(`${target} cannot be reached by keyboard`);
}

/** What has the focus shows it: by an outline of its own or around it. */
export async function expectFocusShown(target: Locator) {
  const shown = await target.evaluate((element) => {
    const outlined = (e: Element | null): boolean =>
      e !== null && (getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none');
    return outlined(element) || outlined(element.parentElement);
  });
  expect(shown, 'the focus can be seen').toBe(true);
}
