import { Check, ChevronUp, X } from 'lucide-react';
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
import { count } from '../app/format';
import { IconButton } from '../kit/Button';
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
        <ul aria-label="Causes named">
          {named.map((one) => (
            <li key={causeKey(one.cause)}>
              <span title={one.words}>{one.words}</span>
              <IconButton
                icon={X}
                label={`Leave out ${one.words}`}
                onPress={() => onChange(chosen.filter((key) => key !== causeKey(one.cause)))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
