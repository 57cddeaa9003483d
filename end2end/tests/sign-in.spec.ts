import { audit } from '../support/audit.ts';
import { PERSONAS, open, type Persona } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const SEES: Record<Persona, { start: string; nav: string[] }> = {
  admin: { start: 'Hello, Amara', nav: ['Overview', 'Members', 'My access', 'Onboard', 'Changes', 'Audit log'] },
  manager: { start: 'Hello, Jonas', nav: ['Overview', 'Members', 'My access', 'Changes'] },
  auditor: { start: 'Hello, Priya', nav: ['Overview', 'Members', 'My access', 'Changes', 'Audit log'] },
  member: { start: 'Leo Martins', nav: ['My access', 'Changes'] },
};

for (const [persona, { start, nav }] of Object.entries(SEES) as [Persona, (typeof SEES)[Persona]][]) {
  test(`${persona} signs in and finds what the role may see`, async ({ page }) => {
    await open(page, persona);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(start);
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('listitem').getByRole('link');
    await expect(links).toContainText(nav);
    await expect(page.getByRole('complementary', { name: 'Demo' })).toContainText(`You are ${PERSONAS[persona].name}`);
    await audit(page, `start page of ${persona}`);
  });
}
