type Child = Node | string | undefined;

/** An element with its attributes and children. Text is text: nothing here reads HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

const paths = {
  ok: ['M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22Z', 'm7 12.4 3.4 3.4 6.8-7.2'],
  warn: ['M12 2 23 21.5H1Z', 'M12 9v5.6M12 18v.2'],
  stop: ['M7.7 1.5h8.6l6.2 6.2v8.6l-6.2 6.2H7.7l-6.2-6.2V7.7Z', 'M7 12h10'],
} as const;

/** A mark: a shape, which the words beside it say too. */
export function shape(name: keyof typeof paths): SVGElement {
  const svg = 'http://www.w3.org/2000/svg';
  const mark = document.createElementNS(svg, 'svg');
  mark.setAttribute('viewBox', '0 0 24 24');
  mark.setAttribute('aria-hidden', 'true');
  const [body, sign] = paths[name];
  for (const [d, own] of [
    [body, { fill: 'currentColor' }],
    [
      sign,
      {
        fill: 'none',
        stroke: 'var(--mark)',
        'stroke-width': '2.5',
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
      },
    ],
  ] as const) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('d', d);
    for (const [key, value] of Object.entries(own)) path.setAttribute(key, value);
    mark.append(path);
  }
  return mark;
}

export const grouped = (count: number): string => count.toLocaleString('en-US');

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
