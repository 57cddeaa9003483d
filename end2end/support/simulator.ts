/** What goes wrong; see the simulator's own description of faults. */
export interface Faults {
  isDown?: boolean;
  latency?: { fixedMs: number };
  rules?: { operation: string; when?: 'always' | { times: number }; effect: Effect }[];
}

export type Effect =
  | 'cutBefore'
  | 'cutAfter'
  | { slowMs: number }
  | { answer: { status: number; body?: unknown; html?: string; retryAfter?: string } };

interface Journal {
  counts: Record<string, { calls: number; duplicates: number }>;
  entries: { operation: string; path: string; body?: unknown; status: number | null; isDuplicate: boolean }[];
}

export interface Member {
  memberId: string;
  email: string;
  firstName: string;
  lastName: string;
  memberType: string;
}

/** The simulated Sigma behind a portal: its control surface, and its API past the portal's back. */
export class Simulator {
  private token: string | undefined;
  private first: Promise<Member[]> | undefined;

  constructor(readonly url: string) {}

  private async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/__simulator/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  break(faults: Faults): Promise<void> {
    return this.control('PUT', 'faults', faults);
  }

  mend(): Promise<void> {
    return this.control('DELETE', 'faults');
  }

  journal(): Promise<Journal> {
    return this.control('GET', 'journal');
  }

  /** Invitations mailed to an address. */
  async invitations(email: string): Promise<number> {
    const all = await this.control<{ email: string }[]>('GET', 'invitations');
    return all.filter((mail) => mail.email.toLowerCase() === email.toLowerCase()).length;
  }

  /** Calls Sigma's API as another client would. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    this.token ??= await this.signIn();
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  private async signIn(): Promise<string> {
    // Sigma grants one token a second, and the portal may have just had it.
    await this.control('PUT', 'limits', { tokensPerSecond: null });
    const response = await fetch(`${this.url}/v2/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'demo-client',
        client_secret: 'demo-secret',
      }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    return access_token;
  }

  async members(): Promise<Member[]> {
    const { entries } = await this.api<{ entries: Member[] }>('GET', '/v2.1/members?limit=1000');
    return entries;
  }

  /** The members as they were when first asked for: whoever is changed since keeps their place in it. */
  roster(): Promise<Member[]> {
    this.first ??= this.members();
    return this.first;
  }

  async member(email: string): Promise<Member | undefined> {
    return (await this.members()).find((member) => member.email === email);
  }
}
