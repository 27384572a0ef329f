import { Check, ChevronUp } from 'lucide-react';
import { useId } from 'react';
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import type { NamedCause } from '../../main/domain/learning/cause';
import { causeKey } from '../app/causes';
import { count, listWords } from '../app/format';
import './causes.css';

/** What may have caused this version, to be named in the request: any number of them, or none. */
export function CausePicker({
  causes,
  chosen,
  onChange,
}: {
  causes: readonly NamedCause[];
  /** Keys of the chosen ones. */
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const id = useId();
  const named = causes.filter((one) => chosen.includes(causeKey(one.cause)));
  return (
    <div className="des-causes">
      <DialogTrigger>
        <AriaButton className="k-link" data-size="desk">
          {named.length === 0 ? 'Name what caused it' : `${count(named.length, 'cause')} named`}
          <ChevronUp className="k-icon" aria-hidden="true" />
        </AriaButton>
        <Popover className="k-popover" placement="top start" offset={4} data-size="desk">
          <Dialog className="des-causes-list" aria-labelledby={id}>
            <p id={id} className="t-note">
              What caused this version
            </p>
            <ListBox
              className="k-options"
              aria-labelledby={id}
              items={causes.map((one) => ({ ...one, id: causeKey(one.cause) }))}
              selectionMode="multiple"
              escapeKeyBehavior="none"
              selectedKeys={chosen}
              onSelectionChange={(keys) =>
                onChange(keys === 'all' ? causes.map((one) => causeKey(one.cause)) : [...keys].map(String))
              }
              renderEmptyState={() => (
                <p className="des-causes-none">
                  Nothing to name yet. Codes raised on this job type, remediations and decisions of the
                  monthly review appear here.
                </p>
              )}
            >
              {(one) => (
                <ListBoxItem className="k-option" id={one.id} textValue={one.words}>
                  {({ isSelected }) => (
                    <>
                      <Text slot="label" className="k-option-words">
                        {one.words}
                      </Text>
                      {isSelected && <Check className="k-icon" aria-hidden="true" />}
                    </>
                  )}
                </ListBoxItem>
              )}
            </ListBox>
          </Dialog>
        </Popover>
      </DialogTrigger>
      {named.length > 0 && (
        <span className="des-causes-named" title={listWords(named.map((one) => one.words))}>
          {listWords(named.map((one) => one.words))}
        </span>
      )}
    </div>
  );
}
