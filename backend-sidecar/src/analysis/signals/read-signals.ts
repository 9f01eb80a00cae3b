import type { Labels } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import { SampleBuffer, type SeriesSet, type SeriesSource } from '../../storage.ts';
import { targetOf, topicOf, type Subject, type TargetRef } from '../map/subject.ts';
import type { SignalDefinition } from './definition.ts';
import type { SignalSeries } from './signal-series.ts';
import { combine, shapeSamples, stepOf, type Columns } from './shape-samples.ts';

export interface SignalsRequest {
  source: SeriesSource;
  definitions: readonly SignalDefinition[];
  fromMs: number;
  toMs: number;
  cluster?: string;
  signal?: AbortSignal;
}

export interface SignalsRead {
  signals: SignalSeries[];
  /** Every target that exposed any of them. */
  targets: ReadonlyMap<string, TargetRef>;
  /** Raw series that were read. */
  series: number;
}

/** Work between two turns of the event loop. */
const SLICE_MS = 6;

interface Part {
  definition: SignalDefinition;
  /** Position of the metric's name among the definition's. */
  metric: number;
  isOver: boolean;
}

interface Gathering {
  definition: SignalDefinition;
  subject: Subject;
  targets: Set<string>;
  names: Set<string>;
  /** By the series' labels without its name: the samples, and what they are divided by. */
  pairs: Map<string, { series?: Columns; over?: Columns }>;
}

/** Reads the samples of all signals with as few selects as there are kinds of names, and shapes them. */
export async function readSignals(request: SignalsRequest): Promise<SignalsRead> {
  const { source, definitions, fromMs, toMs, cluster, signal } = request;
  const { exact, patterns } = partsOf(definitions);
  const gathered = new Map<string, Gathering>();
  const targets = new Map<string, TargetRef>();
  const buffer = new SampleBuffer();
  let series = 0;
  let sliceAt = performance.now();
  const take = async (matcher: Matcher, partsFor: (name: string) => readonly Part[]): Promise<void> => {
    const matchers = cluster === undefined ? [matcher] : [matcher, new Matcher('=', 'cluster', cluster)];
    const set = await source.select({ matchers, minTimeMs: fromMs, maxTimeMs: toMs, ...(signal && { signal }) });
    try {
      for (let i = 0; i < set.count; i++) {
        sliceAt = await turnAfter(sliceAt, signal);
        series += takeSeries(set, i, partsFor, { buffer, gathered, targets });
      }
    } finally {
      set.close();
    }
  };
  await take(new Matcher('=~', '__name__', [...exact.keys()].join('|')), (name) => exact.get(name) ?? []);
  for (const { pattern, part } of patterns) await take(new Matcher('=~', '__name__', pattern), () => [part]);
  const signals: SignalSeries[] = [];
  for (const each of gathered.values()) {
    sliceAt = await turnAfter(sliceAt, signal);
    signals.push(...finished(each));
  }
  return { signals, targets, series };
}

function partsOf(definitions: readonly SignalDefinition[]): {
  exact: Map<string, Part[]>;
  patterns: { pattern: string; part: Part }[];
} {
  const exact = new Map<string, Part[]>();
  const patterns: { pattern: string; part: Part }[] = [];
  for (const definition of definitions) {
    const add = (name: string, part: Part) => {
      if (name.includes('*')) patterns.push({ pattern: name.replaceAll('*', '.*'), part });
      else exact.set(name, [...(exact.get(name) ?? []), part]);
    };
    definition.metrics.forEach((name, metric) => add(name, { definition, metric, isOver: false }));
    definition.over?.forEach((name, metric) => add(name, { definition, metric, isOver: true }));
  }
  return { exact, patterns };
}

interface Sink {
  buffer: SampleBuffer;
  gathered: Map<string, Gathering>;
  targets: Map<string, TargetRef>;
}

function takeSeries(set: SeriesSet, index: number, partsFor: (name: string) => readonly Part[], sink: Sink): number {
  const labels = set.labels(index);
  const parts = partsFor(labels.metricName).filter(({ definition }) => matchesWhere(definition, labels));
  if (parts.length === 0) return 0;
  set.read(index, sink.buffer);
  const columns = finiteColumns(sink.buffer);
  if (columns.t.length === 0) return 0;
  const target = targetOf(labels);
  if (!sink.targets.has(target.key)) sink.targets.set(target.key, target);
  for (const { definition, metric, isOver } of parts) {
    const subject = subjectOf(definition, labels, target);
    if (!subject) continue;
    const key = `${definition.kind}\n${subject.key}`;
    let gathering = sink.gathered.get(key);
    if (!gathering) {
      gathering = { definition, subject, targets: new Set(), names: new Set(), pairs: new Map() };
      sink.gathered.set(key, gathering);
    }
    gathering.targets.add(target.key);
    if (!isOver) gathering.names.add(labels.metricName);
    const pairKey = `${metric}\n${labels.filter((name) => name !== '__name__').key()}`;
    const pair = gathering.pairs.get(pairKey) ?? {};
    pair[isOver ? 'over' : 'series'] = columns;
    gathering.pairs.set(pairKey, pair);
  }
  return 1;
}

function matchesWhere({ where }: SignalDefinition, labels: Labels): boolean {
  return !where || Object.entries(where).every(([name, pattern]) => pattern.test(labels.get(name)));
}

function subjectOf(definition: SignalDefinition, labels: Labels, target: TargetRef): Subject | undefined {
  const { cluster } = target;
  switch (definition.subject) {
    case 'node':
      return { type: 'node', key: `node\n${target.key}`, target };
    case 'topic': {
      const topic = topicOf(labels);
      return topic === '' || labels.has('producer_name')
        ? undefined
        : { type: 'topic', key: `topic\n${cluster}\n${topic}`, cluster, topic };
    }
    case 'subscription': {
      const topic = topicOf(labels);
      const subscription = labels.get('subscription');
      return topic === '' || subscription === '' || labels.has('consumer_name')
        ? undefined
        : {
            type: 'subscription',
            key: `subscription\n${cluster}\n${topic}\n${subscription}`,
            cluster,
            topic,
            subscription,
          };
    }
    case 'function': {
      const name = labels.get('fqfn') || labels.get('name');
      return name === '' ? undefined : { type: 'function', key: `function\n${cluster}\n${name}`, cluster, name };
    }
  }
}

function finished({ definition, subject, targets, names, pairs }: Gathering): SignalSeries[] {
  const parts: Columns[] = [];
  for (const { series, over } of pairs.values()) {
    if (!series) continue;
    const shaped = shapeSamples(definition.reading, series, over, definition.minRateMs);
    if (shaped.t.length > 0) parts.push(shaped);
  }
  if (parts.length === 0) return [];
  const { t, v } = combine(parts, definition.combine);
  return [{ definition, subject, t, v, stepMs: stepOf(t), query: queryOf(definition, subject, names), targets }];
}

/** A query for a reader: the signal's own names with the labels of its subject. */
function queryOf(
  { reading, combine: how, metrics, over }: SignalDefinition,
  subject: Subject,
  names: ReadonlySet<string>,
): string {
  const name = [...names].sort()[0] ?? metrics[0];
  const at = metrics.indexOf(name);
  const selector = selectorOf(subject);
  const range = '[1m]';
  switch (reading) {
    case 'rate':
      return `${how}(rate(${name}${selector}${range}))`;
    case 'mean':
      return `sum(rate(${name}${selector}${range})) / sum(rate(${over?.[Math.max(0, at)] ?? name}${selector}${range}))`;
    case 'growth':
      return `${how}(deriv(${name}${selector}${range}))`;
    case 'share':
      return `${how}(${name}${selector} / ${over?.[Math.max(0, at)] ?? name}${selector})`;
    case 'shift':
    case 'gauge':
      return `${how}(${name}${selector})`;
  }
}

function selectorOf(subject: Subject): string {
  const pairs: [string, string][] = [];
  if (subject.type === 'node') {
    pairs.push(['cluster', subject.target.cluster], ['instance', subject.target.instance]);
  } else {
    pairs.push(['cluster', subject.cluster]);
    if (subject.type === 'function') pairs.push(['fqfn', subject.name]);
    else pairs.push(['topic', subject.topic]);
    if (subject.type === 'subscription') pairs.push(['subscription', subject.subscription]);
  }
  const text = pairs.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return text.length === 0 ? '' : `{${text.join(', ')}}`;
}

/** A copy of the finite samples; staleness markers are NaN and go too. */
function finiteColumns({ length, timestamps, values }: SampleBuffer): Columns {
  const t = new Float64Array(length);
  const v = new Float64Array(length);
  let kept = 0;
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(values[i])) continue;
    t[kept] = timestamps[i];
    v[kept++] = values[i];
  }
  return { t: t.subarray(0, kept), v: v.subarray(0, kept) };
}

/** Gives the event loop its turn when the slice is used up; the begin of the present slice. */
async function turnAfter(sliceAt: number, signal: AbortSignal | undefined): Promise<number> {
  if (performance.now() - sliceAt < SLICE_MS) return sliceAt;
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
  return performance.now();
}
