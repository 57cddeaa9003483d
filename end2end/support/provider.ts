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

/** A certified OpenID provider, in the process of the test. */
export class OpenIdProvider {
  static readonly client = { id: 'sigma-portal', secret: 'a-secret-of-the-browser-tests' };
  issuer = '';
  private server!: Server;
  /** What is made of the claims of the next ID token, by a provider that errs or lies; signed with its own key. */
  forge?: (claims: Record<string, unknown>) => Record<string, unknown>;
  /** Whether the next code is worth nothing by the time it arrives. */
  expires = false;
  private provider!: Provider;
  private key = key();

  /** Starts one that the portal at this address is registered at. */
  static async start(portal: string): Promise<OpenIdProvider> {
    const self = new OpenIdProvider();
    self.server = createServer((request, response) => void self.provider.callback()(request, response));
    self.server.listen(0, '127.0.0.1');
    await once(self.server, 'listening');
    self.issuer = `http://127.0.0.1:${(self.server.address() as AddressInfo).port}`;
    self.serve(portal);
    return self;
  }

  /** Begins anew with another key, as after a rotation without overlap. */
  serve(portal: string) {
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
      jwks: { keys: [this.key] },
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
      if (!this.forge || !answer?.id_token) return;
      answer.id_token = this.signed(answer.id_token, this.forge);
      this.forge = undefined;
    });
    // What it has to say about its own set-up is no matter of the tests.
    this.provider.on('server_error', (_context, error) => console.error(error));
    this.provider.on('backchannel.error', (_context, error) => console.error(error));
  }

  /** A token with other claims, signed as the provider signs. */
  private signed(token: string, change: (claims: Record<string, unknown>) => Record<string, unknown>): string {
    const [head = '', claims = ''] = token.split('.');
    const changed = change(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>);
    const body = `${head}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`;
    const own = createPrivateKey({ key: this.key as JsonWebKey, format: 'jwk' });
    return `${body}.${sign('sha256', Buffer.from(body), { key: own, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }
}
