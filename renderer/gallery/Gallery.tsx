import { useSyncExternalStore } from 'react';
import { useTheme } from '../kit/useTheme';
import { BenchSample } from './BenchSample';
import { BlockSample } from './BlockSample';
import { Charts } from './Charts';
import { DeskSample } from './DeskSample';
import { FormSample } from './FormSample';
import { LockSample } from './LockSample';
import { Parts } from './Parts';
import { ReviewSample } from './ReviewSample';
import { TouchParts } from './TouchParts';

function watchHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** Every part in every state, for development only: `gallery.html?theme=dark#desk`. */
export function Gallery() {
  const hash = useSyncExternalStore(watchHash, () => window.location.hash);
  const query = new URLSearchParams(window.location.search);
  useTheme(query.get('theme') === 'dark' ? 'dark' : 'light');
  switch (hash) {
    case '#desk':
      return <DeskSample />;
    case '#sign':
      return <DeskSample isSigning />;
    case '#review':
      return <ReviewSample />;
    case '#bench':
      return <BenchSample />;
    case '#entry':
      return <BenchSample isEntry />;
    case '#block':
      return <BlockSample />;
    case '#lock':
      return <LockSample />;
    case '#form':
      return <FormSample />;
    case '#charts':
      return <Charts />;
    case '#touch':
      return <TouchParts />;
    default:
      return <Parts />;
  }
}
