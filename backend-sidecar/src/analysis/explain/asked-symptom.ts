import type { PromqlSource } from '../../storage.ts';
import type { Finding } from '../causes/finding.ts';
import { toFinding } from '../causes/finding.ts';
import { findDeviations } from '../detect/deviation.ts';
import type { SignalDefinition } from '../signals/definition.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import { stepOf } from '../signals/shape-samples.ts';
import type { Labels } from '../../model/labels.ts';
import type { Subject } from '../map/subject.ts';
import { targetOf, topicOf, wholeTopic } from '../map/subject.ts';
import { queryError, queryTerms } from './query-terms.ts';
import type { Span } from './window.ts';

export interface AskedSymptom {
  finding: Finding | undefined;
  /** Whether a finding of the signals is, or stands for, what was asked. */
  isSymptom: (finding: Finding) => boolean;
  notes: string[];
}

interface Context {
  span: Span;
  window: Span;
  baseline: Span;
  signals: readonly SignalSeries[];
  findings: readonly Finding[];
  signal: AbortSignal | undefined;
}

const MAX_STEPS = 1500;

/** Evaluates the query that somebody calls the symptom, and finds out which signals it is made of. */
export async function askedSymptom(promql: PromqlSource, query: string, context: Context): Promise<AskedSymptom> {
  const { span, window, baseline, signals, findings } = context;
  const up = signals.filter(({ definition }) => definition.kind === 'unreachable');
  const finest = Math.min(...up.map(({ stepMs }) => stepMs || Infinity), 15_000);
  const stepMs = Math.max(1000, finest, Math.ceil((span.toMs - span.fromMs) / MAX_STEPS));
  const { kinds, equal } = queryTerms(query);
  const series = await evaluate(promql, query, { ...span, stepMs, signal: context.signal });
  const notes: string[] = [];
  if (series.length === 0) notes.push('The query has no data in this time.');
  const bounds = { baselineFromMs: baseline.fromMs, baselineToMs: baseline.toMs, toMs: window.toMs };
  let best: Finding | undefined;
  for (const { labels, timestamps, values } of series) {
    const columns = finite(timestamps, values);
    const definition = definitionOf(query, columns.v);
    const [deviation] = findDeviations(columns.t, columns.v, definition, bounds).sort((a, b) => b.score - a.score);
    if (!deviation) continue;
    const subject = subjectOf(labels, equal);
    const finding = toFinding(
      { definition, subject, ...columns, stepMs: stepOf(columns.t), query, targets: new Set() },
      deviation,
    );
    if (!best || deviation.score > best.deviation.score) best = finding;
  }
  if (!best && series.length > 0) notes.push('The query does not leave its band of the baseline within the window.');
  const matching = findings.filter(
    (each) =>
      best !== undefined &&
      fits(each, best.series.subject) &&
      (kinds.size === 0 || kinds.has(each.series.definition.kind)),
  );
  const standIns = new Set(
    matching.length > 0
      ? matching
      : findings.filter((each) => best !== undefined && fits(each, best.series.subject) && isFelt(each)),
  );
  // Where the signals say it too, they date it: they are as fine as the scrapes, the query is smoothed by its range.
  const live = matching.filter((each) => each.live).sort((a, b) => b.deviation.score - a.deviation.score)[0];
  const finding = best && live ? { ...live, series: live.series } : best;
  return { finding, isSymptom: (each) => standIns.has(each), notes };
}

const isFelt = ({ series }: Finding): boolean => series.definition.severity !== undefined;

async function evaluate(
  promql: PromqlSource,
  query: string,
  { fromMs, toMs, stepMs, signal }: Span & { stepMs: number; signal: AbortSignal | undefined },
) {
  try {
    const { value } = await promql.range(query, fromMs, toMs, stepMs, signal ? { signal } : {});
    return value.resultType === 'matrix' ? value.series : [];
  } catch (error) {
    if (signal?.aborted) throw error;
    throw queryError(error);
  }
}

function finite(timestamps: Float64Array, values: Float64Array): { t: Float64Array; v: Float64Array } {
  const keep = [...values.keys()].filter((i) => Number.isFinite(values[i]));
  return { t: Float64Array.from(keep, (i) => timestamps[i]), v: Float64Array.from(keep, (i) => values[i]) };
}

/** What a query measures nobody has said: both directions count, and any change that stands out. */
function definitionOf(query: string, values: Float64Array): SignalDefinition {
  const level = values.length > 0 ? Math.max(...values.slice(0, 2000).map(Math.abs)) : 0;
  return {
    kind: 'query',
    class: 'symptom',
    title: 'the query',
    unit: '',
    subject: 'node',
    reading: 'gauge',
    metrics: [query],
    combine: 'sum',
    direction: 'both',
    floor: level * 0.02,
    relativeFloor: 0.1,
    severity: 1,
  };
}

function subjectOf(labels: Labels, equal: ReadonlyMap<string, string>): Subject {
  // Labels that an aggregation took away may stand in the selectors.
  const all = new Map([...equal, ...labels.entries()]);
  const get = (name: string) => all.get(name) ?? '';
  const cluster = get('cluster');
  const topic =
    get('topic') === '' ? '' : topicOf(labels.get('topic') === '' ? labels.with('topic', get('topic')) : labels);
  const subscription = get('subscription');
  if (topic !== '' && subscription !== '') return { type: 'subscription', key: 'asked', cluster, topic, subscription };
  if (topic !== '') return { type: 'topic', key: 'asked', cluster, topic };
  let target = labels;
  for (const name of ['cluster', 'job', 'instance', 'node', 'node_name'])
    if (get(name) !== '') target = target.with(name, get(name));
  return { type: 'node', key: 'asked', target: targetOf(target) };
}

/** Whether a finding is about what the query is about, as far as its labels say. */
function fits({ series: { subject } }: Finding, asked: Subject): boolean {
  if (asked.type === 'node') {
    const { cluster, instance, node, name } = asked.target;
    if (subject.type !== 'node')
      return instance === '' && node === '' && (cluster === '' || subject.cluster === cluster);
    const { target } = subject;
    return (
      (cluster === '' || target.cluster === cluster) &&
      (instance === '' || target.instance === instance) &&
      (node === '' || target.node === node) &&
      (name === '' || target.name === name)
    );
  }
  if (asked.type === 'function') return subject.type === 'function' && subject.name === asked.name;
  if (subject.type !== 'topic' && subject.type !== 'subscription') return false;
  const sameTopic = subject.topic === asked.topic || wholeTopic(subject.topic) === asked.topic;
  if (asked.type === 'topic') return sameTopic;
  return sameTopic && subject.type === 'subscription' && subject.subscription === asked.subscription;
}
