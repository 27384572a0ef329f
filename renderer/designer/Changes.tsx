import type { Change } from '../../main/domain/procedure/diff';
import { Struck } from '../kit/Status';
import { EmptyState } from '../kit/Waiting';
import './designer.css';

const groups: readonly { kind: Change['kind']; title: string }[] = [
  { kind: 'changed', title: 'Changed' },
  { kind: 'added', title: 'New' },
  { kind: 'removed', title: 'Removed' },
  { kind: 'moved', title: 'Moved' },
];

/** What differs, in words, old values struck through beside the new. */
export function Changes({ changes, against }: { changes: readonly Change[]; against: number }) {
  if (changes.length === 0)
    return (
      <EmptyState
        title={`Nothing differs from version ${against}.`}
        note="A draft that is the same as the version in use cannot be released."
      />
    );
  return (
    <div className="des-changes">
      {groups.map(({ kind, title }) => {
        const those = changes.filter((change) => change.kind === kind);
        if (those.length === 0) return null;
        return (
          <section key={kind} aria-label={title}>
            <h2>
              {title} <span className="text-3">{those.length}</span>
            </h2>
            <ul>
              {those.map((change) => (
                <li key={`${change.what} ${change.id} ${change.words}`}>
                  <p>{change.words}</p>
                  {detailsOf(change).length > 0 && (
                    <dl className="des-details">
                      {detailsOf(change).map((detail) => (
                        <div key={detail.label}>
                          <dt>{detail.label}</dt>
                          <dd>
                            {kind === 'changed' ? (
                              <>
                                <Struck reason="">{detail.before}</Struck> {detail.after}
                              </>
                            ) : kind === 'removed' ? (
                              <del>{detail.before}</del>
                            ) : (
                              detail.after
                            )}
                          </dd>
                        </div>
                      ))}
                    </dl>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** What the sentence does not say already: the title of something new or removed stands in it. */
function detailsOf({ kind, details }: Change): Change['details'] {
  if (kind === 'moved') return [];
  return kind === 'changed' ? details : details.filter((detail) => detail.label !== 'Title');
}
