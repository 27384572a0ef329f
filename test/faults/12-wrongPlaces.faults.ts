import fs, { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { openLedger } from '../../main/ledger/open';
import { SITE } from '../ledger/rig';
import { buildChild, type ChildProgram, type ChildSite, newChildSite, runToEnd } from '../ledger/spawnChild';
import { type FaultCase, programAt } from './case';

/** `f_type` of statfs: linux/magic.h, fs/smb/client, fs/exfat. */
const FILE_SYSTEMS = [
  ['NFS', 0x6969, 'folder-on-network'],
  ['SMB', 0x517b, 'folder-on-network'],
  ['CIFS', 0xff534d42, 'folder-on-network'],
  ['SMB2', 0xfe534d42, 'folder-on-network'],
  ['AFS', 0x5346414f, 'folder-on-network'],
  ['Ceph', 0x00c36400, 'folder-on-network'],
  ['FAT', 0x4d44, 'folder-on-fat'],
  ['exFAT', 0x2011bab0, 'folder-on-fat'],
] as const;
const LOCAL = [0xef53, 0x9123683e, 0x58465342, 0x01021994, 0x794c7630];
const SYNCED: readonly ((folder: string) => string)[] = [
  ...['Dropbox', 'OneDrive - Halden', 'Google Drive', 'Nextcloud'].map(
    (name) => (folder: string) => join(folder, name, 'site'),
  ),
  ...['.stfolder', '.dropbox'].map((mark) => (folder: string) => {
    const root = join(folder, `marked-${mark}`);
    mkdirSync(root);
    writeFileSync(join(root, mark), '');
    return join(root, 'site');
  }),
];

const openAt = (folder: string, site: ChildSite) =>
  openLedger({
    folder,
    headCopy: site.headCopy,
    site: SITE,
    device: site.device,
    app: '0.1.0',
    ballastBytes: 0,
  });

/** Opens as if statfs had told this type of the folder's disk. */
function openOn(type: number, site: ChildSite) {
  const { statfsSync } = fs;
  fs.statfsSync = ((path: string) => ({ ...statfsSync(path), type })) as typeof statfsSync;
  syncBuiltinESMExports();
  try {
    return openAt(site.folder, site);
  } finally {
    fs.statfsSync = statfsSync;
    syncBuiltinESMExports();
  }
}

/** What a start says on a real disk of that format; undefined: this machine cannot mount one. */
async function onRealDisk(
  program: ChildProgram,
  parent: string,
  format: 'vfat' | 'exfat',
): Promise<string | undefined> {
  if (process.geteuid?.() !== 0 || programAt(`mkfs.${format}`) === undefined) return undefined;
  const site = newChildSite(parent);
  const image = join(site.root, 'disk.img');
  const script = `truncate -s 64M "$1" && mkfs.${format} "$1" >/dev/null && mount -t ${format} -o loop "$1" "$2" || exit 77; shift 2; exec "$@"`;
  const done = await runToEnd('unshare', [
    ...['-m', 'sh', '-c', script, 'sh', image, site.folder],
    ...[process.execPath, program.file, 'count', ...site.arguments],
  ]);
  return done.code === 77 ? undefined : done.out;
}

export const faultCase: FaultCase = {
  promise: 12,
  title: 'A place where a ledger would not be kept is refused',
  trials: { quick: FILE_SYSTEMS.length + SYNCED.length, full: FILE_SYSTEMS.length + SYNCED.length + 2 },
  async run({ folder }) {
    const wrong: string[] = [];
    let trials = 0;
    const judge = (what: string, place: string, code: string, opening: ReturnType<typeof openAt>): void => {
      trials += 1;
      if (opening.ok) void opening.ledger.close();
      if (opening.ok || opening.code !== code) wrong.push(`${what}: ${opening.ok ? 'opened' : opening.code}`);
      else if (readdirSync(place).length > 0) wrong.push(`${what}: it left ${readdirSync(place).join()}`);
    };
    for (const [name, type, code] of FILE_SYSTEMS) {
      const site = newChildSite(folder);
      judge(name, site.folder, code, openOn(type, site));
    }
    for (const make of SYNCED) {
      const site = newChildSite(folder);
      const place = make(site.root);
      mkdirSync(place, { recursive: true });
      judge(place.slice(site.root.length), place, 'folder-on-network', openAt(place, site));
    }
    const program = await buildChild(folder);
    const real: string[] = [];
    for (const format of ['vfat', 'exfat'] as const) {
      const said = await onRealDisk(program, folder, format);
      real.push(`${format} ${said === undefined ? 'could not be mounted here' : 'mounted'}`);
      if (said === undefined) continue;
      trials += 1;
      if (!said.startsWith('REFUSED folder-on-fat')) wrong.push(`a real ${format}: ${said.slice(0, 200)}`);
    }
    const opens = LOCAL.filter((type) => {
      const opening = openOn(type, newChildSite(folder));
      if (opening.ok) void opening.ledger.close();
      return opening.ok;
    });
    return {
      trials,
      silent: wrong.length,
      figure: `${trials - wrong.length} of ${trials} refused with the reason and nothing written; ${real.join(', ')}`,
      ...(wrong[0] === undefined ? {} : { firstFailure: wrong.join('; ') }),
      control: {
        words: `${opens.length} of ${LOCAL.length} local file systems are not refused`,
        failed: opens.length === LOCAL.length,
      },
    };
  },
};
