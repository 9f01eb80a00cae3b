import fc from 'fast-check';
import { frameQuery } from '@observatory/protocol/frames';
import type { DataQuery } from '@observatory/grafana-backend-sdk';
import { alignedTimes } from './aligned-times.ts';
import { durationMs } from './duration.ts';
import { frameQueryOf, type QueryCircumstances } from './frame-query.ts';

const TO = 1_767_436_623_456;
const of = (json: object, changes: Partial<DataQuery> = {}): DataQuery => ({
  refId: 'A',
  queryType: '',
  maxDataPoints: 500,
  intervalMs: 10_000,
  timeRange: { fromMs: TO - 3_600_000, toMs: TO },
  json: json as DataQuery['json'],
  ...changes,
});
const circumstances: QueryCircumstances = { scrapeIntervalMs: 15_000, isFromAlert: false, channelFor: () => 'ds/u/c' };

describe('frameQueryOf', () => {
  it('takes the larger of the panel interval, the scrape interval and the smallest step', () => {
    const interval = (json: object, changes = {}) => frameQueryOf(of({ expr: 'up', ...json }, changes), circumstances);
    expect(interval({})).toMatchObject({ intervalMs: 15_000, scrapeIntervalMs: 15_000 });
    expect(interval({}, { intervalMs: 60_000 })).toMatchObject({ intervalMs: 60_000 });
    expect(interval({ minStep: '1m30s' })).toMatchObject({ intervalMs: 90_000, scrapeIntervalMs: 90_000 });
    expect(interval({ minStep: '5s' })).toMatchObject({ intervalMs: 10_000, scrapeIntervalMs: 5000 });
  });

  it('is asked for although the panel hides it: an expression may use it', () => {
    expect(frameQueryOf(of({ expr: 'up', hide: true }), circumstances)).not.toHaveProperty('hide');
  });

  it('streams wide frames on a channel, where there is one', () => {
    const stream = of({ expr: 'up', mode: 'stream', format: 'table' });
    expect(frameQueryOf(stream, circumstances)).toMatchObject({ kind: 'range', format: 'wide', channel: 'ds/u/c' });
    expect(frameQueryOf(stream, { ...circumstances, isFromAlert: true })).toMatchObject({ format: 'table' });
  });

  it('makes of every saved query one that the sidecar takes', () => {
    const saved = fc.record(
      {
        queryType: fc.constantFrom('metrics', 'topology', 'nodes', 'topics', 'events', 'logs'),
        expr: fc.constantFrom('up', 'rate(x[5m])'),
        mode: fc.constantFrom('range', 'instant', 'stream'),
        format: fc.constantFrom('time_series', 'wide', 'table', 'heatmap'),
        minStep: fc.constantFrom('', '15s', '1m'),
        exemplars: fc.boolean(),
        clusters: fc.array(fc.string()),
        hide: fc.boolean(),
        aKeyOfTheFuture: fc.anything(),
      },
      { requiredKeys: ['queryType', 'expr'] },
    );
    const times = fc.record({ maxDataPoints: fc.integer(), intervalMs: fc.nat() });
    fc.assert(
      fc.property(saved, times, fc.boolean(), (json, changes, isFromAlert) => {
        if (isFromAlert && json.queryType !== 'metrics') return;
        const asked = frameQueryOf(of(json, changes), { ...circumstances, isFromAlert });
        expect(frameQuery.safeParse(asked).error).toBeUndefined();
      }),
    );
  });
});

describe('log lines', () => {
  it('are refused to alert rules in words, their counts are not', () => {
    const fromAlert = { ...circumstances, isFromAlert: true };
    expect(() => frameQueryOf(of({ queryType: 'logs' }), fromAlert)).toThrow(/set "Show" to "Counts"/);
    expect(frameQueryOf(of({ queryType: 'logs', show: 'counts', minLevel: 'error' }), fromAlert)).toMatchObject({
      kind: 'logs',
      show: 'counts',
      minLevel: 'error',
      intervalMs: 10_000,
      maxDataPoints: 500,
    });
  });
});

describe('alignedTimes', () => {
  it('keeps the length of the window and never moves it by a step', () => {
    fc.assert(
      fc.property(
        fc.nat(1e12),
        fc.nat(1e9),
        fc.constantFrom(500, 1000, 2000, 15_000, 60_000),
        (toMs, lengthMs, intervalMs) => {
          const query = { refId: 'A', expr: 'up', kind: 'range' as const, fromMs: toMs - lengthMs, toMs, intervalMs };
          const aligned = alignedTimes(query);
          expect(aligned.toMs - aligned.fromMs).toBe(lengthMs);
          expect(aligned.toMs).toBeLessThanOrEqual(toMs);
          if (intervalMs % 1000 === 0)
            expect(Math.floor(aligned.toMs / intervalMs)).toBe(Math.floor(toMs / intervalMs));
        },
      ),
    );
  });
});

it.each([
  ['15s', 15_000],
  ['1m30s', 90_000],
  ['500ms', 500],
  ['1.5h', 5_400_000],
  ['', undefined],
  ['0s', undefined],
  ['15', undefined],
  ['$__interval', undefined],
  ['-1s', undefined],
])('reads the duration %j as %j', (text, ms) => expect(durationMs(text)).toBe(ms));
