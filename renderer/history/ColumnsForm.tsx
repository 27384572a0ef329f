import type { HistoryFile } from '../../main/contract/history';
import {
  type DateOrder,
  dateOrders,
  type HistoryField,
  historyFields,
  type Mapping,
  neededFields,
} from '../../main/domain/history/history';
import { readDates, suggestStalling } from '../../main/domain/history/suggest';
import { count } from '../app/format';
import { Checkbox, RadioCards } from '../kit/Choice';
import { Notice } from '../kit/Notice';
import { Select } from '../kit/Picker';
import { TextField } from '../kit/TextField';
import { fieldWords, orderWords } from './words';

export interface ColumnsFormProps {
  file: HistoryFile;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
  /** The sentence for one field, where a refusal names it. */
  error: (field: string) => string | undefined;
}

/** What each column is, and how its values are read. Suggested from the headers; the person has the last word. */
export function ColumnsForm({ file, mapping, onChange, error }: ColumnsFormProps) {
  const choose = (field: HistoryField, column: string | undefined) => {
    const { [field]: _, ...others } = mapping.columns;
    const columns = column === undefined ? others : { ...others, [field]: column };
    const stalling = field === 'state' ? suggestStalling(file.columns, column) : mapping.stalling;
    onChange({ ...mapping, columns, stalling });
  };
  const fields = (which: readonly HistoryField[]) =>
    which.map((field) => (
      <ColumnOf
        key={field}
        field={field}
        file={file}
        chosen={mapping.columns[field]}
        error={error(field)}
        onChoose={(column) => choose(field, column)}
      />
    ));
  return (
    <>
      <section aria-labelledby="his-needed" className="his-part">
        <h2 id="his-needed">What a case cannot be without</h2>
        <div className="his-columns">{fields(neededFields)}</div>
      </section>
      <section aria-labelledby="his-more" className="his-part">
        <h2 id="his-more">What the questions count by</h2>
        <div className="his-columns">
          {fields(historyFields.filter((field) => !neededFields.includes(field)))}
        </div>
      </section>
      <section aria-labelledby="his-read" className="his-part">
        <h2 id="his-read">How its values are read</h2>
        <Dates file={file} mapping={mapping} onChange={onChange} />
        <Stalls file={file} mapping={mapping} onChange={onChange} />
        <div className="his-unknown">
          <TextField
            label="Sign for “unknown”"
            note="An empty cell always means unknown."
            value={mapping.unknown}
            onChange={(unknown) => onChange({ ...mapping, unknown })}
            maxLength={40}
            mono
          />
        </div>
      </section>
    </>
  );
}

const none = ' none';

function ColumnOf({
  field,
  file,
  chosen,
  error,
  onChoose,
}: {
  field: HistoryField;
  file: HistoryFile;
  chosen: string | undefined;
  error: string | undefined;
  onChoose: (column: string | undefined) => void;
}) {
  const { label, note } = fieldWords[field];
  const column = file.columns.find((each) => each.name === chosen);
  const isNeeded = neededFields.includes(field);
  return (
    <div className="his-column">
      <Select
        label={label}
        note={note}
        isRequired={isNeeded}
        error={error}
        value={chosen ?? (isNeeded ? null : none)}
        placeholder="Choose a column"
        options={[
          ...(isNeeded ? [] : [{ id: none, label: 'Not in this file' }]),
          ...file.columns.map((each) => ({ id: each.name, label: each.name, note: samplesOf(each.samples) })),
        ]}
        onChange={(id) => onChoose(id === none ? undefined : id)}
      />
      <p className="his-samples">{column === undefined ? '' : samplesOf(column.samples)}</p>
    </div>
  );
}

const samplesOf = (samples: readonly string[]): string =>
  samples.slice(0, 3).join(' · ') || 'Empty in every row';

function Dates({ file, mapping, onChange }: Omit<ColumnsFormProps, 'error'>) {
  const { opened, closed, updated } = mapping.columns;
  const finding = readDates(
    file.columns.filter((c) => [opened, closed, updated].includes(c.name)).map((c) => c.dates),
  );
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <>
      <RadioCards
        label="Order of day and month"
        place="row"
        options={dateOrders.map((order) => ({ id: order, ...orderWords[order] }))}
        value={mapping.dates}
        onChange={(id) => onChange({ ...mapping, dates: id as DateOrder })}
      />
      <Notice
        kind={
          finding.kind === 'clear' && finding.order === mapping.dates
            ? 'ok'
            : finding.kind === 'none'
              ? 'info'
              : 'warn'
        }
        title={finding.words}
      />
      <div className="his-unknown">
        <Select
          label="Time zone of the file’s times"
          note="Times that name their own zone keep it."
          value={mapping.zone}
          options={zones.map((zone) => ({
            id: zone,
            label: zone,
            ...(zone === own ? { note: 'This machine’s' } : {}),
          }))}
          onChange={(zone) => onChange({ ...mapping, zone })}
        />
      </div>
    </>
  );
}

function Stalls({ file, mapping, onChange }: Omit<ColumnsFormProps, 'error'>) {
  const { state } = mapping.columns;
  if (state === undefined) return null;
  const values = file.columns.find((c) => c.name === state)?.values ?? null;
  if (values === null)
    return (
      <Notice
        kind="warn"
        title={`“${state}” has more than 60 different values, so it is no state. No case will count as stalled.`}
      />
    );
  return (
    <fieldset className="his-states">
      <legend>States in which work is stalled</legend>
      {values
        .filter(({ value }) => value !== mapping.unknown)
        .map(({ value, rows }) => (
          <Checkbox
            key={value}
            note={count(rows, 'row')}
            isSelected={mapping.stalling.includes(value)}
            onChange={(isOn) =>
              onChange({
                ...mapping,
                stalling: isOn
                  ? [...mapping.stalling, value]
                  : mapping.stalling.filter((each) => each !== value),
              })
            }
          >
            {value}
          </Checkbox>
        ))}
    </fieldset>
  );
}
