import type { ReactNode } from 'react';
import { Card } from '../kit/Card';
import { BarList } from '../kit/charts/BarList';
import { Bars } from '../kit/charts/Bars';
import { ControlChart } from '../kit/charts/ControlChart';
import type { BarItem, ControlPoint } from '../kit/charts/marks';
import { Sparkline } from '../kit/charts/Sparkline';
import './gallery.css';

function Shown({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card title={title} className="g-chart">
      {children}
    </Card>
  );
}

const bar = (label: string, value: number, note: string): BarItem => ({
  id: label,
  label,
  note,
  value,
  href: '#charts',
  name: `${label}: ${value} of 84, ${note}`,
});

const codes = [
  bar('MAT-02', 31, 'Stores'),
  bar('DOC-02', 18, 'Engineering'),
  bar('ACC-01', 12, 'Thomas Okafor'),
  bar('TOL-01', 9, 'Tool store'),
  bar('LONG-NAME-04', 6, 'Bartholomew Featherstonehaugh'),
  bar('Other', 8, '9 codes'),
];

function weeks(values: readonly number[], marks: readonly ControlPoint['mark'][] = []): ControlPoint[] {
  return values.map((value, place) => ({
    id: String(place),
    label: place === 0 || place === values.length - 1 ? `wk ${place + 1}` : String(place + 1),
    value,
    mark: marks[place] ?? 'plain',
    href: '#charts',
    name: `Week ${place + 1}: ${value}`,
    tag: `Week ${place + 1}: ${value}`,
  }));
}

const lines = (mean: number, upper: number, lower: number) => ({
  mean: { value: mean, words: `Mean ${mean}` },
  upper: { value: upper, words: `Upper limit ${upper}` },
  lower: { value: lower, words: `Lower limit ${lower}` },
});

const drifting: readonly ControlPoint['mark'][] = [
  ...Array.from({ length: 6 }, () => 'plain' as const),
  ...Array.from({ length: 4 }, () => 'run' as const),
  'outside',
  'run',
  'run',
  'run',
  'open',
];

function ControlCharts() {
  const year = Array.from({ length: 52 }, (_, n) => 3 + ((n * 7) % 5));
  return (
    <>
      <Shown title="Control chart: drift, a point outside, a week that is not over">
        <ControlChart
          label="Exceptions by week"
          points={weeks([1, 3, 2, 1, 4, 2, 6, 7, 5, 8, 14, 6, 7, 6, 2], drifting)}
          lines={lines(4.9, 10.4, 0)}
          bands={[{ from: 6, to: 13, words: 'Drift: 8 weeks in a row above the mean' }]}
        />
      </Shown>
      <Shown title="Control chart: nothing unusual">
        <ControlChart
          label="Exceptions by week"
          points={weeks([3, 5, 4, 2, 6, 3, 4, 5])}
          lines={lines(4, 9.1, 0)}
        />
      </Shown>
      <Shown title="Control chart: a year">
        <ControlChart label="Exceptions by week" points={weeks(year)} lines={lines(5, 8.2, 1.8)} />
      </Shown>
      <Shown title="Control chart: too few for limits">
        <ControlChart label="Exceptions by week" points={weeks([2, 0, 1])} />
      </Shown>
      <Shown title="Control chart: one point">
        <ControlChart label="Exceptions by week" points={weeks([1], ['open'])} />
      </Shown>
      <Shown title="Control chart: no point">
        <ControlChart label="Exceptions by week" points={[]} />
      </Shown>
    </>
  );
}

function BarCharts() {
  return (
    <>
      <Shown title="Bars: many, with the finding">
        <Bars label="Exceptions by code" items={codes} total={84} lead={3} finding="73% in three codes" />
      </Shown>
      <Shown title="Bars: the finding in the first">
        <Bars
          label="Exceptions by code"
          items={[bar('MAT-02', 60, 'Stores'), bar('DOC-02', 14, 'Engineering'), bar('ACC-01', 10, 'Anyone')]}
          total={84}
          lead={1}
          finding="71% in one code"
        />
      </Shown>
      <Shown title="Bars: too few for shares">
        <Bars
          label="Exceptions by code"
          items={[bar('MAT-02', 2, 'Stores'), bar('DOC-02', 1, 'Any supervisor')]}
          total={3}
          hasShares={false}
        />
      </Shown>
      <Shown title="Bars: one">
        <Bars label="Exceptions by code" items={[bar('MAT-02', 1, 'Stores')]} total={1} hasShares={false} />
      </Shown>
    </>
  );
}

const spark = (values: readonly (number | null)[]) =>
  values.map((value, place) => ({
    id: String(place),
    value,
    href: '#charts',
    name: `Week ${place + 1}: ${value === null ? 'too few to say' : `${value}%`}`,
  }));

function Lines() {
  return (
    <>
      <Shown title="Line: with releases">
        <Sparkline
          label="First-time fix"
          points={spark([78, 82, 80, 84, 76, 82, 86, 88, 86, 92, 90, 96])}
          marks={[
            { at: 1.5, words: 'Filter change, version 2' },
            { at: 5.2, words: 'version 7' },
          ]}
        />
      </Shown>
      <Shown title="Line: gaps where there were too few">
        <Sparkline label="First-time fix" points={spark([78, 82, null, null, 76, 82, null])} />
      </Shown>
      <Shown title="Line: always all">
        <Sparkline label="First-time fix" points={spark([100, 100, 100])} />
      </Shown>
      <Shown title="Line: one">
        <Sparkline label="First-time fix" points={spark([87])} />
      </Shown>
    </>
  );
}

const row = (label: string, stalled: number, runs: number) => {
  const value = runs < 5 ? null : (100 * stalled) / runs;
  return {
    id: label,
    label,
    value,
    words: value === null ? String(stalled) : `${Math.round(value)}%`,
    of: `of ${runs}`,
    href: '#charts',
    isHigh: value !== null && value > 11,
  };
};

function Lists() {
  return (
    <>
      <Shown title="Bars in a list, against a line">
        <BarList
          label="Stall rate by job type"
          line={{ value: 11, words: 'site 11%' }}
          rows={[
            row('Seal replacement', 17, 71),
            row('Line clearance', 15, 98),
            row('Calibration of torque wrenches and gauges', 7, 112),
            row('Access request', 0, 77),
            row('Qualification', 1, 3),
          ]}
        />
      </Shown>
      <Shown title="Bars in a list: too few everywhere, no line">
        <BarList label="Stall rate by job type" rows={[row('Qualification', 1, 3)]} />
      </Shown>
    </>
  );
}

/** Every chart in every state. */
export function Charts() {
  return (
    <div className="g-page">
      <h1>Charts</h1>
      <div className="g-charts">
        <BarCharts />
        <ControlCharts />
        <Lines />
        <Lists />
      </div>
    </div>
  );
}
