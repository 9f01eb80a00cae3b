import { parseOmb } from '@observatory/backend-sidecar/runs/index';
import type { ReportInput } from '@observatory/backend-sidecar/runs/index';
import type { RunMeasure, RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { createRandom } from '@observatory/demo/random';

const BEGIN_MS = Date.UTC(2026, 10, 22, 10);

/** What is recorded of a node of each tier, with its usual value and how much it varies. */
const MEASURES: Record<'broker' | 'bookie' | 'metadata', [RunMeasure, number, number][]> = {
  broker: [
    ['up', 1, 0],
    ['cpu', 0.5, 0.05],
    ['heap', 0.55, 0.12],
    ['gc', 12, 5],
    ['gcCount', 15, 3],
    ['rateIn', 12_500, 400],
    ['rateOut', 25_000, 800],
    ['bytesIn', 12.8e6, 4e5],
    ['bytesOut', 25.6e6, 8e5],
    ['memory', 6e9, 1e7],
    ['direct', 0.4, 0.05],
    ['writeP99', 8, 2],
    ['backlog', 900, 200],
  ],
  bookie: [
    ['up', 1, 0],
    ['cpu', 0.3, 0.03],
    ['heap', 0.4, 0.1],
    ['gc', 6, 3],
    ['gcCount', 8, 2],
    ['memory', 4e9, 1e7],
    ['writeP99', 4, 1],
    ['journalP99', 2.5, 0.6],
    ['disk', 0.5, 0.001],
  ],
  metadata: [
    ['up', 1, 0],
    ['cpu', 0.05, 0.01],
    ['heap', 0.3, 0.05],
    ['memory', 1e9, 1e6],
  ],
};

/** A made-up run: noisy values of so many nodes, and a benchmark result with samples every 10 s beside them. */
export function exampleRun(
  seed: number,
  { nodes, hours, stepMs }: { nodes: number; hours: number; stepMs: number },
): ReportInput {
  const random = createRandom(seed, 'report');
  const times = Array.from(
    { length: Math.floor((hours * 3_600_000) / stepMs) },
    (_, index) => BEGIN_MS + index * stepMs,
  );
  const tierOf = (index: number) => (index % 20 < 8 ? 'broker' : index % 20 < 17 ? 'bookie' : 'metadata');
  const series = Array.from({ length: nodes }, (_, index) => index).flatMap((index) => {
    const tier = tierOf(index);
    return MEASURES[tier].map(([measure, usual, sigma]): RunSeries => {
      let wave = 0;
      return {
        measure,
        tier,
        node: `${tier}-${index}:8080`,
        values: times.map(() => {
          wave = 0.8 * wave + 0.6 * random.normal();
          return Number(Math.max(0, usual + sigma * wave).toPrecision(6));
        }),
      };
    });
  });
  const metrics: RunTimeseries = { schema: 'pulsar-observatory/timeseries/1', stepMs, times, series, gaps: [] };
  const samples = hours * 360;
  const column = (usual: number, sigma: number) =>
    Array.from({ length: samples }, () => Math.max(0.01, usual * Math.exp(sigma * random.normal())));
  const fields: Record<string, unknown> = {
    workload: '100 topics, 1 kB',
    driver: 'Pulsar',
    messageSize: 1024,
    publishRate: column(100_000, 0.01),
    consumeRate: column(200_000, 0.01),
    backlog: column(4000, 0.2),
  };
  for (const [prefix, usual] of [
    ['publishLatency', 4],
    ['endToEndLatency', 6],
  ] as const) {
    for (const [suffix, times_] of [
      ['Avg', 1],
      ['50pct', 0.9],
      ['75pct', 1.2],
      ['95pct', 2],
      ['99pct', 4],
      ['999pct', 12],
      ['9999pct', 30],
      ['Max', 60],
    ] as const) {
      fields[prefix + suffix] = column(usual * times_, 0.15);
      fields[`aggregated${prefix[0].toUpperCase()}${prefix.slice(1)}${suffix}`] = usual * times_;
    }
    const quantiles = Array.from({ length: 1200 }, (_, index) => [
      100 * (1 - 10 ** (-index / 240)),
      usual * (1 + index / 50),
    ]);
    fields[`aggregated${prefix[0].toUpperCase()}${prefix.slice(1)}Quantiles`] = Object.fromEntries(quantiles);
  }
  const parsed = parseOmb(JSON.stringify(fields), 'bench.json');
  if (parsed.status !== 'result') throw new Error(parsed.reason);
  return {
    title: `${nodes} nodes for ${hours} h`,
    version: 'bench',
    results: [
      { result: parsed.result, sha256: '', alignment: { beginMs: BEGIN_MS, correlation: 0.95, uncertaintyMs: 5000 } },
    ],
    refused: [],
    facts: [],
    remarks: [],
    metrics,
  };
}
