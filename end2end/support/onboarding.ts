import type { Locator, Page } from '@playwright/test';
import { expect } from './test.ts';

/** Waits until typing into the field is answered with suggestions. */
export async function suggested(field: Locator) {
  await expect(field).toHaveAttribute('role', 'combobox');
}

export interface Newcomer {
  email: string;
  first: string;
  last: string;
}

/** The onboarding form, as somebody with a mouse uses it. */
export class Onboarding {
  constructor(
    readonly page: Page,
    private script: boolean,
  ) {}

  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: label });
  }

  async who({ email, first, last }: Newcomer) {
    await this.field('E-mail').fill(email);
    await this.field('First name').fill(first);
    await this.field('Last name').fill(last);
  }

  type(name: string): Locator {
    return this.page.getByRole('radio', { name: new RegExp(`^${name}\\b`) });
  }

  group(label: string): Locator {
    return this.page.getByRole('group', { name: label, exact: true });
  }

  level(label: string, item: string): Locator {
    return this.group(label).getByRole('combobox', { name: `Level for ${item}` });
  }

  /** Picks a team, workspace or connection at a level. */
  async pick(label: string, item: string, level: string) {
    const group = this.group(label);
    const field = group.getByLabel(/^Add a/);
    if (this.script) {
      await suggested(field);
      await field.fill(item);
      await group.getByRole('listbox').getByRole('option').filter({ has: this.page.getByText(item, { exact: true }) }).click();
    } else {
      await field.fill(item);
      await group.getByRole('button', { name: 'Add', exact: true }).click();
    }
    await this.level(label, item).selectOption({ label: level });
    await this.expectPicked(label, item, level);
  }

  async remove(label: string, item: string) {
    await this.group(label).getByRole('button', { name: `Remove ${item}` }).click();
    await expect(this.level(label, item)).toHaveCount(0);
  }

  async expectPicked(label: string, item: string, level: string) {
    await expect(this.level(label, item).locator('option:checked')).toHaveText(level);
  }

  async plan() {
    await this.page.getByRole('button', { name: 'Review change' }).click();
  }
}
