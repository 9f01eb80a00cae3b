import type { RunTimeseries } from '@observatory/protocol/runs';

/** A made-up hour of three brokers and three bookies, in which broker-2 pauses for garbage collection and goes down. */
export function exampleMetrics(beginMs: number): RunTimeseries {
  const times = Array.from({ length: 120 }, (_, index) => beginMs + index * 30_000);
  const nodes = [0, 1, 2].flatMap((index) => [
    { node: `broker-${index}:8080`, tier: 'broker' as const, weight: index === 1 ? 0.35 : 0 },
    { node: `bookie-${index}:8000`, tier: 'bookie' as const, weight: 0 },
  ]);
  const series = nodes.flatMap(({ node, tier, weight }, position) => {
    const wave = (index: number) => Math.sin((index + position * 7) / 9);
    const bad = (index: number) => node.startsWith('broker-2') && index >= 60 && index < 66;
    const of = (measure: RunTimeseries['series'][number]['measure'], value: (index: number) => number | null) => ({
      measure,
      node,
      tier,
      values: times.map((_, index) => value(index)),
    });
    return [
      of('up', (index) => (bad(index) && index > 63 ? 0 : 1)),
      of('cpu', (index) => (bad(index) && index > 63 ? null : 0.4 + weight + 0.08 * wave(index))),
      of('heap', (index) => (bad(index) ? 0.96 : 0.5 + weight + 0.06 * wave(index * 3))),
      of('gc', (index) => (bad(index) ? 320 : 8 + 6 * wave(index * 5))),
      of('gcCount', (index) => (bad(index) ? 42 : 15)),
      of('writeP99', (index) => (bad(index) ? 480 : (tier === 'broker' ? 9 : 5) + wave(index * 2))),
      ...(tier === 'broker'
        ? [of('rateIn', (index) => (bad(index) ? 9000 : 66_000 + 800 * wave(index)))]
        : [of('journalP99', (index) => 3 + wave(index * 2)), of('disk', (index) => 0.6 + index / 2000)]),
      of('bytesIn', (index) => 66e6 + 1e6 * wave(index)),
    ];
  });
  return { schema: 'pulsar-observatory/timeseries/1', stepMs: 30_000, times, series, gaps: [] };
}
