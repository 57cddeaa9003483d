import { Onboarding } from '../support/onboarding.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

test('what was typed survives the end of the session', async ({ page, script, watch }) => {
  // The plan beside the form may be asked for once more when the session is over.
  watch.excuse(401);
  await open(page, 'admin', '/onboard');
  const form = new Onboarding(page, script);
  await form.who({ email: 'late.night@lumen.example', first: 'Late', last: 'Night' });
  await form.type('Build').check();
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Review change' }).click();

  await expect(page.getByRole('alert')).toContainText('nothing was sent');
  await page.getByRole('button', { name: 'Amara Okafor' }).click();
  await expect(page).toHaveURL(/\/onboard\?form=/);
  await expect(form.field('E-mail')).toHaveValue('late.night@lumen.example');
  await expect(form.field('First name')).toHaveValue('Late');
  await expect(form.field('Last name')).toHaveValue('Night');
  await expect(form.type('Build')).toBeChecked();
  await page.getByRole('button', { name: 'Review change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Onboard Late Night <late.night@lumen.example>');
});
