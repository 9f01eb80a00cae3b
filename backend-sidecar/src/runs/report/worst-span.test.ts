import { BEGIN_MS, madeCluster, madeRun } from '../compare/testing/made-run.ts';
import { explainedFindings } from './explained-findings.ts';
import { worstSpan } from './worst-span.ts';

const spanOf = (fields: Record<string, unknown>, metrics?: ReturnType<typeof madeCluster>) =>
  worstSpan({
    results: madeRun({ id: 'a', fields }).results.map((result) => ({
      result,
      sha256: '',
      alignment: { beginMs: BEGIN_MS, correlation: 1, uncertaintyMs: 0 },
    })),
    ...(metrics && { metrics }),
  });
const steady = new Array<number>(30).fill(100);

it('lies around what stands out most, on the clock of the cluster', () => {
  const p99 = steady.map((value, index) => (index === 12 ? 900 : value));
  const rate = steady.map((value, index) => (index === 20 ? 20 : value));
  expect(spanOf({ publishRate: rate, publishLatency99pct: p99 })).toEqual({
    fromMs: BEGIN_MS + 60_000,
    toMs: BEGIN_MS + 190_000,
    what: 'p99 publish latency',
  });
  expect(spanOf({ publishRate: rate, publishLatency99pct: steady })?.what).toBe('the publish rate');
});

it('is the first node that was down when clients felt nothing, and nothing where nothing is', () => {
  const metrics = madeCluster(30, {
    'broker-1': { up: () => 1 },
    'broker-2': { up: (index) => (index === 9 ? 0 : 1) },
  });
  expect(spanOf({ publishRate: steady }, metrics)).toMatchObject({
    what: 'broker-2 being down',
    fromMs: BEGIN_MS + 30_000,
  });
  expect(spanOf({ publishRate: steady })).toBeUndefined();
  expect(worstSpan({ results: [] })).toBeUndefined();
});

it('likely candidates become sentences with how sure they are', () => {
  const candidate = (confidence: number, sentence: string) => ({ confidence, sentence }) as never;
  const span = { fromMs: BEGIN_MS, toMs: BEGIN_MS + 130_000, what: 'p99 publish latency' };
  expect(explainedFindings({ candidates: [candidate(0.92, 'broker-2 paused.'), candidate(0.1, 'x')] }, span)).toEqual([
    { grade: 'warn', text: 'Explain on p99 publish latency, 10:00:00 to 10:02:10 UTC: broker-2 paused (92 % sure).' },
  ]);
});
