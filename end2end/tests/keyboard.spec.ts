import { audit } from '../support/audit.ts';
import { expectFocusShown, tabTo } from '../support/keyboard.ts';
import { Onboarding } from '../support/onboarding.ts';
import { expectDone, expectPlan } from '../support/review.ts';
import { PERSONAS, open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('the first stop skips to the content', async ({ page }) => {
  await open(page, 'admin', '/members');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the menu of a phone opens, closes and gives the focus back', async ({ page }) => {
  await open(page, 'admin');
  await page.setViewportSize({ width: 390, height: 844 });
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  const nav = page.getByRole('navigation', { name: 'Main' });
  await expect(nav).toBeHidden();
  await tabTo(page, menu);
  await expectFocusShown(menu);
  await page.keyboard.press('Enter');
  await expect(nav).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(nav).toBeHidden();
  await expect(menu).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, nav.getByRole('link', { name: 'Members' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Members');
});

test('the account menu works by keyboard', async ({ page }) => {
  await open(page, 'admin');
  const me = page.getByRole('button', { name: 'account menu' });
  await tabTo(page, me);
  await expectFocusShown(me);
  await page.keyboard.press('Enter');
  const out = page.getByRole('button', { name: 'Sign out' });
  await expect(out).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(out).toBeHidden();
  await expect(me).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, out);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a demo user');
});

test('somebody is onboarded from the sign-in on without a mouse', async ({ page, script, simulator }) => {
  const form = new Onboarding(page, script);
  await page.goto('/onboard');
  await tabTo(page, page.getByRole('button', { name: PERSONAS.admin.name }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Onboard a person');
  for (const [label, text] of [['E-mail', 'key.board@lumen.example'], ['First name', 'Key'], ['Last name', 'Board']] as const) {
    await tabTo(page, form.field(label));
    await expectFocusShown(form.field(label));
    await page.keyboard.type(text);
  }
  await tabTo(page, form.type('View'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(form.type('Analyze')).toBeChecked();

  const workspaces = form.group('Workspaces').getByLabel('Add a workspace');
  await tabTo(page, workspaces);
  await page.keyboard.type('sand');
  if (script) {
    const option = form.group('Workspaces').getByRole('listbox').getByRole('option', { name: /^Sandbox/ });
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await expect(form.group('Workspaces').getByRole('listbox').getByRole('option')).toHaveCount(1);
  } else {
    await tabTo(page, form.group('Workspaces').getByRole('button', { name: 'Add', exact: true }));
  }
  await page.keyboard.press('Enter');
  await form.expectPicked('Workspaces', 'Sandbox', 'Can view');

  await tabTo(page, page.getByRole('button', { name: 'Review change' }));
  await page.keyboard.press('Enter');
  await expectPlan(page, /^Onboard Key Board </, [/Invite Key Board/, /Sandbox/]);
  await tabTo(page, page.getByRole('button', { name: 'Apply change' }));
  await page.keyboard.press('Enter');
  await expectDone(page, /^Onboard Key Board </, 2);
  expect(await simulator.invitations('key.board@lumen.example')).toBe(1);
});

test('open menus are accessible', async ({ page }) => {
  await open(page, 'admin');
  await page.getByRole('button', { name: 'account menu' }).click();
  await audit(page, 'account menu open');
});
