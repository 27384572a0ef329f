import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { verifySite } from '../../main/jobs/verifySite';
import { giveToApp, type LaunchedApp, launchApp } from '../e2e/launch';
import { enrol, exportTo, pickFile, takeAll } from '../sync/screens';
import { Album } from './album';
import { goTo, openDecision, openGateSigning, readGate, signApproval } from './desk';
import { names, secret, signIn, signOut, who } from './people';

/** What became of the second station and of the backup. */
export type StationsTold = {
  readonly gate: string;
  readonly bundles: readonly string[];
  readonly backup: string;
  readonly restored: { readonly verdict: number; readonly words: string; readonly entries: number };
  readonly faults: readonly string[];
  readonly screens: number;
};

/**
 * On the site of the quarter: a second station joins by files, a gate that waits is carried to it, approved there and
 * brought back; then the site is backed up and the backup restored on a third machine. All through the screens.
 */
export async function tellStations(
  folders: {
    readonly site: string;
    readonly second: string;
    readonly restored: string;
    readonly stick: string;
  },
  screens: string,
  say: (line: string) => void,
): Promise<StationsTold> {
  for (const folder of [folders.second, folders.restored, folders.stick]) {
    mkdirSync(folder, { recursive: true });
    giveToApp(folder);
  }
  const open: LaunchedApp[] = [];
  const launch = async (site: string): Promise<LaunchedApp> => {
    const launched = await launchApp({ site });
    launched.page.setDefaultTimeout(30_000);
    open.push(launched);
    return launched;
  };
  try {
    const k1 = await launch(folders.site);
    const k2 = await launch(folders.second);
    const album = new Album(k1, screens);
    const other = new Album(k2, join(screens, 'k2'));
    await names(k1.page).waitFor({ timeout: 60_000 });
    say('A second station joins by a request and an invitation');
    await enrol(k1, k2, 'K2', who('admin'), folders.stick);
    const { gate, bundles } = await approveElsewhere(k1, k2, album, other, folders.stick, say);
    await k2.close();
    say('The site is backed up, and the backup is restored on a third machine');
    const backup = await backUp(k1, album, folders.stick);
    await k1.close();
    const k3 = await launch(folders.restored);
    const third = new Album(k3, join(screens, 'k3'));
    await restore(k3, third, join(folders.stick, backup));
    await k3.close();
    const report = await verifySite(folders.restored, () => undefined);
    return {
      gate,
      bundles,
      backup,
      restored: { verdict: report.verdict, words: report.words, entries: report.entries },
      faults: report.verdict === 1 ? [`The restored site does not verify: ${report.words}`] : [],
      screens: album.count + other.count + third.count,
    };
  } catch (error) {
    for (const [n, { page }] of open.entries())
      await page.screenshot({ path: join(screens, `where-it-stopped-${n + 1}.png`) }).catch(() => undefined);
    for (const launched of open) await launched.kill().catch(() => undefined);
    throw error;
  }
}

/** The first gate that waits on K1 is approved on K2, and K1 knows it afterwards. */
async function approveElsewhere(
  k1: LaunchedApp,
  k2: LaunchedApp,
  album: Album,
  other: Album,
  stick: string,
  say: (line: string) => void,
): Promise<{ gate: string; bundles: string[] }> {
  const supervisor = who('supervisor');
  await signIn(k1.page, supervisor);
  await album.sizeFor('desk');
  await goTo(k1.page, 'Decisions');
  const waiting = k1.page.getByRole('grid', { name: 'Decisions' }).getByRole('row', { name: /Approve / });
  const before = await waiting.count();
  const asked = await exportTo(k1, ['K2'], stick);
  await album.take('bundle-for-k2', { dark: true });
  say(`${basename(asked)} is carried to K2, and the gate is approved there`);
  await signIn(k2.page, supervisor);
  await other.sizeFor('desk');
  await takeAll(k2, asked);
  await other.take('bundle-taken', { dark: true });
  await goTo(k2.page, 'Decisions');
  const row = k2.page
    .getByRole('grid', { name: 'Decisions' })
    .getByRole('row', { name: /Approve / })
    .first();
  const gate = /Approve .([^”]+)./.exec((await row.innerText()).replace(/\s+/g, ' '))?.[1] ?? '';
  await openDecision(k2.page, /Approve /);
  await readGate(k2.page);
  await openGateSigning(k2.page);
  await signApproval(k2.page, supervisor);
  const approved = await exportTo(k2, ['K1'], stick);
  await signOut(k2.page);
  say(`${basename(approved)} is carried back`);
  await takeAll(k1, approved);
  await album.take('approval-brought-back', { dark: true });
  await goTo(k1.page, 'Decisions');
  await waiting.nth(before - 1).waitFor({ state: 'hidden' });
  await signOut(k1.page);
  return { gate, bundles: [basename(asked), basename(approved)] };
}

/** The admin chooses the stick as the place, and backs up. Tells the backup's folder name. */
async function backUp(k1: LaunchedApp, album: Album, stick: string): Promise<string> {
  const { page } = k1;
  await signIn(page, who('admin'));
  await goTo(page, 'Devices and backups');
  await pickFile(k1, stick);
  await page.getByRole('button', { name: 'Choose a place' }).click();
  await page.getByRole('button', { name: 'Choose another place' }).waitFor();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await page.getByText(/Last backup .+read back whole/).waitFor({ timeout: 60_000 });
  await album.take('backup-made', { dark: true });
  await signOut(page);
  const made = readdirSync(stick).find(
    (name) => name.startsWith('process-designer-backup') && !name.endsWith('.part'),
  );
  if (made === undefined) throw new Error('No backup lies on the stick.');
  return made;
}

/** On a machine without a site: the backup is checked, proved by an admin, and restored. */
async function restore(k3: LaunchedApp, album: Album, backup: string): Promise<void> {
  const { page } = k3;
  await pickFile(k3, backup);
  await page.getByRole('button', { name: 'Restore from a backup…' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Choose a backup and check it' }).click();
  await dialog.getByRole('textbox', { name: 'Secret' }).waitFor({ timeout: 60_000 });
  await album.sizeFor('desk');
  await album.take('backup-checked', { dark: true });
  await dialog.getByRole('textbox', { name: 'Secret' }).fill(secret);
  await dialog.getByRole('textbox', { name: /Type Halden plant/ }).fill('Halden plant');
  await dialog.getByRole('button', { name: /^Restore “/ }).click();
  await names(page).waitFor({ timeout: 60_000 });
  await album.take('restored');
}
