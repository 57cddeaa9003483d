import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail comes a while after what it tells of, so that what follows soon after comes in the same one. */
const PATIENCE = 45_000;

/** A mail server of somebody else, which takes mails for anybody and keeps them. */
export class MailServer {
  private mails: Email[] = [];
  private readonly server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, taken) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(parts)).then(
          (mail) => {
            this.mails.push(mail);
            taken();
          },
          (error: Error) => taken(error),
        );
      });
    },
  });

  static async start(): Promise<MailServer> {
    const mails = new MailServer();
    mails.server.listen(0, '127.0.0.1');
    await once(mails.server.server, 'listening');
    return mails;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The first mail to somebody that says this, once it is there; it is taken out, so that the next is another. */
  async take(to: string, says: RegExp): Promise<Email> {
    const isIt = (mail: Email) => mail.to?.some((one) => one.address === to) === true && says.test(mail.text ?? '');
    const seen = () => this.mails.map((mail) => `${mail.to?.[0]?.address}: ${mail.subject}`).join('\n');
    await expect.poll(() => this.mails.some(isIt) || seen(), { timeout: PATIENCE, message: `a mail to ${to} says ${says}` }).toBe(true);
    const [mail] = this.mails.splice(this.mails.findIndex(isIt), 1);
    return mail!;
  }

  async stop(): Promise<void> {
    await new Promise<void>((stopped) => this.server.close(stopped));
  }
}

/** The links of a mail, as its text has them. */
export function links(mail: Email): string[] {
  return mail.text?.match(/https?:\/\/\S+/g) ?? [];
}
