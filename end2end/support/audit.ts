import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

const RULES = { type: 'tag' as const, values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** A window. Colours do not depend on its size, so each size is looked at in one of the two schemes. */
interface Window {
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
}
const PHONE: Window = { width: 390, height: 844, colorScheme: 'dark' };
const DESK: Window = { width: 1280, height: 900, colorScheme: 'light' };

/** Holds the present page to the accessibility rules, in light and dark, on a phone and on a desk. */
export async function audit(page: Page, state: string) {
  const scripts = await page.evaluate(() => matchMedia('(scripting: enabled)').matches);
  if (scripts) return look(page, state, [PHONE, DESK]);
  // A page without islands is the same page with and without script.
  if (!(await page.content()).includes('<leptos-island')) return;
  const copy = await copyOf(page);
  await look(copy, `${state}, without script`, [PHONE]);
  await copy.context().close();
}

async function look(page: Page, state: string, windows: Window[]) {
  for (const { colorScheme, ...size } of windows) {
    await page.setViewportSize(size);
    // Where the page is scrolled to, the bar that stays on top covers whatever is just below it.
    await page.evaluate(() => scrollTo(0, 0));
    await page.emulateMedia({ colorScheme });
    await drawn(page);
    expect.soft(await violations(page), `${state}, ${colorScheme}, ${size.width} px`).toEqual([]);
    await fits(page, `${state}, ${size.width} px`);
  }
}

/** Until the page is drawn in its new colours: axe reads them off the page, and would mix some of before with some of now. */
async function drawn(page: Page) {
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(changing.map((transition) => transition.finished));
  });
}

async function violations(page: Page): Promise<string[]> {
  // Without frames in our pages, axe's legacy mode finds the same in half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ runOnly: RULES, resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ');
      return `${violation.id}: ${node.target.join(' ')}: ${why}`;
    }),
  );
}

/** Nothing makes the page wider than its window. */
async function fits(page: Page, state: string) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect.soft(content, `${state}: the page is no wider than its window`).toBeLessThanOrEqual(window ?? 0);
}

/** axe cannot work where scripts are off: it gets the same markup in a browser that runs axe's script only. */
async function copyOf(page: Page): Promise<Page> {
  const [url, body] = [page.url(), await page.content()];
  const context = await page.context().browser()!.newContext({ javaScriptEnabled: true, reducedMotion: 'reduce' });
  const copy = await context.newPage();
  const headers = { 'content-security-policy': "script-src 'none'" };
  await copy.route(url, (route) => route.fulfill({ body, headers, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(url);
  return copy;
}
