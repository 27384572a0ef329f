import type { KeyboardEvent, ReactNode } from 'react';
import { createContext, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react';
import './charts.css';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Which point the Tab key reaches; the arrow keys go on from there. */
const Reached = createContext<{ active: number; reach: (index: number) => void }>({
  active: 0,
  reach: () => undefined,
});

/** A drawing fills its room; on paper, where the room is another one, it is scaled. */
export const fills = { width: '100%', height: '100%' } as const;

export interface ChartRoomProps {
  /** What the chart shows, in words: its text alternative. */
  label: string;
  /** Draws at the size there is. Before it is measured, at 480 by 220. */
  children: (size: ChartSize) => ReactNode;
  /** The least height in px. */
  least?: number;
}

/**
 * The place of one chart: takes what room there is and draws again when it changes. The points are one stop of the Tab key; arrow
 * keys, Home and End move among them, Enter opens.
 */
export function ChartRoom({ label, children, least = 120 }: ChartRoomProps) {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<ChartSize>({ width: 480, height: 220 });
  const [active, reach] = useState(0);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0)
        setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const points = [...(room.current?.querySelectorAll<SVGAElement>('[data-point]') ?? [])].toSorted(
      (a, b) => Number(a.dataset.point) - Number(b.dataset.point),
    );
    const here = points.indexOf(document.activeElement as SVGAElement);
    if (here < 0) return;
    const moves: Record<string, number> = {
      ArrowRight: here + 1,
      ArrowDown: here + 1,
      ArrowLeft: here - 1,
      ArrowUp: here - 1,
      Home: 0,
      End: points.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    points[Math.min(points.length - 1, Math.max(0, to))]?.focus();
  };

  const reached = useMemo(() => ({ active, reach }), [active]);
  return (
    <div
      ref={room}
      className="k-chart"
      role="group"
      aria-label={label}
      style={{ minHeight: least }}
      onKeyDown={onKeyDown}
    >
      <div className="k-chart-sheet">
        <Reached value={reached}>{children(size)}</Reached>
      </div>
    </div>
  );
}

export interface PointProps {
  /** Its place among the points, 0 first. */
  index: number;
  /** Where its records are; without one it is drawn and not reached. */
  href?: string | undefined;
  /** Read with it and shown when a pointer rests on it: "Week 7: 9". */
  name: string;
  /** The area that takes a press, and where the ring of the focus stands. */
  hit: { x: number; y: number; width: number; height: number };
  children?: ReactNode;
}

/** One mark of a chart that opens what it counts. */
export function Point({ index, href, name, hit, children }: PointProps) {
  const { active, reach } = useContext(Reached);
  const inside = (
    <>
      <title>{name}</title>
      <rect className="k-point-hit" rx={3} {...hit} />
      {children}
    </>
  );
  if (href === undefined) return <g className="k-point">{inside}</g>;
  return (
    <a
      className="k-point"
      href={href}
      data-point={index}
      tabIndex={index === active ? 0 : -1}
      aria-label={name}
      onFocus={() => reach(index)}
    >
      {inside}
    </a>
  );
}
