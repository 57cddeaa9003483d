import type { BrowserContext, ConsoleMessage, Page, Request, Response } from '@playwright/test';

/** Notices what a person would not, but must not happen: see `troubles`. */
export class Watch {
  readonly troubles: string[] = [];
  /** This test visits another site on purpose. */
  foreign = false;
  private excused = new Set<number>();

  constructor(
    context: BrowserContext,
    private own: string,
    private script: boolean,
  ) {
    context.on('page', (page) => this.follow(page));
    context.on('console', (message) => this.heard(message));
    context.on('response', (response) => this.answered(response));
    context.on('requestfailed', (request) => this.failed(request));
  }

  /** This test expects answers with this status; every other 5xx fails it. */
  excuse(status: number) {
    this.excused.add(status);
  }

  private follow(page: Page) {
    page.on('pageerror', (error) => this.troubles.push(`error on ${page.url()}: ${error.stack ?? error.message}`));
    page.on('crash', () => this.troubles.push(`${page.url()} crashed`));
  }

  private heard(message: ConsoleMessage) {
    // Answers with an error status are judged by `answered`, where it is known which page asked for what.
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.type() === 'error' || /Content Security Policy|hydrat|panick/i.test(message.text())) {
      this.troubles.push(`console ${message.type()} at ${message.location().url}: ${message.text()}`);
    }
  }

  private answered(response: Response) {
    const request = response.request();
    if (!this.foreign && !response.url().startsWith(this.own)) {
      this.troubles.push(`asked a foreign server: ${response.url()}`);
    }
    const [status, isPage] = [response.status(), request.resourceType() === 'document'];
    // A page may answer 403, 404 or 422; what a page is made of may not.
    if (status >= (isPage ? 500 : 400) && !this.excused.has(status)) {
      this.troubles.push(`${request.method()} ${response.url()} answered ${status}`);
    }
  }

  private failed(request: Request) {
    const why = request.failure()?.errorText ?? '';
    // The browser gives up what is under way when a page is left, and fetches no script where scripts are off.
    const given = this.script ? ['net::ERR_ABORTED'] : ['net::ERR_ABORTED', 'csp'];
    if (!given.includes(why)) this.troubles.push(`${request.method()} ${request.url()} failed: ${why}`);
  }
}
