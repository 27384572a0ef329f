// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PackRow } from '../../main/contract/packs';
import { Copyable } from '../../renderer/kit/Copyable';
import { DataList } from '../../renderer/kit/DataList';
import { DiscloseFields } from '../../renderer/packs/DiscloseFields';
import { emptyForm, ofWorkOrders } from '../../renderer/packs/form';
import { PackPanel } from '../../renderer/packs/PackPanel';
import { Report } from '../../renderer/packs/Report';
import { Wizard } from '../../renderer/packs/Wizard';
import { button, press, show, the } from '../kit/screen';
import { packRow, preview, reports } from './samples';

vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => undefined }));

type Given = readonly [name: string, args: Record<string, unknown>];
let given: Given[] = [];
let answers: Record<string, unknown> = {};
/** The queries each screen may ask; commands answer what the test says. */
const bridge = {
  query: new Proxy(
    {},
    {
      get: (_, name: string) => async () => ({
        ok: true,
        answer: name === 'status' ? { person: { user: 'usr_1', role: 'compliance' } } : (answers[name] ?? []),
      }),
    },
  ),
  command: new Proxy(
    {},
    {
      get: (_, name: string) => async (_id: string, args: Record<string, unknown>) => {
        given.push([name, args]);
        return answers[name];
      },
    },
  ),
  onChanged: () => {},
  onProgress: () => {},
};
beforeEach(() => {
  given = [];
  answers = {};
  vi.stubGlobal('designer', bridge);
});
afterEach(() => vi.unstubAllGlobals());

const settle = (ms = 20) => act(async () => new Promise((done) => setTimeout(done, ms)));
const text = () => document.body.textContent;

async function open(part: React.ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await show(<QueryClientProvider client={client}>{part}</QueryClientProvider>);
  await settle();
}

async function type(selector: string, value: string) {
  const field = the<HTMLTextAreaElement>(selector);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

let place = 0;
const wizard = () => (
  <Wizard place={`test ${++place}`} first={ofWorkOrders(['wo_1', 'wo_2'])} addendumTo={null} />
);
const submit = () =>
  act(async () =>
    the<HTMLFormElement>('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
  );

describe('the page that makes a pack', () => {
  it('stays closed until there is a reason, and says so', async () => {
    answers.packPreview = preview(2);
    await open(wizard());
    expect(button('Make the audit pack').getAttribute('aria-disabled')).toBe('true');
    expect(text()).toContain('Say why, in a few words.');
    await submit();
    expect(given).toEqual([]);
    await type('textarea', 'Inspection of 12 March');
    expect(button('Make the audit pack').getAttribute('aria-disabled')).toBeNull();
  });

  it('asks for exactly what was chosen, and shows the file, its number and its whole hash', async () => {
    answers.packPreview = preview(2);
    answers.exportPack = {
      ok: true,
      answer: {
        seq: 1,
        at: '',
        pack: 'pack_1',
        number: 'PACK-K1-000001',
        path: '/stick/a.zip',
        sha256: 'a1'.repeat(32),
      },
    };
    await open(wizard());
    await type('textarea', 'Inspection of 12 March');
    await submit();
    expect(given).toEqual([
      [
        'exportPack',
        {
          scope: { kind: 'work-orders', workOrders: ['wo_1', 'wo_2'] },
          complete: true,
          reason: 'Inspection of 12 March',
        },
      ],
    ]);
    for (const shown of ['PACK-K1-000001', '/stick/a.zip', 'a1'.repeat(32)]) expect(text()).toContain(shown);
  });

  it('keeps what was typed when a full stick refuses, and says what was recorded', async () => {
    answers.packPreview = preview(2);
    const message = 'PACK-K1-000001 was not written: There is no room left on “HAL-2”.';
    answers.exportPack = { ok: false, code: 'folder', message };
    await open(wizard());
    await type('textarea', 'Inspection of 12 March');
    await submit();
    expect(text()).toContain(message);
    expect(the<HTMLTextAreaElement>('textarea').value).toBe('Inspection of 12 March');
  });

  it('puts a refusal that names a field beside that field', async () => {
    answers.packPreview = preview(2);
    answers.exportPack = {
      ok: false,
      code: 'not-understood',
      message: 'Something is not filled in as it should be.',
      fields: { reason: 'say why, in a few words' },
    };
    await open(wizard());
    await type('textarea', 'Inspection');
    await submit();
    expect(the('textarea').getAttribute('aria-invalid')).toBe('true');
    expect(text()).not.toContain('Something is not filled in as it should be.');
  });

  it('makes nothing, and loses nothing, when no place is chosen', async () => {
    answers.packPreview = preview(2);
    answers.exportPack = {
      ok: true,
      answer: { seq: -1, at: '', pack: '', number: 'PACK-K1-000001', path: null, sha256: '' },
    };
    await open(wizard());
    await type('textarea', 'Inspection of 12 March');
    await submit();
    expect(text()).toContain('No place was chosen. Nothing was recorded and no file was written.');
    expect(the<HTMLTextAreaElement>('textarea').value).toBe('Inspection of 12 March');
  });

  it('is closed while nothing fits, with the reason that main gives', async () => {
    answers.packPreview = preview(0);
    await open(wizard());
    await settle(300);
    await type('textarea', 'Inspection of 12 March');
    expect(button('Make the audit pack').getAttribute('aria-disabled')).toBe('true');
    expect(text()).toContain('No work order fits this. Choose another scope, or a longer time.');
  });

  it('keeps what was said while the person was elsewhere', async () => {
    answers.packPreview = preview(2);
    const kept = <Wizard key="first" place="elsewhere" first={ofWorkOrders(['wo_1'])} addendumTo={null} />;
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const again = await show(<QueryClientProvider client={client}>{kept}</QueryClientProvider>);
    await settle();
    await type('textarea', 'Half a reason');
    await again(<p>Elsewhere</p>);
    await again(<QueryClientProvider client={client}>{kept}</QueryClientProvider>);
    await settle();
    expect(the<HTMLTextAreaElement>('textarea').value).toBe('Half a reason');
  });
});

describe('what is disclosed', () => {
  const seen = (complete: boolean, which: 'all' | 'chosen') =>
    open(
      <DiscloseFields
        form={{ ...emptyForm, complete, which }}
        set={() => {}}
        error={() => undefined}
        preview={preview(12)}
      />,
    );

  it('says how many lines an inspector sees without content, and what is not in them', async () => {
    await seen(true, 'all');
    expect(text()).toContain('of 12,431 other entries of the range a line without content');
    expect(text()).toContain('no reading, no text, no name and no file');
  });

  it('says that nothing shows what was left out where that is not asked for', async () => {
    await seen(false, 'chosen');
    expect(text()).toContain('Withheld work orders and other entries have no line at all');
  });
});

describe('one pack of the list', () => {
  const panel = (row: PackRow) => open(<PackPanel row={row} mayMake onClose={() => {}} />);
  const issued: PackRow = {
    ...packRow(1),
    later: 0,
    issued: { at: '2026-03-10T08:00:00.000Z', sha256: 'b2'.repeat(32), size: 100 },
  };

  it('says how many entries were recorded since, and only then', async () => {
    await panel({ ...issued, later: 3 });
    expect(text()).toContain('3 entries were recorded since.');
    expect(button('Make an addendum').dataset.tone).toBe('primary');
  });

  it('compares the hash of a pack that is made again with the one that was issued', async () => {
    answers.issuePackAgain = { ok: true, answer: { path: '/stick/b.zip', sha256: 'b2'.repeat(32) } };
    await panel(issued);
    await press(button('Make it again'));
    await settle();
    expect(text()).toContain('It is made again, with the same bytes as before.');
    answers.issuePackAgain = { ok: true, answer: { path: '/stick/b.zip', sha256: 'c3'.repeat(32) } };
    await press(button('Make it again'));
    await settle();
    expect(text()).toContain('It is made, but its bytes are not those of before.');
  });

  it('offers to finish one that was asked for, and no addendum to it', async () => {
    await panel({ ...issued, issued: null });
    expect(button('Make the file').dataset.tone).toBe('primary');
    expect(() => button('Make an addendum')).toThrow('no button says');
  });

  it('offers nothing to those who may not make packs', async () => {
    await open(<PackPanel row={issued} mayMake={false} onClose={() => {}} />);
    expect(() => button('Make it again')).toThrow('no button says');
  });
});

describe('what a check says', () => {
  it('is the verdict first, each finding with its place, and whose it is', async () => {
    await open(<Report report={reports.bad} />);
    expect(the('[aria-label=Verdict]').textContent).toContain('It does not hold. Do not rely on it.');
    expect(text()).toContain('step 7, field torque');
    expect(text()).toContain('another site than the one open here');
  });

  it('of withheld parts is that the rest holds', async () => {
    await open(<Report report={reports.withheld} />);
    expect(the('[aria-label=Verdict]').textContent).toContain('What it discloses holds.');
    expect(text()).toContain('12,431 withheld, 2 erased');
  });
});

describe('rows that are ticked', () => {
  function Ticked() {
    const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
    return (
      <>
        <DataList
          label="Rows"
          columns={[{ id: 'name', name: 'Name', width: '1fr', cell: (row: string) => row }]}
          count={3}
          rowAt={(index) => ['a', 'b', 'c'][index]}
          rowId={(row) => row}
          chosen={chosen}
          onChoose={(row) =>
            setChosen((before) => {
              const next = new Set(before);
              if (!next.delete(row)) next.add(row);
              return next;
            })
          }
        />
        <output>{[...chosen].join(' ')}</output>
      </>
    );
  }

  it('are reached by the arrow keys and ticked, and unticked, by Space', async () => {
    // Without a layout the list would think that no row is in sight.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(400);
    await open(<Ticked />);
    const grid = the('[role=grid]');
    const key = (name: string) =>
      act(async () => grid.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true })));
    for (const name of ['ArrowDown', ' ', 'ArrowDown', 'ArrowDown', ' ']) await key(name);
    expect(the('output').textContent).toBe('a c');
    await key('Home');
    await key(' ');
    expect(the('output').textContent).toBe('c');
  });
});

describe('an identifier to copy', () => {
  it('is copied whole where it is shown short', async () => {
    const hash = 'd4'.repeat(32);
    const copied: string[] = [];
    document.execCommand = () => {
      const event = new Event('copy') as ClipboardEvent;
      Object.defineProperty(event, 'clipboardData', {
        value: { setData: (_: string, what: string) => copied.push(what) },
      });
      return document.dispatchEvent(event);
    };
    await open(<Copyable text={hash} label="the hash" isShort />);
    expect(the('.k-copyable').textContent).toContain('d4d4d4d4…d4d4d4');
    await press(the('button[aria-label="Copy the hash"]'));
    expect(copied).toEqual([hash]);
    expect(text()).toContain('Copied');
  });
});
