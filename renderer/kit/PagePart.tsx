import type { ReactNode } from 'react';
import { useId } from 'react';
import './pagepart.css';

export interface PagePartProps {
  /** Its place among the parts, from 1. */
  number: number;
  title: string;
  /** At the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One of a few parts of a page that is filled in from top to bottom, all of them in sight and none behind a dialog. */
export function PagePart({ number, title, aside, children }: PagePartProps) {
  const id = useId();
  return (
    <section className="k-page-part" aria-labelledby={id}>
      <div className="k-page-part-top">
        <h2 id={id}>
          <span className="tone-ink">{number}</span> {title}
        </h2>
        {aside !== undefined && <span className="k-page-part-aside">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
