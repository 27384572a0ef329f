import { ComposedChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { barsInWords } from './alternative';
import { ChartRoom, fills, Point } from './ChartRoom';
import type { BarItem } from './marks';
import { cut, twoLines } from './scale';

export interface BarsProps {
  label: string;
  /** The largest first; what is gathered as "Other" last. */
  items: readonly BarItem[];
  /** What all bars are of. */
  total: number;
  /** How many of the first bars carry the finding: they stand in ink. */
  lead?: number;
  /** The finding, at the last of them: "73% in three codes". */
  finding?: string | undefined;
  /** Too few for shares: bars and numbers only. */
  hasShares?: boolean;
}

/** Bars from the largest down with the line of what they make together (Pareto). Bars and line share one scale, 0 to all. */
export function Bars({ label, items, total, lead = 0, finding, hasShares = true }: BarsProps) {
  const top = Math.max(1, hasShares ? total : Math.max(1, ...items.map((item) => item.value)));
  return (
    <ChartRoom label={barsInWords(label, items, finding)} least={168}>
      {({ width, height }) => (
        <ComposedChart
          width={width}
          height={height}
          data={items.map((_, place) => ({ place }))}
          margin={{ top: 20, right: hasShares ? 44 : 4, bottom: 54, left: 4 }}
          accessibilityLayer={false}
          style={fills}
        >
          <XAxis
            dataKey="place"
            type="number"
            domain={[-0.5, Math.max(0.5, items.length - 0.5)]}
            allowDataOverflow
            hide
          />
          <YAxis type="number" domain={[0, top]} allowDataOverflow hide />
          <Drawn items={items} total={top} lead={lead} finding={finding} hasShares={hasShares} />
        </ComposedChart>
      )}
    </ChartRoom>
  );
}

type Marks = Required<Omit<BarsProps, 'label' | 'finding'>> & Pick<BarsProps, 'finding'>;

/** The marks, laid by the axes: grid, bars with their numbers, the line over them. The axes give the places. */
function Drawn({ items, total, lead, finding, hasShares }: Marks) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const plot = usePlotArea();
  if (toX === undefined || toY === undefined || plot === undefined) return null;
  const bottom = plot.y + plot.height;
  const column = plot.width / Math.max(1, items.length);
  const wide = Math.min(64, column * 0.8);
  const middle = (index: number) => toX(index) ?? plot.x;
  let sum = 0;
  const sums = items.map((item, index) => {
    sum += item.value;
    return { x: middle(index), y: toY(sum) ?? bottom };
  });
  const found = sums[lead - 1];
  return (
    <>
      {hasShares &&
        [0, 0.5, 1].map((share) => {
          const y = toY(total * share) ?? bottom;
          return (
            <g key={share}>
              <path className="k-chart-grid" d={`M${plot.x} ${y}H${plot.x + plot.width}`} />
              <text className="k-chart-quiet" x={plot.x + plot.width + 6} y={y + 4}>
                {`${100 * share}%`}
              </text>
            </g>
          );
        })}
      {items.map((item, index) => {
        const y = toY(item.value) ?? bottom;
        const x = middle(index);
        return (
          <g key={item.id}>
            <Point
              index={index}
              href={item.href}
              name={item.name}
              hit={{ x: x - column / 2 + 1, y: plot.y - 16, width: column - 2, height: plot.height + 70 }}
            >
              <rect
                className={index < lead ? 'k-bar k-bar-lead' : 'k-bar'}
                x={x - wide / 2}
                y={y}
                width={wide}
                height={Math.max(0, bottom - y)}
                rx={2}
              />
            </Point>
            <text className="k-chart-strong" x={x} y={y - 6} textAnchor="middle">
              {item.value.toLocaleString('en')}
            </text>
            <text className="k-chart-mono" x={x} y={bottom + 18} textAnchor="middle">
              {cut(item.label, column - 2)}
            </text>
            {twoLines(item.note ?? '', column - 2).map((line, n) => (
              <text key={line} className="k-chart-quiet" x={x} y={bottom + 34 + 15 * n} textAnchor="middle">
                {line}
              </text>
            ))}
          </g>
        );
      })}
      {hasShares && sums.length > 1 && (
        <>
          <path
            className="k-chart-sum"
            d={sums.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')}
          />
          {sums.slice(1).map(({ x, y }) => (
            <circle key={x} className="k-chart-sum-dot" cx={x} cy={y} r={3} />
          ))}
        </>
      )}
      {finding !== undefined &&
        found !== undefined &&
        (lead > 2 ? (
          <text className="k-chart-strong k-chart-halo" x={found.x - 6} y={found.y - 10} textAnchor="end">
            {finding}
          </text>
        ) : (
          <text className="k-chart-strong k-chart-halo" x={found.x + wide / 2 + 8} y={found.y + 20}>
            {finding}
          </text>
        ))}
      <path className="k-chart-axis" d={`M${plot.x} ${bottom}H${plot.x + plot.width}`} />
    </>
  );
}
