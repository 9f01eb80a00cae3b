import fc from 'fast-check';
import { frameQuery } from '@observatory/protocol/frames';
import type { DataQuery } from '@observatory/grafana-backend-sdk';
import { frameQueryOf } from './frame-query.ts';

const TO = 1_767_436_623_456;
const of = (json: object): DataQuery => ({
  refId: 'A',
  queryType: '',
  maxDataPoints: 500,
  intervalMs: 10_000,
  timeRange: { fromMs: TO - 3_600_000, toMs: TO },
  json: json as DataQuery['json'],
});
const asked = (json: object, isFromAlert = false) =>
  frameQueryOf(of(json), { scrapeIntervalMs: 15_000, isFromAlert, channelFor: () => 'ds/u/c' });

it('asks for one number a series from alert rules, whatever was saved', () => {
  for (const queryType of ['anomalies', 'forecast', 'candidates']) {
    expect(asked({ queryType, expr: 'up', mode: 'range' }, true)).toMatchObject({ kind: queryType, mode: 'instant' });
    expect(asked({ queryType, expr: 'up' })).toMatchObject({ kind: queryType, mode: 'range' });
  }
});

it('asks nothing without an expression, but for candidates, which find their symptom', () => {
  expect(asked({ queryType: 'anomalies', expr: ' ' })).toBeUndefined();
  expect(asked({ queryType: 'forecast' })).toBeUndefined();
  expect(asked({ queryType: 'candidates' })).toMatchObject({ kind: 'candidates', expr: '' });
});

it('makes of every saved query one that the sidecar takes', () => {
  const saved = fc.record(
    {
      queryType: fc.constantFrom('anomalies', 'forecast', 'candidates'),
      expr: fc.constantFrom('up', 'rate(x[$__rate_interval])'),
      mode: fc.constantFrom('range', 'instant'),
      sensitivity: fc.integer({ min: 1, max: 20 }),
      horizon: fc.constantFrom('', '1h', '7d'),
      clusters: fc.array(fc.string()),
      aKeyOfTheFuture: fc.anything(),
    },
    { requiredKeys: ['queryType', 'expr'] },
  );
  fc.assert(
    fc.property(saved, fc.boolean(), (json, isFromAlert) => {
      expect(frameQuery.safeParse(asked(json, isFromAlert)).error).toBeUndefined();
    }),
  );
});
