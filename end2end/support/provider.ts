import { createPrivateKey, generateKeyPairSync, randomUUID, sign, type JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** Whom the provider knows, by what they type into its sign-in form; any password will do. */
const PEOPLE: Record<string, { email: string; name: string; groups?: string[] }> = {
  amara: { email: 'amara.okafor@lumen.example', name: 'Amara Okafor' },
  leo: { email: 'leo.martins@lumen.example', name: 'Leo Martins' },
  heir: { email: 'amara.okafor@lumen.example', name: 'Amara Other' },
  noor: { email: 'noor.haddad@partner.example', name: 'Noor Haddad', groups: ['Data Users'] },
  kim: { email: 'kim@nowhere.example', name: 'Kim Stranger' },
  jonas: { email: 'jonas.weber@lumen.example', name: 'Jonas Weber', groups: ['Auditors'] },
};

/** A key of its own, so that keys can be rotated. */
function key() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' };
}

/** A token with other claims, signed with this key. */
function signed(
  token: string,
  by: ReturnType<typeof key>,
  change: (claims: Record<string, unknown>) => Record<string, unknown>,
): string {
  const part = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  const [head = '', claims = ''] = token.split('.');
  const parts = [{ ...part(head), kid: by.kid }, change(part(claims))];
  const body = parts.map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.');
  const own = createPrivateKey({ key: by as JsonWebKey, format: 'jwk' });
  return `${body}.${sign('sha256', Buffer.from(body), { key: own, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** A certified OpenID provider, in the process of the test. */
export class OpenIdProvider {
  static readonly client = { id: 'sigma-portal', secret: 'a-secret-of-the-browser-tests' };
  issuer = '';
  private server!: Server;
  /** What is made of the claims of the next ID token, by a provider that errs or lies; signed with its own key. */
  forge?: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Whether the next ID token is signed with a key that is not published, and names it. */
  usesSecretKey = false;
  /** Whether the next code is worth nothing by the time it arrives. */
  expires = false;
  private provider!: Provider;
  /** The keys that are published; the first one signs. */
  private keys = [key()];
  private portal = '';

  /** Starts one that the portal at this address is registered at. */
  static async start(portal: string): Promise<OpenIdProvider> {
    const self = new OpenIdProvider();
    self.server = createServer((request, response) => void self.provider.callback()(request, response));
    self.server.listen(0, '127.0.0.1');
    await once(self.server, 'listening');
    self.issuer = `http://127.0.0.1:${(self.server.address() as AddressInfo).port}`;
    self.portal = portal;
    self.serve();
    return self;
  }

  /** Publishes a further key, which signs nothing yet: the first step of a rotation. */
  announceKey() {
    this.keys.push(key());
    this.serve();
  }

  /** Signs with the key that was announced from now on, and publishes the former no more. */
  rotateKeys() {
    this.keys = this.keys.slice(-1);
    this.serve();
  }

  /** Begins anew with its present keys; it forgets whom it has signed in. */
  private serve() {
    const { portal } = this;
    const configuration: Configuration = {
      clients: [
        {
          client_id: OpenIdProvider.client.id,
          client_secret: OpenIdProvider.client.secret,
          redirect_uris: [`${portal}/sign-in/callback`],
          post_logout_redirect_uris: [`${portal}/sign-in`],
          backchannel_logout_uri: `${portal}/sign-in/back-channel-logout`,
          backchannel_logout_session_required: true,
          id_token_signed_response_alg: 'ES256',
        },
      ],
      jwks: { keys: this.keys },
      cookies: { keys: ['browser tests'] },
      claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
      features: { backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
      // Its own would not call a portal on this machine.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
      enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => Promise.resolve({ sub: id, email_verified: true, ...PEOPLE[id] }),
      }),
    };
    this.provider = new Provider(this.issuer, configuration);
    this.provider.use(async (context, next) => {
      if (this.expires && context.path === '/token') {
        // What it says itself a minute later; nobody waits for that here.
        this.expires = false;
        context.status = 400;
        context.body = { error: 'invalid_grant', error_description: 'grant request is invalid' };
        return;
      }
      await next();
      const answer = context.body as { id_token?: string } | undefined;
      if (!(this.forge || this.usesSecretKey) || !answer?.id_token) return;
      const own = this.usesSecretKey ? key() : this.keys[0]!;
      answer.id_token = signed(answer.id_token, own, this.forge ?? ((claims) => claims));
      this.forge = undefined;
      this.usesSecretKey = false;
    });
    // What it has to say about its own set-up is no matter of the tests.
    this.provider.on('server_error', (_context, error) => console.error(error));
    this.provider.on('backchannel.error', (_context, error) => console.error(error));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }
}
