import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

interface Narrowing {
  search?: string;
  choose?: Record<string, string>;
  /** Filters by a typed name. */
  name?: Record<string, string>;
}

/** A list with its filter bar: narrows itself while one types, or with the button where scripts are off. */
export class List {
  readonly filter: Locator;
  readonly rows: Locator;
  readonly found: Locator;

  constructor(
    readonly page: Page,
    private script: boolean,
    label: string,
    table: string,
  ) {
    this.filter = page.getByRole('search', { name: label });
    this.rows = page.getByRole('table', { name: table }).getByRole('row').filter({ has: page.getByRole('cell') });
    this.found = page.getByRole('main').getByRole('status').filter({ hasText: /^\s*[\d,]+ (of|events?|changes?)/ });
  }

  get search(): Locator {
    return this.filter.getByRole('searchbox');
  }

  /** Waits until typing narrows the list, which no role tells. */
  async awake() {
    if (this.script) await expect(this.page.locator('.live.is-awake')).toBeVisible();
  }

  async narrow({ search, choose = {}, name = {} }: Narrowing) {
    await this.awake();
    if (search !== undefined) await this.search.fill(search);
    for (const [label, option] of Object.entries(choose)) {
      await this.filter.getByRole('combobox', { name: label }).selectOption({ label: option });
    }
    for (const [label, value] of Object.entries(name)) {
      await this.filter.getByRole('textbox', { name: label }).fill(value);
    }
    if (!this.script) await this.filter.getByRole('button', { name: 'Filter' }).click();
  }

  /** How many rows the list says it found. */
  async count(): Promise<number> {
    const text = await this.found.innerText();
    return Number(/^[\d,  ]+/.exec(text)?.[0].replace(/\D/g, ''));
  }
}

/** The page is at this address; a form sent by the browser itself also names the fields that were left empty. */
export async function expectAddress(page: Page, address: string) {
  const plain = (url: URL) => {
    const given = [...url.searchParams].filter(([, value]) => value !== '');
    return `${url.pathname}?${new URLSearchParams(given)}`;
  };
  const wanted = plain(new URL(address, page.url()));
  await expect.poll(() => plain(new URL(page.url())), { message: `at ${address}` }).toBe(wanted);
}

export const members = (page: Page, script: boolean) => new List(page, script, 'Filter members', 'Members');
export const teams = (page: Page, script: boolean) => new List(page, script, 'Filter teams', 'Teams');
export const changes = (page: Page, script: boolean) => new List(page, script, 'Filter changes', 'Changes, newest first');
export const events = (page: Page, script: boolean) =>
  new List(page, script, 'Filter the audit log', 'Audit events, newest first');
export const workbooks = (page: Page, script: boolean) => new List(page, script, 'Filter workbooks', 'Workbooks');
export const datasets = (page: Page, script: boolean) => new List(page, script, 'Filter datasets', 'Datasets');
export const attributes = (page: Page, script: boolean) =>
  new List(page, script, 'Filter attributes', 'User attributes');
export const workspaces = (page: Page, script: boolean) => new List(page, script, 'Filter workspaces', 'Workspaces');
export const connections = (page: Page, script: boolean) => new List(page, script, 'Filter connections', 'Connections');
/** Documents of every kind. */
export const everyDocument = (page: Page, script: boolean) => new List(page, script, 'Filter documents', 'Documents');
/** The schemas and tables of a connection. */
export const paths = (page: Page, script: boolean) => new List(page, script, 'Filter paths', 'Schemas and tables');
/** The documents that somebody can open. */
export const documents = (page: Page, script: boolean) =>
  new List(page, script, 'Filter documents', 'Documents that can be opened');
/** Everybody who can reach a workspace, connection or document. */
export const people = (page: Page, script: boolean) =>
  new List(page, script, 'Filter people', 'Everyone with access');
/** What everybody has sent regularly. */
export const scheduledExports = (page: Page, script: boolean) =>
  new List(page, script, 'Filter scheduled exports', 'Scheduled exports');
/** Where workbooks are embedded. */
export const embeds = (page: Page, script: boolean) => new List(page, script, 'Filter embeds', 'Embeds');
