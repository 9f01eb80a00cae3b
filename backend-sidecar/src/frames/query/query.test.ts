import { promqlFrameQuery } from '@observatory/protocol/frames';
import { expandMacros, unknownVariable } from './macros.ts';
import { alignedBounds, stepOf } from './step.ts';

const HOUR = 3_600_000;
const query = (change: object) => promqlFrameQuery.parse({ refId: 'A', expr: 'x', fromMs: 0, toMs: HOUR, ...change });

describe('step', () => {
  it.each([
    [{ stepMs: 12_345 }, 12_345],
    [{ stepMs: 0.5 }, 1],
    [{ intervalMs: 10_000, maxDataPoints: 100 }, 60_000],
    [{ intervalMs: 10_000, maxDataPoints: 10_000 }, 10_000],
    [{ intervalMs: 7000, maxDataPoints: 1000 }, 7000],
    [{ intervalMs: 1, maxDataPoints: 100_000 }, 500],
    [{ intervalMs: 1, toMs: 0 }, 1],
    [{ toMs: 400 * 24 * HOUR, maxDataPoints: 100 }, 4 * 24 * HOUR],
  ])('%j: %d ms', (change, step) => expect(stepOf(query(change))).toBe(step));

  it('stays the same while the window slides, and so do the times', () => {
    const at = (ms: number) => query({ fromMs: ms, toMs: ms + 6 * HOUR, maxDataPoints: 1000 });
    const steps = [0, 3_210, 77_777].map((ms) => stepOf(at(ms)));
    expect(new Set(steps).size).toBe(1);
    expect(alignedBounds(at(77_777), steps[0])).toEqual({ startMs: 60_000, endMs: 60_000 + 6 * HOUR });
    expect(alignedBounds(query({ fromMs: -1, toMs: 5 }), 10)).toEqual({ startMs: -10, endMs: 0 });
  });
});

describe('macros', () => {
  it.each([
    ['rate(x[$__rate_interval])', 'rate(x[1m])'],
    ['rate(x[${__rate_interval}])', 'rate(x[1m])'],
    ['x[$__interval:$__interval_ms]', 'x[30s:30000]'],
    ['x[$__range] $__range_s $__range_ms', 'x[3600s] 3600 3600000'],
    ['x{a=~"b$"} $__unknown $b', 'x{a=~"b$"} $__unknown $b'],
  ])('%s', (expr, expanded) => expect(expandMacros(query({ expr }), 30_000)).toBe(expanded));

  it('a rate sees two scrapes also with long steps and long scrapes', () => {
    expect(expandMacros(query({ expr: '$__rate_interval' }), 600_000)).toBe('10m15s');
    expect(expandMacros(query({ expr: '$__rate_interval', scrapeIntervalMs: 60_000 }), 15_000)).toBe('4m');
  });

  it('finds variables that nobody replaced', () => {
    expect(unknownVariable('x{a="$broker"}')).toBe('$broker');
    expect(unknownVariable('x{a="${broker:regex}"}')).toBe('${broker:regex}');
    expect(unknownVariable('x{a=~"b$"} > 1')).toBeUndefined();
  });
});
