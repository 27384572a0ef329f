import { useEffect, useRef } from 'react';
import type { CommandAnswer } from '../api';
import { Copyable } from '../kit/Copyable';
import { PageBody, PageHead } from '../kit/DeskShell';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';

/** A pack whose file stands where it was wanted. */
export type MadePack = CommandAnswer<'exportPack'> & { readonly path: string };

/** What came of it: the file, its number and its hash, and what to give to whom. */
export function Made({ made, isAddendum }: { made: MadePack; isAddendum: boolean }) {
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => room.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <PageHead title={made.number} kicker={<a href="#/packs">Audit packs</a>} />
      <PageBody>
        <div className="pack-made" ref={room} tabIndex={-1}>
          <Notice
            kind="ok"
            title={`${isAddendum ? 'The addendum' : 'The audit pack'} is made, read back, and recorded.`}
          >
            Give the inspector the file and this hash, each by its own way: the file on a stick, the hash on
            paper or read aloud.
          </Notice>
          <KeyValue
            isBoxed
            items={[
              { name: 'File', value: <span className="mono pack-long">{made.path}</span> },
              { name: 'Number', value: <span className="mono">{made.number}</span> },
              {
                name: 'SHA-256',
                value: <Copyable text={made.sha256} label={`SHA-256 of ${made.number}`} />,
              },
            ]}
          />
          <p className="measure text-2">
            The inspector takes <span className="mono">index.html</span> out of the ZIP, opens it in any
            browser and gives it the ZIP. It checks everything by itself, with no network and without this
            app.
          </p>
          <p className="pack-links">
            <a href="#/packs">See all audit packs</a>
            <a href="#/packs/check">Check a pack</a>
            <a href="#/packs/new">Make another</a>
          </p>
        </div>
      </PageBody>
    </>
  );
}
