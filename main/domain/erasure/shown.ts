import type { Shown } from '../approval/shown';
import type { SiteState } from '../procedure/site';
import type { Going, WaitingErasure } from './decide';

const most = 12;
const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What approving an erasure covers: every body that goes, what stays of each, the files, and the documents issued anew. */
export function shownForErasure(
  site: SiteState,
  request: WaitingErasure,
  { going, closures }: { readonly going: readonly Going[]; readonly closures: readonly string[] },
): Shown {
  const own = going.filter(({ type }) => type !== 'closure.document-issued');
  const files = own.reduce((n, one) => n + one.files.length, 0);
  const { by, authority, scope, erasure } = request;
  return {
    title: `Erasure of what ${count(own.length, 'entry says', 'entries say')}`,
    lines: [
      { label: 'Asked by', value: site.people.get(by)?.name ?? by },
      { label: 'Authority', value: authority },
      { label: 'Scope', value: scope },
      { label: 'Goes', value: goes(own) },
      { label: 'Files', value: files === 0 ? 'None' : `${count(files, 'file is', 'files are')} destroyed` },
      {
        label: 'Closure PDFs',
        value:
          closures.length === 0
            ? 'None shows it'
            : `${count(closures.length, 'is', 'are')} destroyed and issued again without it`,
      },
      {
        label: 'Stays',
        value: 'That each entry stood there, when and by whom; ids, numbers, codes, times; every proof',
      },
    ],
    record: { erasure, going },
  };
}

function goes(own: readonly Going[]): string {
  const named = own.slice(0, most).map(({ place }) => place.seq.toLocaleString('en'));
  const more = own.length - named.length;
  const list = more > 0 ? `${named.join('; ')} and ${count(more, 'other', 'others')}` : named.join('; ');
  return `The content of ${own.length === 1 ? 'entry' : 'entries'} ${list}, for good`;
}
