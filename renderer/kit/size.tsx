import type { ReactNode } from 'react';
import { createContext, useContext } from 'react';

/** `desk`: mouse and keyboard, targets of 32 px. `touch`: gloves, sun, 70 cm away, targets of 56 px and text of 16 px or more. */
export type Size = 'desk' | 'touch';

const SizeContext = createContext<Size>('desk');

/** Sets the size of every part inside it, windows and menus included. The shells do it; screens seldom need to. */
export function SizeProvider({ size, children }: { size: Size; children: ReactNode }) {
  return <SizeContext value={size}>{children}</SizeContext>;
}

/** The size given to a part, else the one of its surroundings. */
export function useSize(given?: Size): Size {
  const around = useContext(SizeContext);
  return given ?? around;
}
