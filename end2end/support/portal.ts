import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Simulator } from './simulator.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const BIN = process.env.PORTAL_BIN ?? here('../../target/debug/sigma-portal');
/** The built assets. */
export const SITE = process.env.LEPTOS_SITE_ROOT ?? here('../../target/site');

/** How long a portal may take to read its organisation, and to stop. */
const PATIENCE = 30_000;

/** A portal with its own simulated Sigma, in a process of its own. */
export class Portal {
  readonly log: string[] = [];
  url = '';
  simulator!: Simulator;
  private process: ChildProcess;
  /** The simulated Sigma of a portal in service. */
  private beside?: Portal;

  private constructor(command: string, args: string[], env: Record<string, string>) {
    const inherited = { PATH: process.env.PATH ?? '', TMPDIR: process.env.TMPDIR ?? '/tmp' };
    this.process = spawn(BIN, [command, ...(args.includes('--addr') ? [] : ['--addr', '127.0.0.1:0']), ...args], {
      env: { ...inherited, LEPTOS_SITE_ROOT: SITE, PORTAL_LOG_FORMAT: 'json', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Starts a demo and waits until its pages show the organisation. */
  static async demo(args: string[] = []): Promise<Portal> {
    const portal = new Portal('demo', args, {});
    const ready = await portal.line((entry) => 'sigma.url' in entry);
    portal.simulator = new Simulator(String(ready['sigma.url']));
    portal.url = /http:\/\/[\d.:]+/.exec(String(ready.message))?.[0] ?? '';
    try {
      await portal.answers('/readyz');
      await portal.isWhole();
    } catch (error) {
      // Nobody else knows of it: it would live on after the tests.
      portal.process.kill('SIGKILL');
      throw error;
    }
    return portal;
  }

  /** Starts a portal in service beside a simulated Sigma of its own, and waits until it has read the organisation. */
  static async serve(port: number, env: Record<string, string>): Promise<Portal> {
    const sigma = new Portal('simulate', [], {});
    const listens = await sigma.line((entry) => String(entry.message).startsWith('The simulated Sigma listens'));
    const url = /http:\/\/[\d.:]+/.exec(String(listens.message))?.[0] ?? '';
    const portal = new Portal('serve', ['--addr', `127.0.0.1:${port}`], {
      SIGMA_BASE_URL: url,
      SIGMA_CLIENT_ID: 'demo-client',
      SIGMA_CLIENT_SECRET: 'demo-secret',
      PORTAL_PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...env,
    });
    portal.beside = sigma;
    portal.simulator = new Simulator(url);
    portal.url = `http://127.0.0.1:${port}`;
    try {
      await portal.line((entry) => String(entry.message).startsWith('The portal listens'));
      await portal.answers('/readyz');
    } catch (error) {
      portal.process.kill('SIGKILL');
      sigma.process.kill('SIGKILL');
      throw error;
    }
    return portal;
  }

  /** A binary beside the assets of another build would fail every test in ways that mislead. */
  private async isWhole(): Promise<void> {
    const page = await (await fetch(`${this.url}/sign-in`)).text();
    const style = /href="(\/pkg\/[^"]+\.css)"/.exec(page)?.[1];
    if (style && (await fetch(this.url + style)).ok) return;
    throw new Error(`${BIN} and ${SITE} are not of one build: ${style} is missing`);
  }

  /** Waits for a line of the log. */
  private line(wanted: (entry: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const stopped = () => reject(new Error(`${BIN} did not start:\n${this.log.join('\n')}`));
      setTimeout(stopped, PATIENCE).unref();
      this.process.on('error', reject);
      this.process.on('exit', stopped);
      const read = (text: string) => {
        this.log.push(text);
        if (!text.startsWith('{')) return;
        const entry = JSON.parse(text) as Record<string, unknown>;
        if (wanted(entry)) resolve(entry);
      };
      for (const stream of [this.process.stdout, this.process.stderr]) {
        if (stream) createInterface({ input: stream }).on('line', read);
      }
    });
  }

  private async answers(path: string): Promise<void> {
    for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
      // The portal holds nothing back here, so asking again at once is all the waiting there is.
      if ((await fetch(this.url + path)).ok) return;
    }
    throw new Error(`${this.url}${path} is not ready:\n${this.log.join('\n')}`);
  }

  async stop(): Promise<void> {
    await this.beside?.stop();
    if (this.process.exitCode !== null) throw new Error(`the portal died:\n${this.log.slice(-20).join('\n')}`);
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const late = setTimeout(() => this.process.kill('SIGKILL'), PATIENCE);
    const [code] = (await ended) as [number | null];
    clearTimeout(late);
    if (code !== 0) throw new Error(`the portal ended with ${code}:\n${this.log.slice(-20).join('\n')}`);
  }
}
