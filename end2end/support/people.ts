import type { Page } from '@playwright/test';
import type { Member, Simulator } from './simulator.ts';

const PERSONAS = ['amara.okafor', 'jonas.weber', 'priya.raman', 'leo.martins', 'sigma-portal'];

/**
 * The n-th active member of an account type who is no persona, as they are now. Tests that change somebody take a number
 * each; a number means the same person for as long as a portal runs.
 */
export async function somebody(simulator: Simulator, n: number, type = 'Build'): Promise<Member & { name: string; who: string }> {
  const all = await simulator.roster();
  const free = all.filter(
    (member) =>
      member.memberType === type &&
      member.email.endsWith('@lumen.example') &&
      !PERSONAS.includes(member.email.split('@')[0] ?? '') &&
      // Of two people of one name, a test could not say which it means.
      all.filter((other) => nameOf(other) === nameOf(member)).length === 1,
  );
  const meant = free[n];
  if (!meant) throw new Error(`the organisation has no ${n + 1} people of type ${type}`);
  const found = (await simulator.members()).find(({ memberId }) => memberId === meant.memberId);
  if (!found) throw new Error(`${nameOf(meant)} is not active any more`);
  return { ...found, name: nameOf(found), who: who(nameOf(found), found.email) };
}

/** A person as plans name them. */
export function who(name: string, email: string): string {
  return `${name} <${email}>`;
}

function nameOf(member: Member): string {
  return `${member.firstName} ${member.lastName}`;
}

/** Opens somebody's page by way of the list. */
export async function visit(page: Page, person: { name: string; email: string }) {
  await page.goto(`/members?q=${encodeURIComponent(person.email)}`);
  await page.getByRole('rowheader').getByRole('link', { name: person.name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: person.name, exact: true }).waitFor();
}

/** Lower case without accents, as the search takes words. */
export function fold(text: string): string {
  const spelled: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae' };
  const plain = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/[øłđıßæ]/g, (letter) => spelled[letter] ?? letter);
}
