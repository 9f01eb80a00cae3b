import { Labels } from '@observatory/backend-sidecar/model/labels';
import type { WriteBatch } from '@observatory/backend-sidecar/remote/write/batch';
import { seededRandom } from '../synthetic-target.ts';

type Kind = 'counter' | 'gauge' | 'decimal' | 'stepped' | 'bucket';

/** Families of a broker; the bucket family takes three places, one an upper bound. */
const FAMILIES: readonly [name: string, kind: Kind, perSubscription: boolean][] = [
  ['pulsar_in_messages_total', 'counter', false],
  ['pulsar_in_bytes_total', 'counter', false],
  ['pulsar_out_messages_total', 'counter', true],
  ['pulsar_out_bytes_total', 'counter', true],
  ['pulsar_subscription_back_log', 'gauge', true],
  ['pulsar_subscription_unacked_messages', 'gauge', true],
  ['pulsar_storage_size', 'counter', false],
  ['pulsar_rate_in', 'decimal', false],
  ['pulsar_rate_out', 'decimal', false],
  ['pulsar_throughput_in', 'decimal', false],
  ['pulsar_subscription_msg_rate_out', 'decimal', true],
  ['pulsar_storage_write_latency_bucket', 'bucket', false],
  ['pulsar_storage_write_latency_bucket', 'bucket', false],
  ['pulsar_storage_write_latency_bucket', 'bucket', false],
  ['pulsar_entry_size', 'stepped', false],
  ['pulsar_consumers_count', 'stepped', false],
];
const BOUNDS = ['5', '10', '+Inf'];

/**
 * The series of `bench:scrape`'s synthetic brokers (the same families, label sets and movements), with the three latency
 * families as the cumulative buckets that the sidecar makes of them at ingest.
 */
export class Dataset {
  readonly labels: Labels[] = [];
  private readonly kinds: Kind[] = [];
  private readonly values: number[] = [];
  private readonly random = seededRandom(7);
  private tick = 0;

  constructor(targets: number, seriesPerTarget: number) {
    const perFamily = Math.ceil(seriesPerTarget / FAMILIES.length);
    for (let target = 0; target < targets; target++) {
      const before = this.labels.length;
      let bucket = 0;
      for (const [name, kind, perSubscription] of FAMILIES) {
        for (let i = 0; i < perFamily && this.labels.length - before < seriesPerTarget; i++) {
          const namespace = `acme/team-${i % 11}`;
          this.labels.push(
            Labels.fromObject({
              __name__: name,
              cluster: 'demo-1',
              instance: `broker-${target}:8080`,
              job: `bench-${target}`,
              namespace,
              topic: `persistent://${namespace}/events-${target}-${Math.floor(i / 3)}-partition-${i % 3}`,
              ...(perSubscription ? { subscription: `sub-${i % 3}` } : {}),
              ...(kind === 'bucket' ? { le: BOUNDS[bucket] } : {}),
            }),
          );
          this.kinds.push(kind);
          this.values.push(kind === 'bucket' ? 0 : Math.floor(this.random() * 1e6));
        }
        if (kind === 'bucket') bucket++;
      }
    }
    this.perFamily = perFamily;
  }
  private readonly perFamily: number;

  /** The next `ticks` samples of every series, as write batches of some thousand samples each. */
  *next(ticks: number, startMs: number, intervalMs: number, seriesPerBatch = 500): Generator<WriteBatch> {
    const count = this.labels.length;
    const columns = Array.from({ length: ticks }, () => this.step());
    for (let from = 0; from < count; from += seriesPerBatch) {
      const to = Math.min(count, from + seriesPerBatch);
      const length = (to - from) * ticks;
      const labels = new Array<Labels>(length);
      const timestamps = new Float64Array(length);
      const values = new Float64Array(length);
      let at = 0;
      for (let series = from; series < to; series++) {
        for (let t = 0; t < ticks; t++, at++) {
          labels[at] = this.labels[series];
          timestamps[at] = startMs + t * intervalMs;
          values[at] = columns[t][series];
        }
      }
      yield { length, labels, timestamps, words: new Uint32Array(values.buffer) };
    }
  }

  private step(): Float64Array {
    const { values, kinds, perFamily } = this;
    const tick = this.tick++;
    for (let i = 0; i < values.length; i++) {
      const noise = this.random();
      switch (kinds[i]) {
        case 'counter':
          values[i] += Math.floor(noise * noise * 2000);
          break;
        case 'gauge':
          values[i] = Math.max(0, Math.round(values[i] + (noise - 0.5) * 200));
          break;
        case 'decimal':
          values[i] = Math.max(0, Math.round(values[i] * (0.9 + noise * 0.2) * 1000) / 1000);
          break;
        case 'stepped':
          if (tick % 30 === i % 30) values[i] = Math.floor(noise * 500);
          break;
        case 'bucket':
          // A bucket holds what the one below it holds, and more: the series of one topic are `perFamily` apart.
          values[i] += Math.floor(noise * 40);
          if (kinds[i - perFamily] === 'bucket') values[i] = Math.max(values[i], values[i - perFamily]);
          break;
      }
    }
    return Float64Array.from(values);
  }
}
