import { Plus } from 'lucide-react';
import { useState } from 'react';
import { command, queryClient, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { count } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Status } from '../kit/Status';
import './designer.css';

/** Ready checklists with their job type and codes. What is added is a draft of this site's own. */
export function Library({ onClose, onAdded }: { onClose: () => void; onAdded: (checklist: string) => void }) {
  const starters = useAsk('starters', {});
  const deed = useDeed();
  const [adding, setAdding] = useState<string | null>(null);
  const add = async (starter: string) => {
    setAdding(starter);
    const done = await deed.run(() => command('addStarter', { starter }));
    if (done === null) return;
    await queryClient.invalidateQueries();
    onAdded(done.checklist);
  };
  return (
    <Panel
      title="Library"
      lead="Each brings its job type, prerequisites, codes and owners. Change them to your site; nothing runs before it is released."
      onClose={onClose}
    >
      <Asked asked={starters} label="Reading the library">
        {(cards) => (
          <>
            {cards.map((card) => (
              <PanelPart
                key={card.id}
                title={card.name}
                aside={`${count(card.steps, 'step')}, ${count(card.gates, 'gate')}`}
              >
                <div className="des-fields">
                  <p className="text-2">{card.about}</p>
                  {card.basis !== null && <p className="t-note">{`After ${card.basis}`}</p>}
                  {card.added ? (
                    <Status mark="done">Added to this site</Status>
                  ) : (
                    <div>
                      <Button
                        icon={Plus}
                        onPress={() => void add(card.id)}
                        isPending={deed.busy && adding === card.id}
                        why={deed.busy && adding !== card.id ? 'Another is being added.' : undefined}
                        whyPlace="hidden"
                        aria-label={`Add ${card.name}`}
                      >
                        Add
                      </Button>
                    </div>
                  )}
                  {adding === card.id && deed.problem !== null && <ProblemNotice problem={deed.problem} />}
                </div>
              </PanelPart>
            ))}
          </>
        )}
      </Asked>
    </Panel>
  );
}
