import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { mark, type Person, sign, signIn, signOut } from '../demo/people';
import type { LaunchedApp } from '../e2e/launch';

type Station = Pick<LaunchedApp, 'app' | 'page'>;

/** What became of one file that was taken in, as the screen says it. */
export interface Taken {
  readonly name: string;
  readonly outcome: 'Taken' | 'Known already' | 'Held' | 'Refused';
  readonly words: string;
}

/** From now on the person at this station answers every question for a place with this folder, as if a stick were put in. */
export async function putStick({ app }: Station, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, stick) => {
    dialog.showSaveDialog = (async (...asked: unknown[]) => {
      const { defaultPath } = asked.at(-1) as { defaultPath: string };
      return { canceled: false, filePath: `${stick}/${defaultPath.split(/[\\/]/).at(-1)}` };
    }) as never;
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [stick] })) as never;
  }, folder);
}

/** The next questions for a file are answered with this one. */
export async function pickFile({ app }: Station, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [file] })) as never;
  }, path);
}

/** Does something that writes one file into the folder, and returns its path. */
async function newFileIn(folder: string, write: () => Promise<void>): Promise<string> {
  const before = new Set(readdirSync(folder));
  await write();
  const made = readdirSync(folder).filter((name) => !before.has(name));
  const [only] = made;
  if (only === undefined || made.length > 1)
    throw new Error(`Expected one new file in ${folder}, found: ${made.join(', ')}`);
  return join(folder, only);
}

/** Goes to the stations, for whoever is signed in at a desk. */
export async function goToStations(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Stations' }).click();
  await page.getByRole('heading', { level: 1, name: 'Stations and exchange' }).waitFor();
  await page.getByRole('grid', { name: 'Stations' }).waitFor();
}

/** The groups that are read aloud at both ends. */
async function fingerprint(page: Page): Promise<string> {
  const groups = page.getByRole('figure', { name: 'Fingerprint' }).locator('.print-groups span');
  await groups.first().waitFor();
  return (await groups.allInnerTexts()).join('-');
}

/** On a machine without a site: makes the request and saves it on the stick. Returns its path. */
export async function askToJoin(machine: Station, station: string, stick: string): Promise<string> {
  const { page } = machine;
  await putStick(machine, stick);
  await page.getByRole('button', { name: 'Join a site' }).click();
  await page.getByLabel('Station', { exact: true }).fill(station);
  return newFileIn(stick, async () => {
    await page.getByRole('button', { name: 'Save the request file' }).click();
    await page.getByRole('heading', { name: `The request of ${station}` }).waitFor();
  });
}

/** At a station of the site, with the admin who set it up signed in: answers a request with an invitation on the stick. */
export async function invite(site: Station, request: string, admin: Person, stick: string): Promise<string> {
  const { page } = site;
  await goToStations(page);
  await page.getByRole('button', { name: 'Enrol a station' }).click();
  await pickFile(site, request);
  await page.getByRole('button', { name: 'Open the request file' }).click();
  await fingerprint(page);
  await putStick(site, stick);
  await mark(page.getByRole('checkbox', { name: /was read to me and is the same/ }));
  return newFileIn(stick, async () => {
    await page.getByRole('button', { name: 'Enrol it and save the invitation' }).click();
    await sign(page, admin, 'Sign the enrolment');
    await page.getByText('The invitation of').waitFor({ timeout: 60_000 });
  });
}

/** On the machine that waits: opens the invitation, and waits until the names of the site's people are there. */
export async function openInvitation(machine: Station, invitation: string): Promise<void> {
  await pickFile(machine, invitation);
  await machine.page.getByRole('button', { name: 'Open the invitation' }).click();
  await machine.page.getByRole('list', { name: 'People' }).waitFor({ timeout: 60_000 });
}

/** A machine without a site becomes a station: request, fingerprint, invitation. Nobody is signed in before and after. */
export async function enrol(
  site: Station,
  machine: Station,
  station: string,
  admin: Person,
  stick: string,
): Promise<void> {
  const request = await askToJoin(machine, station, stick);
  await signIn(site.page, admin);
  const invitation = await invite(site, request, admin, stick);
  await signOut(site.page);
  await openInvitation(machine, invitation);
}

/** Whoever decides at this station makes a bundle for others on the stick. Returns its path. */
export async function exportTo(
  station: Station,
  receivers: readonly string[],
  stick: string,
): Promise<string> {
  const { page } = station;
  await putStick(station, stick);
  await goToStations(page);
  await page.getByRole('button', { name: 'Make a bundle', exact: true }).click();
  for (const name of receivers) {
    const box = page.getByRole('checkbox', { name });
    if (!(await box.isChecked())) await mark(box);
  }
  return newFileIn(stick, async () => {
    await page.getByRole('button', { name: 'Choose a folder and make it' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /Take it to/ })
      .waitFor({ timeout: 60_000 });
  });
}

/** Whoever decides at this station takes in a file, or all that lies in a folder. Returns what became of each. */
export async function importFrom(station: Station, path: string, from: 'file' | 'folder'): Promise<Taken[]> {
  const { page } = station;
  await goToStations(page);
  await page.getByRole('button', { name: 'Take bundles in' }).click();
  await pickFile(station, path);
  await page
    .getByRole('button', { name: from === 'file' ? 'Choose a file' : 'Choose a folder or stick' })
    .click();
  const files = page.getByRole('list', { name: 'What became of each file' }).getByRole('listitem');
  await files.first().waitFor({ timeout: 60_000 });
  const out: Taken[] = [];
  for (const file of await files.all()) {
    const [name = '', outcome = '', ...words] = (await file.innerText())
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    out.push({ name, outcome: outcome as Taken['outcome'], words: words.join(' ') });
  }
  return out;
}

/** Everything on the stick that is for this station goes in, and nothing of it is refused. */
export async function takeAll(station: Station, path: string): Promise<void> {
  const [file] = await importFrom(station, path, 'file');
  expect(file, 'what became of the bundle').toMatchObject({ outcome: 'Taken' });
}
