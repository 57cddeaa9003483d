import { audit } from '../support/audit.ts';
import { tabTo } from '../support/keyboard.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const NAME = 'Help about this page';

test('an icon button says what it is called, by pointing and by focus, until Escape', async ({ page, script }) => {
  await open(page, 'admin', '/members');
  const help = page.getByRole('link', { name: NAME });
  const tip = page.getByRole('tooltip');
  await help.hover();
  if (script) {
    await expect(tip).toHaveText(NAME);
    await audit(page, 'a tooltip');
    await help.hover();
    await expect(tip).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tip).toBeHidden();
  } else {
    // Without script the style sheet says it.
    const said = () => help.evaluate((link) => getComputedStyle(link, '::after').content);
    await expect.poll(said).toContain(NAME);
    await page.mouse.move(0, 0);
    await expect.poll(said).not.toContain(NAME);
  }
  await tabTo(page, help);
  if (script) await expect(tip).toHaveText(NAME);
  else await expect.poll(() => help.evaluate((link) => getComputedStyle(link, '::after').content)).toContain(NAME);
});

test('a term is explained to those who use no mouse', async ({ page, script }) => {
  await open(page, 'admin', '/members?q=leo.martins');
  await page.getByRole('rowheader').getByRole('link', { name: 'Leo Martins' }).click();
  const term = page.getByRole('region', { name: 'Profile' }).locator('[tabindex="0"]').filter({ hasText: 'View' });
  await expect(term).toHaveAccessibleDescription(/View and download.*Can view/);
  await tabTo(page, term);
  if (script) {
    await expect(page.getByRole('tooltip')).toContainText('View and download');
    await expect(term).toHaveAccessibleDescription(/View and download/);
    await page.keyboard.press('Tab');
    const still = page.getByRole('tooltip').filter({ hasText: 'View and download' });
    await expect(still, 'what comes next speaks for itself').toHaveCount(0);
  } else {
    await expect.poll(() => term.evaluate((word) => getComputedStyle(word, '::after').content)).toContain('View and download');
  }
});
