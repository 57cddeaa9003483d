import type { Page } from '@playwright/test';
import { audit } from '../support/audit.ts';
import { members } from '../support/list.ts';
import { somebody } from '../support/people.ts';
import { apply, expectDone, expectPlan } from '../support/review.ts';
import { open } from '../support/sign-in.ts';
import { expect, test } from '../support/test.ts';

const file = (name: string, lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });

async function check(page: Page) {
  await page.getByRole('button', { name: 'Check the rows' }).click();
}

test('people are onboarded from a file, with its mistakes fixed on the way', async ({ page, script, simulator }) => {
  const [emmy, hedy, kurt] = ['emmy.file@lumen.example', 'hedy.file@lumen.example', 'kurt.file@lumen.example'] as const;
  await open(page, 'admin', '/onboard');
  await page.getByRole('link', { name: 'From a file' }).click();
  await audit(page, 'onboarding from a file');
  await page.getByLabel('File', { exact: true }).setInputFiles(
    file('newcomers.csv', [
      'Mail;Name;Group;Workspaces;Desk',
      `${emmy};Emmy King Noether;Finanec;Sandbox: can explore;A1`,
      `${hedy};Hedy Lamarr;Legal: admin;;A2`,
      `${kurt};Kurt;Legal;;A3`,
      'jonas.weber@lumen.example;Jonas Weber;;;A4',
    ]),
  );
  await page.getByLabel('Account type').selectOption('Build');
  await page.getByRole('checkbox', { name: 'Send invitations' }).check();
  await page.getByLabel('Teams').fill('Sales');
  await check(page);

  await expect(page.getByRole('heading', { level: 1, name: 'Onboard from newcomers.csv' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Columns found' })).toContainText(/Group\s*Teams.*Desk\s*Ignored/s);
  const mend = page.getByRole('region', { name: 'Needs fixing' });
  await expect(mend.getByRole('row')).toHaveCount(4);
  const team = page.getByRole('textbox', { name: 'Teams in line 2' });
  await expect(team).toHaveAccessibleDescription('There is no team “Finanec”. Did you mean “Finance”?');
  await expect(page.getByRole('region', { name: 'Ready' })).toContainText(/Teams\s*Legal 1, Sales 1/);
  await audit(page, 'rows to fix');

  await team.fill('Finance');
  await page.getByRole('textbox', { name: 'First name in line 4' }).fill('Karl');
  await page.getByRole('checkbox', { name: 'Skip line 5' }).check();
  await page.getByRole('textbox', { name: 'First name in line 4' }).press('Enter');
  await expect(mend).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Ready' })).toContainText(/Teams\s*Sales 3, Legal 2, Finance 1/);
  await audit(page, 'rows that are ready');

  await page.getByRole('button', { name: 'Review change for 3 people' }).click();
  await expectPlan(page, 'Onboard 3 people', [
    `Invite Emmy King Noether <${emmy}> as Build into Finance and Sales`,
    `Invite Hedy Lamarr <${hedy}> as Build into Legal and Sales`,
    `Invite Karl Kurt <${kurt}> as Build into Legal and Sales`,
    `Grant Emmy King Noether <${emmy}> Can explore on Sandbox`,
  ]);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: 'Review change for 3 people' }).click();
  expect(await simulator.invitations(emmy), 'nothing is sent before the plan is applied').toBe(0);
  await apply(page);
  await expectDone(page, 'Onboard 3 people', 4);
  for (const address of [emmy, hedy, kurt]) expect(await simulator.invitations(address)).toBe(1);

  await page.goto('/members');
  const list = members(page, script);
  await list.narrow({ search: 'file@lumen' });
  await expect(list.rows).toHaveCount(3);
});

test('what cannot be read says why and keeps what was typed', async ({ page }) => {
  await open(page, 'admin', '/onboard/file');
  await page.getByLabel('Workspaces').fill('Sandbox: can fly');
  await page.getByLabel('File', { exact: true }).setInputFiles(file('people.csv', ['Name,Team', 'Ada,Legal']));
  await check(page);
  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText([/“can fly” is no level/, /No column is called “E-mail”/]);
  await expect(page.getByLabel('Workspaces')).toHaveValue('Sandbox: can fly');
  await expect(page.getByLabel('File', { exact: true })).toHaveAccessibleDescription(/The first line says: Name, Team\./);
  // The rows are given back, to be mended where they are.
  await expect(page.getByRole('textbox', { name: 'Rows' })).toHaveValue(/^Name,Team\s+Ada,Legal$/);
  await audit(page, 'onboarding from a file with errors');
});

test('rows can be pasted, and all that cannot be used be left out', async ({ page }) => {
  await open(page, 'admin', '/onboard/file');
  await page.getByText('Paste rows instead').click();
  await page.getByRole('textbox', { name: 'Rows' }).fill('E-mail\tFirst name\tLast name\tLicense\nnew.paste@lumen.example\tNew\tPaste\tview\nnobody\t\t\t\n');
  await check(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Onboard pasted rows' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'These rows as CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^rows-to-fix-.*\.csv$/);
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Needs fixing' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Review change for 1 person' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Onboard New Paste' })).toBeVisible();
});

test('suggestions are taken with a button, one by one or all at once, and people who are there already get the teams', async ({ page, simulator }) => {
  const member = await somebody(simulator, 14);
  await open(page, 'admin', '/onboard/file');
  await page.getByText('Paste rows instead').click();
  await page.getByRole('textbox', { name: 'Rows' }).fill(
    [
      'E-mail,First name,Last name,Account type,Teams',
      'ada.guess@lumen.example,Ada,Guess,Bild,Finanec',
      'max.guess@lumen.example,Max,Guess,Build,Legl',
      `${member.email},,,,Legal`,
    ].join('\n'),
  );
  await check(page);
  const fix = page.getByRole('region', { name: 'Needs fixing' });
  await fix.getByRole('button', { name: 'Use “Legal”' }).click();
  await expect(fix.getByRole('row', { name: /max\.guess/ })).toHaveCount(0);
  await fix.getByRole('button', { name: 'Use all 2 suggestions' }).click();
  await expect(fix.getByRole('row', { name: /ada\.guess/ })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Ready' })).toContainText(/Teams\s*Finance 1, Legal 1/);
  await audit(page, 'rows mended by buttons');
  await fix.getByRole('button', { name: 'Add the teams instead' }).click();
  const add = `Add ${member.who} to team Legal`;
  await expectPlan(page, add, [add]);
});

test('columns of a file set user attributes, and one that does not exist is asked about', async ({ page }) => {
  await open(page, 'admin', '/onboard/file');
  await page.getByText('Paste rows instead').click();
  await page.getByRole('textbox', { name: 'Rows' }).fill(
    [
      'E-mail,First name,Last name,Account type,Region,User attributes',
      'ada.region@lumen.example,Ada,Region,Build,EMEA,Cost Center: 17',
      'max.region@lumen.example,Max,Region,Build,APAC,Colour: blue',
    ].join('\n'),
  );
  await check(page);
  await expect(page.getByRole('region', { name: 'Columns found' })).toContainText(/Region\s*Attributes.*User attributes\s*Attributes/s);
  const fix = page.getByRole('region', { name: 'Needs fixing' });
  await expect(fix).toContainText('There is no user attribute “Colour”');
  await expect(page.getByRole('region', { name: 'Ready' })).toContainText(/User attributes\s*Cost Center 1, Region 1/);
  await audit(page, 'user attributes in a file');
  await page.getByRole('button', { name: 'Review change for 1 person' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Onboard Ada Region' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('EMEA');
});
