// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import type { SigningBridge, SigningShown } from '../../main/contract/signing';
import type { Refusal } from '../../main/domain/refusal';
import { SigningPage } from '../../renderer/sign/SigningPage';
import { button, press, show, the } from '../kit/screen';

const first: SigningShown = {
  title: 'approval of “Return to service”',
  lines: [{ label: 'Gate', value: 'G2, Return to service' }],
  values: [{ label: '7 Torque', value: '12.50 N·m' }],
  says: [{ label: 'Meaning', value: 'Approved: work may pass this gate.' }],
  digest: 'a'.repeat(64),
  name: 'Ana Ruiz',
  needsIdentifier: true,
  identifier: 'a.ruiz',
  deed: 'Sign approval',
  size: 'desk',
};

type OnSign = SigningBridge['sign'];

/** Opens the window over what main says can be signed now; the answer changes that, as the ledger does. */
async function open(view: SigningShown, onSign: OnSign, onCancel: () => void = () => undefined) {
  let now: SigningShown | Refusal = view;
  let changed = (): void => undefined;
  const bridge: SigningBridge = {
    read: async () => now,
    sign: onSign,
    cancel: onCancel,
    onChanged: (listener) => {
      changed = listener;
    },
  };
  await show(<SigningPage bridge={bridge} />);
  await settle();
  return async (next: SigningShown | Refusal) => {
    now = next;
    await act(async () => changed());
    await settle();
  };
}

const settle = () => act(async () => new Promise((done) => setTimeout(done, 20)));

async function type(selector: string, text: string) {
  const field = the<HTMLInputElement>(selector);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const identifier = 'input[type="text"]';
const secret = 'input[type="password"]';
const sign = () =>
  act(async () =>
    the<HTMLFormElement>('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
  );

it('signs exactly the digest of what is shown, with identifier and secret', async () => {
  const onSign = vi.fn(async () => null);
  await open(first, onSign);
  await type(identifier, 'a.ruiz');
  await type(secret, 'copper lantern 42 tides');
  await sign();
  expect(onSign).toHaveBeenCalledWith({
    shown: 'a'.repeat(64),
    sign: { identifier: 'a.ruiz', secret: 'copper lantern 42 tides' },
  });
});

it('asks for the secret alone later in a sitting', async () => {
  const onSign = vi.fn(async () => null);
  await open({ ...first, needsIdentifier: false }, onSign);
  expect(document.querySelector(identifier)).toBeNull();
  await type(secret, 'copper lantern 42 tides');
  await sign();
  expect(onSign).toHaveBeenCalledWith({
    shown: 'a'.repeat(64),
    sign: { secret: 'copper lantern 42 tides' },
  });
});

it('stays closed until identifier and secret are typed', async () => {
  const onSign = vi.fn(async () => null);
  await open(first, onSign);
  await type(secret, 'copper lantern 42 tides');
  await sign();
  expect(onSign).not.toHaveBeenCalled();
});

it('keeps the identifier after a refusal, forgets the secret, and says what was refused', async () => {
  const message = 'This is not the secret that opens your key. Nothing was signed. Enter it again.';
  await open(first, async () => ({
    ok: false,
    code: 'wrong-secret',
    message,
    fields: { secret: 'Not your secret' },
  }));
  await type(identifier, 'a.ruiz');
  await type(secret, 'something else');
  await sign();
  await settle();
  expect(the<HTMLInputElement>(identifier).value).toBe('a.ruiz');
  expect(the<HTMLInputElement>(secret).value).toBe('');
  expect(document.body.textContent).toContain(message);
});

it('signs nothing when the record changed under the eyes of the signer, until it was read again', async () => {
  const onSign = vi.fn(async () => null);
  const change = await open(first, onSign);
  await type(identifier, 'a.ruiz');
  await type(secret, 'copper lantern 42 tides');
  await change({ ...first, digest: 'b'.repeat(64) });
  await sign();
  expect(onSign).not.toHaveBeenCalled();
  expect(document.body.textContent).toContain('This changed while you read it.');
  await press(button('Show it as it is now'));
  await sign();
  expect(onSign).toHaveBeenCalledWith({
    shown: 'b'.repeat(64),
    sign: { identifier: 'a.ruiz', secret: 'copper lantern 42 tides' },
  });
});

it('shows every value that is signed, what it means, and the name that is printed', async () => {
  await open(first, async () => null);
  const said = document.body.textContent;
  for (const word of [
    'G2, Return to service',
    '7 Torque',
    '12.50 N·m',
    'Approved: work may pass',
    'Ana Ruiz',
  ])
    expect(said).toContain(word);
  expect(the<HTMLElement>('.k-dialog-note').textContent).toContain('Opens when');
});

it('cancels on Escape, and signs nothing', async () => {
  const onSign = vi.fn(async () => null);
  const onCancel = vi.fn();
  await open(first, onSign, onCancel);
  await act(async () =>
    the<HTMLInputElement>(secret).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }),
    ),
  );
  expect(onCancel).toHaveBeenCalledTimes(1);
  expect(onSign).not.toHaveBeenCalled();
});

it('says that there is nothing to sign any more when what it showed is gone', async () => {
  const onSign = vi.fn(async () => null);
  const change = await open(first, onSign);
  await type(identifier, 'a.ruiz');
  await type(secret, 'copper lantern 42 tides');
  await change({ ok: false, code: 'not-found', message: 'There is nothing here to sign.' });
  await sign();
  expect(onSign).not.toHaveBeenCalled();
  expect(document.body.textContent).toContain('There is nothing here to sign.');
});
