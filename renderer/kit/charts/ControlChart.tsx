import { ComposedChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { controlInWords } from './alternative';
import { ChartRoom, fills, Point } from './ChartRoom';
import type { ControlLines, ControlPoint, RunBand } from './marks';
import { apart, labelled, niceTicks } from './scale';

export interface ControlChartProps {
  label: string;
  points: readonly ControlPoint[];
  /** Left out while there are too few points for limits. */
  lines?: ControlLines | undefined;
  bands?: readonly RunBand[];
}

/**
 * Points in time with their mean and limits. A point outside is an octagon with its name, points of a run are diamonds on a band
 * that says what it is: shape and word before tone.
 */
export function ControlChart({ label, points, lines, bands = [] }: ControlChartProps) {
  const high = Math.max(1, lines?.upper.value ?? 0, ...points.map((point) => point.value));
  const ticks = niceTicks(high * 1.04, 4, true);
  const top = ticks[ticks.length - 1] ?? 1;
  return (
    <ChartRoom label={controlInWords(label, points, lines, bands)} least={168}>
      {({ width, height }) => (
        <ComposedChart
          width={width}
          height={height}
          data={points.map((_, place) => ({ place }))}
          margin={{ top: 26, right: lines === undefined ? 8 : 108, bottom: 26, left: 30 }}
          accessibilityLayer={false}
          style={fills}
        >
          <XAxis
            dataKey="place"
            type="number"
            domain={[-0.5, Math.max(0.5, points.length - 0.5)]}
            allowDataOverflow
            hide
          />
          <YAxis type="number" domain={[0, top]} allowDataOverflow hide />
          <Drawn points={points} lines={lines} bands={bands} ticks={ticks} />
        </ComposedChart>
      )}
    </ChartRoom>
  );
}

type Marks = Pick<ControlChartProps, 'points' | 'lines'> & {
  readonly bands: readonly RunBand[];
  readonly ticks: readonly number[];
};

function Drawn({ points, lines, bands, ticks }: Marks) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const plot = usePlotArea();
  if (toX === undefined || toY === undefined || plot === undefined) return null;
  const right = plot.x + plot.width;
  const bottom = plot.y + plot.height;
  const column = plot.width / Math.max(1, points.length);
  const x = (place: number) => toX(place) ?? plot.x;
  const y = (value: number) => toY(value) ?? bottom;
  const drawn = lines === undefined ? [] : [lines.upper, lines.mean, lines.lower];
  const texts = apart(
    drawn.map((line) => y(line.value) + 4),
    15,
    plot.y,
    bottom + 8,
  );
  return (
    <>
      {bands.map((band) => {
        const from = x(band.from) - column / 2;
        const to = x(band.to) + column / 2;
        // Its words begin where the band does, unless they would leave the chart.
        const fromRight = from + 6.4 * band.words.length > right + (lines === undefined ? 8 : 100);
        return (
          <g key={band.from}>
            <rect className="k-chart-band" x={from} y={plot.y} width={to - from} height={plot.height} />
            <text
              className="k-chart-strong"
              x={fromRight ? Math.min(to, right) : from}
              y={plot.y - 9}
              textAnchor={fromRight ? 'end' : 'start'}
            >
              {band.words}
            </text>
          </g>
        );
      })}
      {ticks.map((tick) => (
        <g key={tick}>
          <path className="k-chart-grid" d={`M${plot.x} ${y(tick)}H${right}`} />
          <text className="k-chart-quiet" x={plot.x - 8} y={y(tick) + 4} textAnchor="end">
            {tick.toLocaleString('en')}
          </text>
        </g>
      ))}
      {drawn.map((line, index) => (
        <g key={line.words}>
          <path
            className="k-chart-line"
            strokeDasharray={index === 1 ? undefined : '5 4'}
            d={`M${plot.x} ${y(line.value)}H${right}`}
          />
          <text className="k-chart-quiet" x={right + 8} y={texts[index] ?? y(line.value) + 4}>
            {line.words}
          </text>
        </g>
      ))}
      <path
        className="k-chart-series"
        d={points.map((point, n) => `${n === 0 ? 'M' : 'L'}${x(n)} ${y(point.value)}`).join('')}
      />
      {points.map((point, place) => (
        <Point
          key={point.id}
          index={place}
          href={point.href}
          name={point.name}
          hit={{ x: x(place) - column / 2, y: plot.y, width: column, height: plot.height }}
        >
          <Shape mark={point.mark} x={x(place)} y={y(point.value)} isSmall={column < 8} />
        </Point>
      ))}
      {named(points).map((place) => {
        const point = points[place];
        if (point === undefined) return null;
        const atEnd = place > points.length * 0.7;
        return (
          <text
            key={point.id}
            className="k-chart-strong k-chart-halo"
            x={x(place) + (atEnd ? -13 : 13)}
            y={y(point.value) + 4}
            textAnchor={atEnd ? 'end' : 'start'}
          >
            {point.tag}
          </text>
        );
      })}
      {labelled(points.length, plot.width / 60).map((place) => (
        <text
          key={place}
          className="k-chart-quiet"
          x={x(place)}
          y={bottom + 18}
          textAnchor={points.length > 1 && place === points.length - 1 && column < 40 ? 'end' : 'middle'}
        >
          {points[place]?.label}
        </text>
      ))}
      <path className="k-chart-axis" d={`M${plot.x} ${bottom}H${right}`} />
    </>
  );
}

/** The points outside that carry their name: the newest first, none so near another that their words would meet, at most three. */
function named(points: readonly ControlPoint[]): readonly number[] {
  const chosen: number[] = [];
  for (let place = points.length - 1; place >= 0 && chosen.length < 3; place -= 1) {
    const near = chosen.some((other) => Math.abs(other - place) < points.length / 4);
    if (points[place]?.mark === 'outside' && !near) chosen.push(place);
  }
  return chosen;
}

function Shape({
  mark,
  x,
  y,
  isSmall,
}: {
  mark: ControlPoint['mark'];
  x: number;
  y: number;
  isSmall: boolean;
}) {
  if (mark === 'outside')
    return (
      <>
        <path
          className="k-chart-outside"
          d={`M${x - 3.1} ${y - 7.5}h6.2l4.4 4.4v6.2l-4.4 4.4h-6.2l-4.4-4.4v-6.2z`}
        />
        <path className="k-chart-outside-bar" d={`M${x - 4} ${y}h8`} />
      </>
    );
  if (mark === 'run') {
    const half = isSmall ? 3 : 4.5;
    return (
      <path
        className="k-chart-run"
        d={`M${x} ${y - half}l${half} ${half}-${half} ${half}-${half}-${half}z`}
      />
    );
  }
  const name = mark === 'open' ? 'k-chart-open' : 'k-chart-dot';
  return <circle className={name} cx={x} cy={y} r={isSmall ? 2 : 3.5} />;
}
