import fc from 'fast-check';
import { drawLine, linearScale } from './line-path.ts';
import { PlotReducer, usualGapMs } from './plot-data.ts';
import { TimeColumns } from './time-columns.ts';

const IDENTITY = { x: linearScale(0, 1, 0, 1), y: linearScale(0, 1, 0, 1) };

function lines(times: number[], values: number[], gapMs: number): string {
  let text = '';
  const pen = {
    moveTo: (x: number, y: number) => void (text += `M${x},${y} `),
    lineTo: (x: number, y: number) => void (text += `L${x},${y} `),
  };
  drawLine(pen, times, values, { ...IDENTITY, gapMs, dot: 1 });
  return text.trim();
}

describe('drawLine', () => {
  it('breaks where values are far apart, runs on where one is merely absent, and shows a lonely value', () => {
    expect(lines([1, 2, 3, 9, 20, 21], [5, NaN, 6, 7, 8, 9], 3)).toBe('M1,5 L3,6 M9,7 L10,7 M20,8 L21,9');
    expect(lines([1], [5], 3)).toBe('M1,5 L2,5');
    expect(lines([], [], 3)).toBe('');
  });
});

describe('PlotReducer', () => {
  it('draws every point while there are few, with one beyond each edge', () => {
    const columns = new TimeColumns();
    columns.ensureSeries('a', 'a');
    for (let time = 0; time < 100; time += 10) columns.append(time, [['a', time]]);
    const data = new PlotReducer().reduce(columns, { fromMs: 25, toMs: 55, pixels: 100 }, 15);
    expect([...data.times]).toEqual([20, 30, 40, 50, 60]);
    expect(data).toMatchObject({ min: 20, max: 60, gapMs: 15 });
  });

  it('draws two points a pixel when there are many, and loses no extreme', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 400, maxLength: 600 }), (values) => {
        const columns = new TimeColumns();
        columns.ensureSeries('a', 'a');
        values.forEach((value, index) => columns.append(index * 10, [['a', value]]));
        const data = new PlotReducer().reduce(columns, { fromMs: 0, toMs: values.length * 10, pixels: 50 }, 15);
        expect(data.times.length).toBeLessThanOrEqual(2 * 52);
        expect([data.min, data.max]).toEqual([Math.min(...values), Math.max(...values)]);
        // Times stay in order, as the cursor's search wants them.
        expect([...data.times]).toEqual([...data.times].sort((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });

  it('leaves infinite values out of the scale', () => {
    const columns = new TimeColumns();
    columns.ensureSeries('a', 'a');
    columns.append(0, [['a', Infinity]]);
    columns.append(1, [['a', 3]]);
    expect(new PlotReducer().reduce(columns, { fromMs: 0, toMs: 2, pixels: 10 }, 5)).toMatchObject({ min: 3, max: 3 });
  });
});

describe('usualGapMs', () => {
  it('is one and a half times the usual distance', () => {
    const columns = new TimeColumns();
    expect(usualGapMs(columns)).toBe(Infinity);
    for (const time of [0, 10, 20, 30, 90, 100]) columns.append(time, []);
    expect(usualGapMs(columns)).toBe(15);
  });
});
