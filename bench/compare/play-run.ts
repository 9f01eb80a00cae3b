import { parseOmb } from '@observatory/backend-sidecar/runs/index';
import type { RunData } from '@observatory/backend-sidecar/runs/index';
import { createDemoCluster } from '@observatory/demo/index';
import { BINS, lowerEdge, upperEdge } from '@observatory/demo/model/latency';
import { quantile } from '@observatory/demo/model/histogram';
import { heapUsed, type Jvm } from '@observatory/demo/model/jvm';
import type { Broker, World } from '@observatory/demo/model/world';
import { createRandom } from '@observatory/demo/random';
import type { RunSeries } from '@observatory/protocol/runs';

const START_MS = Date.UTC(2026, 10, 3, 10);
const SAMPLE_S = 10;
const LOOK_S = 15;
const RAMP_S = 60;
/** Sync time of the base, as a part of the model's usual one: below 1 the model is linear in it. */
const BASE_SYNC = 0.5;

export type Plant = { kind: 'latency' | 'rate'; part: number };

/**
 * Plays a benchmark-like run on a simulated cluster, on a virtual clock: a ramp of a minute, then the cluster's own load with its
 * waves. Runs of one `clusterSeed` are the same topics on the same machines at the same time of day; `noiseSeed` is what differs
 * when one runs the same thing again. A planted regression acts in the model: `latency` makes every journal so much slower that
 * adds take `part` longer, `rate` lets that part less through.
 */
export function playRun(id: string, clusterSeed: number, noiseSeed: number, seconds: number, plant?: Plant): RunData {
  const size = { brokers: 3, bookies: 3, workers: 1, metadata: 1, hosts: 3, topics: 24 };
  const cluster = createDemoCluster({ seed: clusterSeed, size, startMs: START_MS, speed: 'max' });
  const { world } = cluster;
  const random = world.random as Record<string, ReturnType<typeof createRandom>>;
  for (const stream of Object.keys(random)) random[stream] = createRandom(noiseSeed, stream);
  const rates = Float64Array.from(world.topics.rate);
  const through = plant?.kind === 'rate' ? 1 - plant.part : 1;
  const slower = plant?.kind === 'latency' ? plant.part : 0;
  // An add takes 0.6 + 0.495 f ms (demo/src/model/bookies.ts): solved for the f that makes it `slower` times longer.
  for (const bookie of world.bookies) bookie.syncFactor = ((0.6 + 0.495 * BASE_SYNC) * (1 + slower) - 0.6) / 0.495;
  const before = world.brokers.map(({ publish }) => Float64Array.from(publish.current));
  const fields = { publishRate: [] as number[], consumeRate: [] as number[] };
  const latencies: Record<string, number[]> = {};
  const looks = new Looks();
  let bins = new Float64Array(BINS);
  let [published, consumed] = [0, 0];
  for (let second = 1; second <= seconds; second++) {
    const ramp = Math.min(1, 0.3 + (0.7 * second) / RAMP_S);
    for (const [topic, rate] of rates.entries()) world.topics.rate[topic] = rate * through * ramp;
    cluster.advanceSync(START_MS + second * 1000);
    for (const [index, broker] of world.brokers.entries()) {
      addNew(bins, broker, before[index]);
      published += broker.messagesIn;
      consumed += broker.messagesOut;
    }
    if (second % SAMPLE_S === 0) {
      fields.publishRate.push(published / SAMPLE_S);
      fields.consumeRate.push(consumed / SAMPLE_S);
      for (const [name, q] of QUANTILES) (latencies[name] ??= []).push(quantileOf(bins, q));
      bins = new Float64Array(BINS);
      [published, consumed] = [0, 0];
    }
    if (second % LOOK_S === 0) looks.take(world);
  }
  const parsed = parseOmb(JSON.stringify({ workload: 'demo', driver: 'demo', ...fields, ...latencies }), 'demo.json');
  if (parsed.status !== 'result') throw new Error(parsed.reason);
  return {
    info: {
      id,
      name: id,
      labels: { group: id.replace(/-\d+$/, '') },
      notes: '',
      state: 'finished',
      cluster: 'demo-1',
      source: 'store',
      startedMs: START_MS,
      command: '',
      by: '',
      stepMs: LOOK_S * 1000,
      looks: 0,
      troubles: [],
      results: [],
      alignment: { beginMs: START_MS, correlation: 1, uncertaintyMs: 0, from: 'stated' },
      figures: [],
      findings: [],
      reported: false,
      bytes: 0,
    },
    timeseries: {
      schema: 'pulsar-observatory/timeseries/1',
      stepMs: LOOK_S * 1000,
      times: Array.from({ length: Math.floor(seconds / LOOK_S) }, (_, index) => START_MS + (index + 1) * LOOK_S * 1000),
      series: looks.series,
      gaps: [],
    },
    results: [parsed.result],
  };
}

const QUANTILES: [string, number][] = [
  ['publishLatency50pct', 0.5],
  ['publishLatency95pct', 0.95],
  ['publishLatency99pct', 0.99],
  ['publishLatency999pct', 0.999],
];

/** What a broker's histogram holds beyond `seen`, which is brought up; its window of a minute may have ended in between. */
function addNew(into: Float64Array, { publish }: Broker, seen: Float64Array): void {
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
  const hasEnded = sum(publish.current) < sum(seen) || (sum(publish.current) === 0 && sum(seen) > 0);
  for (let bin = 0; bin < BINS; bin++) {
    into[bin] += (hasEnded ? publish.finished[bin] + publish.current[bin] : publish.current[bin]) - seen[bin];
  }
  seen.set(publish.current);
}

/** In ms, within a bin as if spread evenly over the logarithm. */
function quantileOf(bins: Float64Array, q: number): number {
  const rank = q * bins.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (bins[bin] > 0 && below + bins[bin] >= rank) {
      return lowerEdge(bin) * (upperEdge(bin) / lowerEdge(bin)) ** ((rank - below) / bins[bin]);
    }
    below += bins[bin];
  }
  return NaN;
}

/** What a recorder would have seen of the cluster. */
class Looks {
  readonly series: RunSeries[] = [];
  private readonly collected = new Map<string, { ms: number; count: number }>();

  take(world: World): void {
    for (const broker of world.brokers) {
      this.put('broker', broker.name, 'up', broker.up ? 1 : 0);
      this.put('broker', broker.name, 'cpu', broker.cpuCores);
      this.put('broker', broker.name, 'rateIn', broker.messagesIn);
      this.jvm('broker', broker.name, broker.jvm);
    }
    for (const bookie of world.bookies) {
      this.put('bookie', bookie.name, 'up', bookie.up ? 1 : 0);
      this.put('bookie', bookie.name, 'cpu', bookie.cpuCores);
      this.put('bookie', bookie.name, 'writeP99', quantile(bookie.addHistogram, 0.99));
      this.put('bookie', bookie.name, 'journalP99', quantile(bookie.syncHistogram, 0.99));
      this.jvm('bookie', bookie.name, bookie.jvm);
    }
  }

  private jvm(tier: RunSeries['tier'], node: string, jvm: Jvm): void {
    const now = { ms: 1000 * (jvm.youngSeconds + jvm.oldSeconds), count: jvm.youngCount + jvm.oldCount };
    const last = this.collected.get(node) ?? now;
    this.collected.set(node, now);
    this.put(tier, node, 'heap', heapUsed(jvm) / jvm.heapMaxBytes);
    this.put(tier, node, 'gc', (now.ms - last.ms) / LOOK_S);
    this.put(tier, node, 'gcCount', ((now.count - last.count) * 60) / LOOK_S);
  }

  private put(tier: RunSeries['tier'], node: string, measure: RunSeries['measure'], value: number): void {
    let series = this.series.find((each) => each.node === node && each.measure === measure);
    if (!series) this.series.push((series = { measure, node, tier, values: [] }));
    series.values.push(Number.isFinite(value) ? value : null);
  }
}
