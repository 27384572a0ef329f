import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { type Sample, sampleSchema } from '../../main/domain/procedure/sample';

/** Somebody of the sample site, found at the screens by name. */
export type Person = Sample['people'][number];

/** The folder of the built app, which the user it runs as can read. Set by the launcher (resources/launch/e2e.mjs). */
function resource(...parts: string[]): string {
  const app = process.env.PROCESS_DESIGNER_APP;
  if (app === undefined)
    throw new Error('PROCESS_DESIGNER_APP is not set. Run it with: npm run demo, or npm run test:e2e');
  return join(app, 'resources', ...parts);
}

/** A photo of the sample site, as a path the app may read. */
export function samplePhoto(name: string): string {
  return resource('sample', 'photos', name);
}

/** A document or log of the sample site, as a path the app may read. */
export function sampleDocument(name: string): string {
  return resource('sample', 'files', name);
}

const sample = sampleSchema.parse(JSON.parse(readFileSync(resource('sample', 'site.json'), 'utf8')));

/** Opens every account of the sample site. */
export const { secret } = sample;

/** The one person of the sample site with this role. */
export function who(role: Person['role']): Person {
  const found = sample.people.find((person) => person.role === role);
  if (found === undefined) throw new Error(`The sample site has no ${role}.`);
  return found;
}

/** On the first window of a new installation: opens the sample site and waits for its names. */
export async function openSampleSite(page: Page): Promise<void> {
  await page.getByRole('button', { name: /open the sample site/i }).click();
  await names(page).waitFor({ timeout: 60_000 });
}

/** The list of names on the sign-in screen. */
export function names(page: Page): Locator {
  return page.getByRole('list', { name: 'People' });
}

/** Chooses one of equal cards, or ticks a box: the input itself lies unseen under its card, so it is reached by keyboard. */
export async function mark(choice: Locator): Promise<void> {
  await choice.focus();
  await choice.press('Space');
}

/** Chooses a name on the sign-in screen. */
export async function choose(page: Page, person: Person): Promise<void> {
  await names(page).getByRole('button', { name: person.name }).click();
  await page.getByRole('heading', { name: /enter your secret/i }).waitFor();
}

/** Types the secret of the chosen person, and waits for their first screen. */
export async function enterSecret(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Secret', { exact: true }).fill(secret);
  await page.getByLabel('Secret', { exact: true }).press('Enter');
  await page
    .getByRole('heading', { name: firstHeading[person.role] })
    .or(page.getByText(firstHeading[person.role], { exact: true }))
    .first()
    .waitFor();
}

const firstHeading = {
  operator: 'My work',
  supervisor: 'Decisions',
  compliance: 'Closure',
  admin: 'Checklists',
} as const;

/** Signs a person in at the station and waits for their first screen. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await choose(page, person);
  await enterSecret(page, person);
}

/** Whoever is at the station leaves it for the next person. */
export async function signOut(page: Page): Promise<void> {
  const station = page.getByRole('button', { name: /lock or switch/ });
  if (await station.isVisible()) {
    await station.click();
    await page.getByRole('button', { name: /sign out/i }).click();
  } else {
    await page.getByRole('button', { name: 'You and this window' }).click();
    await page.getByRole('menuitem', { name: /sign out/i }).click();
  }
  await names(page).waitFor();
}

/** The signing window over this page, once it shows what is signed. */
export async function signingWindow(page: Page): Promise<Page> {
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    const found = page
      .context()
      .pages()
      .find((one) => !one.isClosed() && one.url().startsWith('app://sign/'));
    if (found !== undefined) {
      await found.getByLabel('Secret', { exact: true }).waitFor();
      return found;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('No signing window was opened.');
}

/** Asks for the signing where that is not done yet; in the signing window gives identifier (where it is asked for) and secret, signs, and waits until it is recorded. */
export async function sign(page: Page, person: Person, deed: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  const asks = dialog.getByRole('button', { name: deed });
  if (await asks.isVisible()) await asks.click();
  const window = await signingWindow(page);
  const identifier = window.getByLabel('Identifier');
  if (await identifier.isVisible()) await identifier.fill(person.identifier);
  await window.getByLabel('Secret', { exact: true }).fill(secret);
  const closed = window.waitForEvent('close', { timeout: 60_000 });
  await window.getByRole('button', { name: deed }).click();
  await closed;
  await dialog.waitFor({ state: 'hidden', timeout: 30_000 });
}
