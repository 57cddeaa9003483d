import { audit } from '../support/audit.ts';
import { Onboarding, suggested } from '../support/onboarding.ts';
import { somebody, visit } from '../support/people.ts';
import { expectPlan } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('a typed name is a combobox: arrows, Escape, nothing found', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  const teams = form.group('Teams');
  const box = teams.getByLabel('Add a team');
  await suggested(box);
  await box.focus();
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.type('sal');
  const options = teams.getByRole('listbox').getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await expect(box).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(options.nth(1)).toHaveAttribute('id', (await box.getAttribute('aria-activedescendant'))!);
  await audit(page, 'suggestions open');
  await page.keyboard.press('Escape');
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await box.fill('zzz');
  await expect(teams.getByText('Nothing of that name')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(teams.getByRole('status')).toHaveText(/No team matches “zzz”\./);
  await expect(page.getByRole('alert'), 'a name that is not clear holds the form up').toHaveCount(0);
  await expect(box).toHaveValue('zzz');
});

test('picks by typing, several in a row, and forgets none when one goes', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await form.field('E-mail').fill('early@lumen.example');
  const box = form.group('Teams').getByLabel('Add a team');
  await suggested(box);
  await box.focus();
  for (const [typed, name] of [['lega', 'Legal'], ['quali', 'Quality'], ['treas', 'Treasury']] as const) {
    await suggested(box);
    await page.keyboard.type(typed);
    await expect(form.group('Teams').getByRole('listbox').getByRole('option', { name })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await form.expectPicked('Teams', name, 'Member');
    await expect(box).toHaveValue('');
    await expect(box, 'the next can be typed').toBeFocused();
  }
  await form.level('Teams', 'Treasury').selectOption({ label: 'Team admin' });
  await form.remove('Teams', 'Quality');
  await form.expectPicked('Teams', 'Legal', 'Member');
  await form.expectPicked('Teams', 'Treasury', 'Team admin');
  await expect(form.field('E-mail')).toHaveValue('early@lumen.example');
});

test('what was typed before the scripts woke is kept, and planned', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await form.who({ email: 'early@lumen.example', first: 'Early', last: 'Bird' });
  await form.type('Build').check();
  await form.group('Teams').getByLabel('Add a team').fill('Legal');
  await form.group('Teams').getByRole('combobox', { name: 'Level', exact: true }).selectOption({ label: 'Team admin' });
  release();
  await suggested(form.group('Teams').getByLabel('Add a team'));
  await form.plan();
  await expectPlan(page, /^Onboard Early Bird </, [/into Legal/]);
});

test("a suggestion on somebody's page completes the field, and the level is still to be chosen", async ({ page, simulator }) => {
  const person = await somebody(simulator, 13);
  await open(page, 'admin');
  await visit(page, person);
  const connections = page.getByRole('region', { name: 'Connections' });
  const box = connections.getByLabel('Connection to give access to');
  const options = connections.getByRole('listbox').getByRole('option');
  await suggested(box);
  await box.fill('people d');
  await audit(page, 'member page with suggestions');
  await options.filter({ hasText: 'People Data' }).click();
  await expect(box).toHaveValue('People Data');
  await expect(options.first(), 'the list is out of the way').toBeHidden();
  await connections.getByRole('combobox', { name: 'Level', exact: true }).selectOption({ label: 'Can use and annotate' });
  await connections.getByRole('button', { name: 'Give access' }).click();
  const give = `Grant ${person.who} Can use and annotate on People Data`;
  await expectPlan(page, give, [give]);

  await visit(page, person);
  await suggested(box);
  await box.fill('people d');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue('People Data');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/on People Data$/);
});
