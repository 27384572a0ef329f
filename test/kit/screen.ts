import type { ReactNode } from 'react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';

declare global {
  // React asks for this name when a test drives it.
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

/** Shows a part on an empty page until the test ends. Call the answer to show it again with other values. */
export async function show(part: ReactNode): Promise<(next: ReactNode) => Promise<void>> {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  onTestFinished(async () => {
    await act(async () => root.unmount());
    place.remove();
  });
  const render = (next: ReactNode) => act(async () => root.render(next));
  await render(part);
  return render;
}

/** The first element that fits, or the test fails. */
export function the<E extends Element = HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (found === null) throw new Error(`nothing fits ${selector} in ${document.body.innerHTML}`);
  return found;
}

/** The button with this word. */
export function button(word: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find(
    (element) => element.textContent.trim() === word,
  );
  if (found === undefined) throw new Error(`no button says ${word}`);
  return found;
}

/** A press by a screen reader or a mouse. */
export async function press(element: HTMLElement): Promise<void> {
  await act(async () => {
    element.click();
  });
}

/** What assistive technology reads with an element: the texts it is described by. */
export function describedBy(element: Element): string {
  return (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
    .trim();
}
