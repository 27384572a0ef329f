// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import type { SigningView } from '../../main/contract/answers';
import type { Problem } from '../../renderer/api';
import { type Sign, SignWindow } from '../../renderer/app/SignWindow';
import { button, press, show, the } from '../kit/screen';

const first: SigningView = {
  title: 'Return to service',
  lines: [{ label: 'Gate', value: 'G2, Return to service' }],
  digest: 'a'.repeat(64),
  needsIdentifier: true,
  identifier: 'a.ruiz',
};

/** Opens the window over what main says can be signed now; `now` may be changed and asked again. */
async function open(view: SigningView, onSign: (sign: Sign, shown: string) => Promise<Problem | null>) {
  let now = view;
  const bridge = {
    query: { signingView: async () => ({ ok: true, answer: now }) },
    command: {},
    onChanged: () => {},
    onProgress: () => {},
  };
  vi.stubGlobal('designer', bridge);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await show(
    <QueryClientProvider client={client}>
      <SignWindow
        what={{ what: 'gate', workOrder: 'wo_1', step: 's' }}
        actionLabel="Sign approval"
        onSign={onSign}
        onCancel={() => {}}
      />
    </QueryClientProvider>,
  );
  await settle();
  return async (next: SigningView) => {
    now = next;
    await act(async () => client.invalidateQueries());
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
  expect(onSign).toHaveBeenCalledWith(
    { identifier: 'a.ruiz', secret: 'copper lantern 42 tides' },
    'a'.repeat(64),
  );
});

it('asks for the secret alone later in a sitting', async () => {
  const onSign = vi.fn(async () => null);
  await open({ ...first, needsIdentifier: false }, onSign);
  expect(document.querySelector(identifier)).toBeNull();
  await type(secret, 'copper lantern 42 tides');
  await sign();
  expect(onSign).toHaveBeenCalledWith({ secret: 'copper lantern 42 tides' }, 'a'.repeat(64));
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
  expect(onSign).toHaveBeenCalledWith(
    { identifier: 'a.ruiz', secret: 'copper lantern 42 tides' },
    'b'.repeat(64),
  );
});
