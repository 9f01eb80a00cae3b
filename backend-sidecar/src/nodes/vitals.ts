import type { DiskForecast, Node, NodeVitals, NodeVitalsList } from '@observatory/protocol/nodes';
import type { PromqlSource, QueryValue } from '../storage.ts';
import type { Labels } from '../model/labels.ts';
import { messageOf } from '../util/errors.ts';
import { linearTrend } from './linear-trend.ts';

type Measure =
  'startedSeconds' | 'restarts' | 'gcShare' | 'heapUsedBytes' | 'heapMaxBytes' | 'directUsedBytes' | 'directMaxBytes';

/** Names that brokers, bookies and function workers of Pulsar 2.10 to 5 share: the JVM's own. */
const QUERIES: Readonly<Record<Measure, string>> = {
  startedSeconds: 'max by (cluster, instance) (process_start_time_seconds)',
  restarts: 'max by (cluster, instance) (changes(process_start_time_seconds[24h]))',
  gcShare: 'sum by (cluster, instance) (rate(jvm_gc_collection_seconds_sum[5m]))',
  heapUsedBytes: 'sum by (cluster, instance) (jvm_memory_bytes_used{area="heap"})',
  // -1 says that there is no limit.
  heapMaxBytes: 'sum by (cluster, instance) (jvm_memory_bytes_max{area="heap"}) > 0',
  directUsedBytes: 'max by (cluster, instance) (jvm_memory_direct_bytes_used) >= 0',
  directMaxBytes: 'max by (cluster, instance) (jvm_memory_direct_bytes_max) > 0',
};
const VERSION = 'max by (cluster, instance, version) (pulsar_version_info)';
const DISKS = '{__name__=~"bookie_ledger_dir_.+_usage"}[1h]';
const DISK_NAME = /^bookie_ledger_dir_(.+)_usage$/;
const HOUR_MS = 3_600_000;
/** A line through less than this says more of the last flush than of the disk. */
const MIN_SPAN_MS = 600_000;

export interface VitalsOptions {
  promql: PromqlSource;
  nodes: () => readonly Node[];
  /** Seconds by which a node's clock is ahead of ours, where somebody compared. */
  clockSkew?: (node: Node) => number | undefined;
}

/** Versions, uptime, restarts, garbage collection, memory and disks of all nodes, from what is stored of them. */
export async function nodeVitals({ promql, nodes, clockSkew }: VitalsOptions, timeMs: number): Promise<NodeVitalsList> {
  const warnings: string[] = [];
  const ask = async (query: string): Promise<QueryValue | undefined> => {
    try {
      return (await promql.instant(query, timeMs)).value;
    } catch (error) {
      // One measure less, not none at all.
      warnings.push(`${query}: ${messageOf(error)}`);
      return undefined;
    }
  };
  const measures = Object.keys(QUERIES) as Measure[];
  const [values, versions, disks] = await Promise.all([
    Promise.all(measures.map((measure) => ask(QUERIES[measure]))),
    ask(VERSION),
    ask(DISKS),
  ]);
  const byMeasure = new Map(measures.map((measure, i) => [measure, byInstance(values[i])]));
  const versionOf = byInstance(versions, ({ labels }) => labels.get('version'));
  const disksOf = forecasts(disks);
  return {
    timeMs,
    warnings,
    nodes: nodes().map((node) => {
      const key = keyOf(node.labels.cluster ?? '', node.labels.instance ?? node.address);
      const of = (measure: Measure) => byMeasure.get(measure)?.get(key);
      const started = of('startedSeconds');
      const vitals: NodeVitals = {
        id: node.id,
        version: node.version ?? versionOf.get(key),
        startedMs: started === undefined ? undefined : Math.round(started * 1000),
        uptimeSeconds: started === undefined ? undefined : Math.max(0, timeMs / 1000 - started),
        restarts: of('restarts'),
        gcShare: of('gcShare'),
        heapUsedBytes: of('heapUsedBytes'),
        heapMaxBytes: of('heapMaxBytes'),
        directUsedBytes: of('directUsedBytes'),
        directMaxBytes: of('directMaxBytes'),
        clockSkewSeconds: clockSkew?.(node),
        disks: disksOf.get(key) ?? [],
      };
      return vitals;
    }),
  };
}

const keyOf = (cluster: string, instance: string) => `${cluster}\n${instance}`;
const keyOfLabels = (labels: Labels) => keyOf(labels.get('cluster'), labels.get('instance'));

function byInstance(answer: QueryValue | undefined): Map<string, number>;
function byInstance<T>(answer: QueryValue | undefined, of: (series: { labels: Labels }) => T): Map<string, T>;
function byInstance<T>(
  answer: QueryValue | undefined,
  of?: (series: { labels: Labels }) => T,
): Map<string, T | number> {
  const found = new Map<string, T | number>();
  if (answer?.resultType !== 'vector') return found;
  for (const series of answer.series) found.set(keyOfLabels(series.labels), of ? of(series) : series.value);
  return found;
}

/** The directory is part of the metric's name, each character but letters and digits an underscore. */
function forecasts(answer: QueryValue | undefined): Map<string, DiskForecast[]> {
  const found = new Map<string, DiskForecast[]>();
  if (answer?.resultType !== 'matrix') return found;
  for (const { labels, timestamps, values } of answer.series) {
    const directory = DISK_NAME.exec(labels.get('__name__'))?.[1];
    const usedPercent = values[values.length - 1];
    if (directory === undefined || usedPercent === undefined) continue;
    const key = keyOfLabels(labels);
    found.set(key, [...(found.get(key) ?? []), forecast(directory, usedPercent, timestamps, values)]);
  }
  return found;
}

function forecast(
  directory: string,
  usedPercent: number,
  timestamps: Float64Array,
  values: Float64Array,
): DiskForecast {
  const trend = linearTrend(timestamps, values);
  const spanMs = timestamps[timestamps.length - 1] - timestamps[0];
  if (!trend || spanMs < MIN_SPAN_MS) return { directory, usedPercent };
  const percentPerHour = trend.slope * HOUR_MS;
  const hours = (100 - trend.last) / percentPerHour;
  return {
    directory,
    usedPercent,
    percentPerHour,
    ...(percentPerHour > 0 && { fullInSeconds: Math.max(0, hours * 3600) }),
  };
}
