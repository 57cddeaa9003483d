import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { suggested } from '../support/onboarding.ts';
import { expectPlan } from '../support/review.ts';
import { open, PERSONAS } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

/** Notes whether the page is left: what is answered in place never does. */
async function staying(page: Page) {
  await page.evaluate(() => document.body.setAttribute('data-stayed', ''));
  return () => expect(page.locator('body')).toHaveAttribute('data-stayed', '');
}

test('the grant editor answers in place: rows, levels and what they are worth', async ({ page }) => {
  await open(page, 'admin', '/workspaces?q=Sandbox');
  await page.getByRole('link', { name: 'Sandbox', exact: true }).click();
  await page.getByRole('link', { name: 'Give access' }).click();
  const editor = page.getByRole('group', { name: 'Who gets access' });
  const box = editor.getByLabel('Add a person or team');
  await suggested(box);
  const stayed = await staying(page);

  // A whole address needs no suggestion.
  await box.fill(PERSONAS.member.email);
  await editor.getByRole('combobox', { name: 'Level', exact: true }).selectOption('Can manage');
  await editor.getByRole('button', { name: 'Add', exact: true }).click();
  const leo = editor.getByRole('listitem').filter({ hasText: PERSONAS.member.name });
  await expect(leo).toContainText('Limited to Can view by account type View.');
  await expect(box).toHaveValue('');
  await expect(box, 'the next can be typed').toBeFocused();

  const level = leo.getByRole('combobox', { name: `Level for ${PERSONAS.member.name}` });
  await level.focus();
  await level.selectOption('Can view');
  await expect(leo).not.toContainText('Limited');
  await expect(level, 'a level that is chosen keeps the focus').toBeFocused();

  await box.fill('sal');
  await page.keyboard.press('Escape');
  await editor.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(editor.getByRole('status')).toContainText('Several people or teams match “sal”. Pick one.');
  await audit(page, 'a name that may be several');
  await editor.getByRole('status').getByRole('button').first().click();
  await expect(editor.getByRole('list', { name: 'Who gets access' }).getByRole('listitem')).toHaveCount(2);
  await expect(editor.getByRole('status')).toHaveCount(0);

  await editor.getByRole('button', { name: `Remove ${PERSONAS.member.name}` }).click();
  await expect(leo).toHaveCount(0);
  await stayed();
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Sandbox');
});

test('without an answer a button does what it does without script', async ({ page, watch }) => {
  watch.excuse(401);
  await open(page, 'admin', '/workspaces?q=Sandbox');
  await page.getByRole('link', { name: 'Sandbox', exact: true }).click();
  await page.getByRole('link', { name: 'Give access' }).click();
  const editor = page.getByRole('group', { name: 'Who gets access' });
  await suggested(editor.getByLabel('Add a person or team'));
  await page.route('**/api/ask/rows', (route) => route.fulfill({ status: 401, contentType: 'application/json', body: '"SignedOut"' }));
  await editor.getByLabel('Add a person or team').fill(PERSONAS.member.email);
  await editor.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page).toHaveURL(/form=/);
  await expect(editor.getByRole('listitem')).toContainText(PERSONAS.member.name);
});

test('a list of people is compared with the team while it is typed', async ({ page }) => {
  await open(page, 'admin', '/teams?q=Legal');
  await page.getByRole('link', { name: 'Legal', exact: true }).click();
  await page.getByRole('link', { name: 'Change members' }).click();
  const diff = page.getByRole('region', { name: 'What would change' });
  await expect(diff.getByRole('status')).toHaveText('Add people to see who joins and who leaves.');
  const list = page.getByRole('textbox', { name: 'People', exact: true });
  const stayed = await staying(page);
  await list.fill(`${PERSONAS.member.email}\nnobody@nowhere.example`);
  await expect(diff.getByRole('heading', { name: 'Joining 1' })).toBeVisible();
  await expect(diff).toContainText(PERSONAS.member.name);
  await expect(diff.getByRole('heading', { name: 'Not understood 1' })).toBeVisible();
  await audit(page, 'a list of people, compared');
  await page.getByRole('radio', { name: /exactly this list/ }).check();
  await expect(diff.getByRole('status')).toHaveText(/Some lines are not understood/);
  await list.fill(PERSONAS.member.email);
  await expect(diff.getByRole('heading', { name: /^Leaving \d+$/ })).toBeVisible();
  await stayed();
});

test('a corrected cell says at once that it is right', async ({ page }) => {
  await open(page, 'admin', '/onboard/file');
  await page.getByText('Paste rows instead').click();
  await page.getByRole('textbox', { name: 'Rows' }).fill('E-mail;First name;Last name;License;Team\nnew.cell@lumen.example;New;Cell;view;Finanec\nother.cell@lumen.example;;Cell;view;Legal\n');
  await page.getByRole('button', { name: 'Check the rows' }).click();
  const mend = page.getByRole('region', { name: 'Needs fixing' });
  const team = page.getByRole('textbox', { name: 'Teams in line 2' });
  await expect(team).toHaveAccessibleDescription(/There is no team “Finanec”/);
  const stayed = await staying(page);
  await team.fill('Finance');
  await expect(team).not.toHaveAttribute('aria-invalid');
  await expect(mend.getByRole('status')).toHaveText('With these corrections: 1 person ready, 1 row needs fixing.');
  await audit(page, 'a corrected cell');
  await page.getByRole('textbox', { name: 'First name in line 3' }).fill('Other');
  await expect(mend.getByRole('status')).toHaveText('With these corrections: 2 people ready. Check again to go on.');
  await stayed();
  await page.getByRole('button', { name: 'Check again' }).last().click();
  await page.getByRole('button', { name: 'Review change for 2 people' }).click();
  await expectPlan(page, 'Onboard 2 people', [
    'Invite New Cell <new.cell@lumen.example> as View into Finance',
    'Invite Other Cell <other.cell@lumen.example> as View into Legal',
  ]);
});
