import type { ReactNode } from 'react';
import { Hidden } from '../kit/Status';

/** A number that opens the records it counts; none opens nothing. `says` is read after it, where the number alone says too little. */
export function NumberLink({
  href,
  value,
  says,
  children,
}: {
  href: string;
  value: number;
  says?: string;
  children?: ReactNode;
}) {
  const shown = children ?? value.toLocaleString('en');
  const read = says !== undefined && <Hidden>{` ${says}`}</Hidden>;
  if (value === 0)
    return (
      <span className="ins-none">
        {shown}
        {read}
      </span>
    );
  return (
    <a className="ins-number" href={href}>
      {shown}
      {read}
    </a>
  );
}
