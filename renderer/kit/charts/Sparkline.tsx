import { ComposedChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { sparkInWords } from './alternative';
import { ChartRoom, fills, Point } from './ChartRoom';
import type { SparkPoint } from './marks';
import { cut } from './scale';

export interface SparklineProps {
  label: string;
  points: readonly SparkPoint[];
  /** What happened at a time: `at` counts in points, 0 the first one. */
  marks?: readonly { readonly at: number; readonly words: string }[];
}

/** A share over time, small: the line, its first and last value in words, and what was changed meanwhile. Gaps stay gaps. */
export function Sparkline({ label, points, marks = [] }: SparklineProps) {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.max(0, Math.min(100, ...known) - 8);
  const high = Math.min(100, Math.max(low, ...known) + 4);
  const words = marks.map((mark) => mark.words);
  return (
    <ChartRoom label={sparkInWords(label, points, words)} least={72}>
      {({ width, height }) => (
        <ComposedChart
          width={width}
          height={height}
          data={points.map((_, place) => ({ place }))}
          margin={{ top: marks.length === 0 ? 10 : 22, right: 40, bottom: 8, left: 38 }}
          accessibilityLayer={false}
          style={fills}
        >
          <XAxis
            dataKey="place"
            type="number"
            domain={[0, Math.max(1, points.length - 1)]}
            allowDataOverflow
            hide
          />
          <YAxis type="number" domain={[low, high === low ? low + 1 : high]} allowDataOverflow hide />
          <Drawn points={points} marks={marks} />
        </ComposedChart>
      )}
    </ChartRoom>
  );
}

function Drawn({ points, marks }: Required<Omit<SparklineProps, 'label'>>) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const plot = usePlotArea();
  if (toX === undefined || toY === undefined || plot === undefined) return null;
  const bottom = plot.y + plot.height;
  const column = plot.width / Math.max(1, points.length - 1);
  const x = (place: number) => toX(place) ?? plot.x;
  const y = (value: number) => toY(value) ?? bottom;
  const known = points.flatMap(({ value }, place) => (value === null ? [] : [{ place, value }]));
  const first = known[0];
  const last = known[known.length - 1];
  const newest = marks[marks.length - 1];
  return (
    <>
      {marks.map((mark) => (
        <g key={`${mark.at} ${mark.words}`}>
          <title>{mark.words}</title>
          <path
            className="k-chart-mark"
            d={`M${Math.min(plot.x + plot.width, Math.max(plot.x, x(mark.at)))} ${plot.y - 8}V${bottom + 4}`}
          />
        </g>
      ))}
      {newest !== undefined && (
        <MarkWords x={x(newest.at)} y={plot.y - 10} left={0} right={plot.x + plot.width + 40}>
          {newest.words}
        </MarkWords>
      )}
      <path
        className="k-chart-series"
        d={points
          .map(({ value }, n) =>
            value === null
              ? ''
              : `${points[n - 1] === undefined || points[n - 1]?.value === null ? 'M' : 'L'}${x(n)} ${y(value)}`,
          )
          .join('')}
      />
      {points.map((point, place) => (
        <Point
          key={point.id}
          index={place}
          href={point.href}
          name={point.name}
          hit={{ x: x(place) - column / 2, y: plot.y - 4, width: column, height: plot.height + 10 }}
        >
          {point.value === null ? (
            <circle className="k-chart-gap" cx={x(place)} cy={bottom} r={2.5} />
          ) : (
            <circle
              className="k-chart-dot"
              cx={x(place)}
              cy={y(point.value)}
              r={place === last?.place ? 4 : 2.5}
            />
          )}
        </Point>
      ))}
      {first !== undefined && first.place !== last?.place && (
        <text className="k-chart-quiet" x={x(first.place) - 8} y={y(first.value) + 4} textAnchor="end">
          {`${Math.round(first.value)}%`}
        </text>
      )}
      {last !== undefined && (
        <text className="k-chart-strong" x={x(last.place) + 8} y={y(last.value) + 4}>
          {`${Math.round(last.value)}%`}
        </text>
      )}
    </>
  );
}

/** Words at a mark, on the side where there is more room. */
function MarkWords({
  x,
  y,
  left,
  right,
  children,
}: {
  x: number;
  y: number;
  left: number;
  right: number;
  children: string;
}) {
  const onLeft = x - left > right - x;
  return (
    <text
      className="k-chart-quiet"
      x={onLeft ? x - 5 : x + 5}
      y={y + 8}
      textAnchor={onLeft ? 'end' : 'start'}
    >
      {cut(children, (onLeft ? x - left : right - x) - 6)}
    </text>
  );
}
