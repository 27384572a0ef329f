// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { BarList } from '../../renderer/kit/charts/BarList';
import { Bars } from '../../renderer/kit/charts/Bars';
import { ControlChart } from '../../renderer/kit/charts/ControlChart';
import type { ControlPoint } from '../../renderer/kit/charts/marks';
import { Sparkline } from '../../renderer/kit/charts/Sparkline';
import { apart, cut, labelled, leading, niceTicks, percent, twoLines } from '../../renderer/kit/charts/scale';
import { show, the } from './screen';

describe('round numbers beside a chart', () => {
  it('begin at 0, reach over the highest value and go in steps of 1, 2 or 5', () => {
    expect(niceTicks(8.3, 4, true)).toEqual([0, 5, 10]);
    expect(niceTicks(7, 4, true)).toEqual([0, 2, 4, 6, 8]);
    expect(niceTicks(0.7, 4)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  });
  it('stay whole for counts, and stand even when there is nothing', () => {
    expect(niceTicks(1, 4, true)).toEqual([0, 1]);
    expect(niceTicks(0, 4, true)).toEqual([0, 1]);
    expect(niceTicks(Number.NaN, 4, true)).toEqual([0, 1]);
  });
  it('are labelled at the first and the last place, never two side by side at the end', () => {
    expect(labelled(5, 9)).toEqual([0, 1, 2, 3, 4]);
    expect(labelled(13, 4)).toEqual([0, 4, 8, 12]);
    for (let count = 1; count <= 104; count += 1)
      for (let most = 1; most <= 12; most += 1) {
        const places = labelled(count, most);
        expect(places[places.length - 1]).toBe(count - 1);
        expect(places.length).toBeLessThanOrEqual(Math.max(most, 1));
        expect(new Set(places).size).toBe(places.length);
      }
  });
});

describe('shares', () => {
  it('never say none or all when it is not', () => {
    expect(percent(0, 400)).toBe('0%');
    expect(percent(1, 400)).toBe('under 1%');
    expect(percent(399, 400)).toBe('over 99%');
    expect(percent(400, 400)).toBe('100%');
    expect(percent(17, 71)).toBe('24%');
    expect(percent(0, 0)).toBe('0%');
  });
  it('name the fewest leading values that make two thirds', () => {
    expect(leading([31, 18, 12, 9, 6], 84)).toBe(3);
    expect(leading([5], 5)).toBe(1);
    expect(leading([], 0)).toBe(0);
    expect(leading([1, 1], 9)).toBe(0);
  });
});

describe('words in a chart', () => {
  it('are moved apart where they would meet, in their order and inside the chart', () => {
    expect(apart([100, 102, 40], 15, 0, 200)).toEqual([100, 115, 40]);
    expect(apart([195, 198, 199], 15, 0, 200)).toEqual([170, 185, 200]);
    expect(apart([10, 50], 15, 0, 200)).toEqual([10, 50]);
  });
  it('are cut with an ellipsis where they do not fit', () => {
    expect(cut('Engineering', 400)).toBe('Engineering');
    expect(twoLines('Thomas Okafor', 60)).toEqual(['Thomas', 'Okafor']);
    expect(twoLines('Stores', 60)).toEqual(['Stores']);
    expect(twoLines('Featherstonehaugh', 60)).toEqual(['Featherst…']);
    expect(cut('Any supervisor', 60)).toBe('Any super…');
  });
});

const week = (id: number, value: number, mark: ControlPoint['mark'] = 'plain'): ControlPoint => ({
  id: String(id),
  label: `wk ${id}`,
  value,
  mark,
  href: `#/records/${id}`,
  name: `Week ${id}: ${value}`,
  tag: `Week ${id}: ${value}`,
});

describe('a control chart', () => {
  const lines = {
    mean: { value: 3, words: 'Mean 3' },
    upper: { value: 7, words: 'Upper limit 7' },
    lower: { value: 0, words: 'Lower limit 0' },
  };
  it('says its mean, limits, runs and points outside in words', async () => {
    await show(
      <ControlChart
        label="Exceptions by week"
        points={[week(1, 2), week(2, 9, 'outside'), week(3, 4, 'run')]}
        lines={lines}
        bands={[{ from: 2, to: 2, words: 'Drift: 8 weeks in a row above the mean' }]}
      />,
    );
    expect(the('.k-chart').getAttribute('aria-label')).toBe(
      'Control chart: Exceptions by week, 3 points from wk 1 to wk 3. Mean 3. Lower limit 0. Upper limit 7. Drift: 8 weeks in a row above the mean. Outside the limits: Week 2: 9.',
    );
  });
  it('draws the point outside as an octagon with its name, a point of a run as a diamond', async () => {
    await show(
      <ControlChart
        label="Exceptions by week"
        points={[week(1, 2), week(2, 9, 'outside'), week(3, 4, 'run'), week(4, 1, 'open')]}
        lines={lines}
      />,
    );
    expect(document.querySelectorAll('.k-chart-outside')).toHaveLength(1);
    expect(document.querySelectorAll('.k-chart-run')).toHaveLength(1);
    expect(document.querySelectorAll('.k-chart-open')).toHaveLength(1);
    expect(the('.k-chart').textContent).toContain('Upper limit 7');
    expect(the('.k-chart').textContent).toContain('Week 2: 9');
  });
  it('is one stop of the Tab key; arrow keys, Home and End go from point to point, and each opens its records', async () => {
    await show(<ControlChart label="Exceptions by week" points={[week(1, 2), week(2, 3), week(3, 4)]} />);
    const points = [...document.querySelectorAll<SVGAElement>('[data-point]')];
    expect(points.map((point) => point.getAttribute('href'))).toEqual([
      '#/records/1',
      '#/records/2',
      '#/records/3',
    ]);
    expect(points.map((point) => point.getAttribute('tabindex'))).toEqual(['0', '-1', '-1']);
    const key = (name: string) =>
      act(async () => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
      });
    await act(async () => points[0]?.focus());
    await key('ArrowRight');
    expect(document.activeElement).toBe(points[1]);
    expect(points.map((point) => point.getAttribute('tabindex'))).toEqual(['-1', '0', '-1']);
    await key('End');
    expect(document.activeElement).toBe(points[2]);
    await key('ArrowRight');
    expect(document.activeElement).toBe(points[2]);
    await key('Home');
    expect(document.activeElement).toBe(points[0]);
  });
  it('draws no limits while there are too few points', async () => {
    await show(<ControlChart label="Exceptions by week" points={[week(1, 2)]} />);
    expect(document.querySelectorAll('.k-chart-line')).toHaveLength(0);
    expect(the('.k-chart').getAttribute('aria-label')).toContain('No limits yet.');
  });
});

describe('bars', () => {
  const items = [
    { id: 'a', label: 'MAT-02', note: 'Stores', value: 6, href: '#/a', name: 'MAT-02: 6 of 9' },
    { id: 'b', label: 'DOC-02', value: 3, name: 'DOC-02: 3 of 9' },
  ];
  it('say every value and the finding, and open what they count', async () => {
    await show(<Bars label="By code" items={items} total={9} lead={1} finding="67% in one code" />);
    expect(the('.k-chart').getAttribute('aria-label')).toBe('By code: MAT-02 6, DOC-02 3. 67% in one code.');
    expect(the('[data-point="0"]').getAttribute('aria-label')).toBe('MAT-02: 6 of 9');
    expect(document.querySelectorAll('[data-point]')).toHaveLength(1);
    expect(document.querySelectorAll('.k-bar-lead')).toHaveLength(1);
    expect(document.querySelectorAll('.k-chart-sum')).toHaveLength(1);
  });
  it('show no shares where there are too few', async () => {
    await show(<Bars label="By code" items={items} total={9} hasShares={false} />);
    expect(document.querySelectorAll('.k-chart-sum')).toHaveLength(0);
    expect(the('.k-chart').textContent).not.toContain('%');
  });
});

describe('a line of shares', () => {
  it('leaves a gap where there were too few, and says first and last value', async () => {
    await show(
      <Sparkline
        label="First-time fix"
        points={[
          { id: '1', value: 78, href: '#/1', name: '2 to 8 Mar: 78%' },
          { id: '2', value: null, href: '#/2', name: '9 to 15 Mar: Too few to say' },
          { id: '3', value: 87, href: '#/3', name: '16 to 22 Mar: 87%' },
        ]}
        marks={[{ at: 1, words: 'version 7' }]}
      />,
    );
    expect(the('.k-chart').getAttribute('aria-label')).toBe(
      'First-time fix: from 2 to 8 Mar: 78% to 16 to 22 Mar: 87%, 3 points. Marked: version 7.',
    );
    expect(document.querySelectorAll('.k-chart-gap')).toHaveLength(1);
    // Two pieces: a line across the gap would say something about it.
    expect(the('.k-chart-series').getAttribute('d')?.match(/M/g)).toHaveLength(2);
    expect(the('.k-chart').textContent).toContain('87%');
  });
  it('says that there are too few when no point says anything', async () => {
    await show(<Sparkline label="First-time fix" points={[{ id: '1', value: null, name: 'none' }]} />);
    expect(the('.k-chart').getAttribute('aria-label')).toBe('First-time fix: too few to say.');
  });
});

describe('bars in a list', () => {
  it('say of how many, mark what is beyond the line, and say nothing where there are too few', async () => {
    await show(
      <BarList
        label="Stall rate"
        line={{ value: 11, words: 'site 11%' }}
        rows={[
          { id: 'a', label: 'Seal', value: 24, words: '24%', of: 'of 71', href: '#/a', isHigh: true },
          { id: 'b', label: 'Qualification', value: null, words: '1', of: 'of 3', href: '#/b' },
        ]}
      />,
    );
    expect(the('ul').getAttribute('aria-label')).toBe('Stall rate, site 11%');
    const rows = [...document.querySelectorAll('a')].map((row) => row.textContent);
    expect(rows).toEqual(['Seal24% of 71', 'QualificationToo few to say1 of 3']);
    expect(document.querySelectorAll('[data-high]')).toHaveLength(1);
    expect(document.querySelectorAll('.k-barlist-line')).toHaveLength(1);
  });
});
