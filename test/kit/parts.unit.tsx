// @vitest-environment happy-dom
import { act, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { BandGauge } from '../../renderer/kit/BandGauge';
import { Button } from '../../renderer/kit/Button';
import { SignDialog } from '../../renderer/kit/Dialog';
import { ReadingField } from '../../renderer/kit/ReadingField';
import { SaveMark } from '../../renderer/kit/SaveMark';
import { initials } from '../../renderer/kit/Status';
import { spellMoment } from '../../renderer/kit/TextField';
import { button, describedBy, press, show, the } from './screen';

describe('a closed button', () => {
  it('says what opens it, can be reached by keyboard, and does nothing', async () => {
    const deed = vi.fn();
    await show(
      <Button onPress={deed} why="Opens when nothing is missing.">
        Close work order
      </Button>,
    );
    const closed = button('Close work order');
    await press(closed);
    expect(deed).not.toHaveBeenCalled();
    expect(closed.getAttribute('aria-disabled')).toBe('true');
    expect(closed.disabled).toBe(false);
    await act(async () => closed.focus());
    expect(document.activeElement).toBe(closed);
    expect(describedBy(closed)).toBe('Opens when nothing is missing.');
  });

  it('works once it is open', async () => {
    const deed = vi.fn();
    await show(<Button onPress={deed}>Close work order</Button>);
    await press(button('Close work order'));
    expect(deed).toHaveBeenCalledTimes(1);
  });
});

describe('a reading', () => {
  it('keeps the text as it was entered and reads the refusal with it', async () => {
    await show(
      <ReadingField
        label="Torque, bolt 6"
        value="12.50"
        onChange={() => {}}
        unit="N·m"
        error="12.50 is kept as attempt 1."
      />,
    );
    const input = the<HTMLInputElement>('input');
    expect(input.value).toBe('12.50');
    expect(input.inputMode).toBe('decimal');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(describedBy(input)).toContain('12.50 is kept as attempt 1.');
  });

  it('is said in words by its bands', async () => {
    await show(<BandGauge value="14.60" unit="N·m" limits={{ warnHigh: '13.00', actHigh: '14.00' }} />);
    expect(the('svg[role=img]').getAttribute('aria-label')).toBe(
      '14.60 N·m lies in the act band. Warn above 13.00. Act above 14.00.',
    );
  });
});

describe('the tick', () => {
  it('stands only when the entry is saved', async () => {
    const again = await show(<SaveMark state="saving" />);
    expect(document.querySelector('[data-mark=done]')).toBeNull();
    await again(<SaveMark state="notSaved" />);
    expect(document.querySelector('[data-mark=done]')).toBeNull();
    expect(the('[role=status]').textContent).toBe('Not saved yet. Your entry is kept here.');
    await again(<SaveMark state="saved" at="10:42:31" />);
    expect(the('[data-mark=done]')).toBeTruthy();
  });
});

function Signing({ onSign }: { onSign: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [isReady, setReady] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Sign
      </button>
      <SignDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onSign={onSign}
        title="Sign: approval"
        what="Return to service"
        means="I approve"
        who={
          <button type="button" onClick={() => setReady(true)}>
            Enter secret
          </button>
        }
        signLabel="Sign approval"
        why={isReady ? undefined : 'Opens when your secret is entered.'}
      />
    </>
  );
}

describe('a window to sign', () => {
  it('takes the focus, signs only when it may, and gives the focus back', async () => {
    const onSign = vi.fn();
    await show(<Signing onSign={onSign} />);
    const opener = button('Sign');
    await act(async () => opener.focus());
    await press(opener);
    expect(the('[role=dialog]').contains(document.activeElement)).toBe(true);
    await press(button('Sign approval'));
    await act(async () => the<HTMLFormElement>('form').requestSubmit());
    expect(onSign).not.toHaveBeenCalled();
    await press(button('Enter secret'));
    await press(button('Sign approval'));
    expect(onSign).toHaveBeenCalledTimes(1);
    await press(button('Cancel, sign nothing'));
    await vi.waitFor(() => {
      expect(document.querySelector('[role=dialog]')).toBeNull();
      expect(document.activeElement).toBe(opener);
    });
  });
});

describe('words', () => {
  it('spell a day so that month and day cannot be mistaken', () => {
    expect(spellMoment('2026-03-10T14:00')).toBe('Tue 10 Mar 2026, 14:00');
    expect(spellMoment('')).toBeUndefined();
  });

  it('shorten a name to two letters', () => {
    expect(['Marta Kovač', 'Élodie de la Tour', 'Ana', ''].map(initials)).toEqual(['MK', 'ÉT', 'A', '']);
  });
});
