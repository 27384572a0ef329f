/**
 * The page of an audit pack: asks for the ZIP (or the folder) and checks it here, with the same proof code as the app. Sends
 * nothing, loads nothing but pictures beside it.
 */
import { fromUtf8 } from '../../proof/encoding';
import { packMembers } from '../../proof/pack/manifest';
import type { PackSource } from '../../proof/pack/source';
import { type PackVerification, verifyPack } from '../../proof/pack/verifyPack';
import { browserCrypto, droppedFolder, folderOf, lacking, pickedFolder, zipOf } from './browser';
import { el, shape } from './parts';
import { showPictures } from './pictures';
import { verdictView } from './verdict';

class Stopped extends Error {}

const crypto = browserCrypto();
/** The report as this page came with it, before pictures are put in. */
const asWritten = document.querySelector('#report')?.innerHTML ?? '';
let running = 0;

function picker(words: string, primary: boolean, input: Readonly<Record<string, string>>): HTMLInputElement {
  const control = el('input', { type: 'file', ...input, 'aria-label': words });
  control.dataset.words = words;
  if (primary) control.dataset.primary = 'true';
  return control;
}

const label = (control: HTMLInputElement): HTMLElement =>
  el(
    'label',
    { class: control.dataset.primary === 'true' ? 'pick primary' : 'pick' },
    control,
    el('span', { 'aria-hidden': 'true' }, control.dataset.words ?? ''),
  );

function start(section: HTMLElement): void {
  const zip = picker('Choose the ZIP', true, { id: 'zip', accept: '.zip,application/zip' });
  const folder = picker('Choose the folder', false, { id: 'folder', webkitdirectory: '', multiple: '' });
  const area = el(
    'div',
    { class: 'drop' },
    el(
      'p',
      {},
      `Drop ${document.body.dataset.number ?? 'the pack'} here: the ZIP, from which nothing else is needed, or the folder it was unpacked into. Of a folder the container itself cannot be checked.`,
    ),
    label(zip),
    label(folder),
  );
  const out = el('div', { id: 'outcome', 'aria-live': 'polite' });
  section.replaceChildren(
    el('h2', { id: 'check-h' }, 'Check this pack'),
    el(
      'p',
      { class: 'note' },
      'This page reads the pack in your browser, without any network, and says whether every entry and file in it is what was recorded. It was written by whoever made the pack, and a page can lie about its own check: see “What this cannot show” for other ways to check the same file.',
    ),
    area,
    out,
  );
  section.hidden = false;
  const check = (name: string, open: () => Promise<PackSource>): void => void run(name, open, out);
  zip.addEventListener('change', () => {
    const file = zip.files?.[0];
    if (file !== undefined) check(file.name, () => zipOf(file));
    zip.value = '';
  });
  folder.addEventListener('change', () => {
    const files = pickedFolder(folder.files ?? []);
    if (files.length > 0) check('The folder', async () => folderOf(files));
    folder.value = '';
  });
  const over = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    area.classList.toggle('over', on);
  };
  document.addEventListener('dragover', over(true));
  document.addEventListener('dragleave', over(false));
  document.addEventListener('drop', (event) => {
    over(false)(event);
    const entry = event.dataTransfer?.items?.[0]?.webkitGetAsEntry?.();
    const file = event.dataTransfer?.files[0];
    if (entry?.isDirectory === true)
      check(entry.name, async () => folderOf(await droppedFolder(entry as FileSystemDirectoryEntry)));
    else if (file !== undefined) check(file.name, () => zipOf(file));
  });
}

/** One check, with its progress; another one that is begun meanwhile ends it. */
async function run(name: string, open: () => Promise<PackSource>, out: HTMLElement): Promise<void> {
  running += 1;
  const mine = running;
  const missing = await lacking();
  if (missing !== undefined) {
    out.replaceChildren(
      notice(`No verdict: ${missing}. Check the pack with another browser, the app, or the command line.`),
    );
    return;
  }
  const bar = el('progress', { max: '1', value: '0', 'aria-label': 'How far the check is' });
  const words = el('p', {}, 'Opening the pack');
  const stop = el('button', { type: 'button' }, 'Stop');
  stop.addEventListener('click', () => {
    running += 1;
    out.replaceChildren(notice('Stopped. Nothing was judged.'));
  });
  out.replaceChildren(el('div', { class: 'working' }, words, stop, bar));
  const begun = performance.now();
  let shown = begun;
  try {
    const source = await open();
    const found = await verifyPack(source, crypto, async (done, total, what) => {
      if (mine !== running) throw new Stopped();
      const now = performance.now();
      if (now - shown < 60) return;
      shown = now;
      bar.value = total === 0 ? 1 : done / total;
      words.textContent = `${what} (${Math.floor((100 * done) / Math.max(total, 1))} %)`;
      await new Promise((resolve) => setTimeout(resolve));
    });
    if (mine !== running) return;
    const view = verdictView(found, name, (performance.now() - begun) / 1000);
    out.replaceChildren(view, ...(await aboutThisPage(source, found)));
    view.querySelector<HTMLElement>('.verdict')?.focus();
    if (found.manifest?.pack === document.body.dataset.pack) await showPictures(source, crypto);
  } catch (error) {
    if (error instanceof Stopped || mine !== running) return;
    out.replaceChildren(
      notice(
        `No verdict: the pack could not be read to its end (${error instanceof Error ? error.message : String(error)}). Copy it to this machine and check the copy.`,
      ),
    );
  }
}

const notice = (words: string): HTMLElement =>
  el(
    'div',
    { class: 'verdict warn', role: 'status' },
    shape('warn'),
    el('h3', {}, 'Not checked'),
    el('p', {}, words),
  );

/** Whether what stands on this page is the report that the pack holds. */
async function aboutThisPage(source: PackSource, { manifest }: PackVerification): Promise<HTMLElement[]> {
  if (manifest === undefined) return [];
  if (manifest.pack !== document.body.dataset.pack)
    return [
      notice(
        `The file is ${manifest.number}, and this page is the report of ${document.body.dataset.number}: the verdict above is about the file, not about what stands below.`,
      ),
    ];
  const page = source.members.get(packMembers.page);
  if (page === undefined) return [];
  const held = new DOMParser().parseFromString(fromUtf8(await page.read(0, page.size)), 'text/html');
  const same = held.querySelector('#report')?.innerHTML === asWritten;
  return same
    ? [el('p', { class: 'note check-note' }, 'The report below is, word for word, the one in the pack.')]
    : [
        notice(
          'The report below is not the one in the pack: this page was changed. Unpack index.html from the pack and read that one.',
        ),
      ];
}

const section = document.querySelector<HTMLElement>('#check');
if (section !== null) start(section);
