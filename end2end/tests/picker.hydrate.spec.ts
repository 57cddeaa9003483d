import { audit } from '../support/audit.ts';
import { Onboarding } from '../support/onboarding.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('a picker is a combobox: arrows, Enter, Escape, nothing found', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  const teams = form.group('Teams');
  const box = teams.getByRole('combobox', { name: 'Teams' });
  await box.focus();
  await expect(box).toHaveAttribute('aria-expanded', 'true');
  const first = await teams.getByRole('listbox').getByRole('option').first().innerText();
  const second = await teams.getByRole('listbox').getByRole('option').nth(1).innerText();
  expect(first).not.toBe(second);
  await page.keyboard.press('ArrowDown');
  await expect(teams.getByRole('listbox').getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
  const active = await box.getAttribute('aria-activedescendant');
  await expect(teams.getByRole('listbox').getByRole('option').nth(1)).toHaveAttribute('id', active!);
  await audit(page, 'picker open');
  await page.keyboard.press('Escape');
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.type('zzz');
  await expect(teams.getByRole('listbox').getByRole('option')).toHaveText('Nothing of that name');
  await page.keyboard.press('Enter');
  await expect(page, 'Enter in a picker does not send the form').toHaveURL('/onboard');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('picks by typing, several in a row, and forgets none when one goes', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  const box = form.group('Teams').getByRole('combobox', { name: 'Teams' });
  await box.focus();
  for (const [typed, name] of [['lega', 'Legal'], ['quali', 'Quality'], ['treas', 'Treasury']] as const) {
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await form.expectPicked('Teams', name, 'Member');
    await expect(box).toHaveValue('');
    await expect(box).toBeFocused();
  }
  await form.level('Teams', 'Treasury').selectOption({ label: 'Team admin' });
  await form.remove('Teams', 'Quality');
  await form.expectPicked('Teams', 'Legal', 'Member');
  await form.expectPicked('Teams', 'Treasury', 'Team admin');
  await box.fill('legal');
  await expect(form.group('Teams').getByRole('listbox').getByRole('option')).toHaveText('Nothing of that name');
});

test('what was chosen before the scripts woke is kept', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await form.field('E-mail').fill('early@lumen.example');
  await form.group('Teams').getByRole('combobox', { name: 'Add a team' }).selectOption({ label: 'Legal' });
  await form.group('Teams').getByRole('combobox', { name: 'Level', exact: true }).selectOption({ label: 'Team admin' });
  release();
  await form.expectPicked('Teams', 'Legal', 'Team admin');
  await expect(form.field('E-mail')).toHaveValue('early@lumen.example');
});

test('a pick with the mouse gets the list out of the way', async ({ page }) => {
  const form = new Onboarding(page, true);
  await open(page, 'admin', '/onboard');
  await form.group('Connections').getByRole('combobox', { name: 'Connections' }).click();
  await form.group('Connections').getByRole('listbox').getByRole('option').filter({ hasText: 'Lakehouse' }).click();
  await expect(form.level('Connections', 'Lakehouse')).toBeVisible();
  await form.plan();
  await expect(page.getByRole('alert'), 'the form was sent').toContainText('things to mend');
});
