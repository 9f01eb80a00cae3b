/**
 * What is about to go wrong with the numbers, from what the sidecar knows of each metric: means of quantiles, rates of
 * gauges, sums of shares, counters without a rate, histograms without `le`, ranges below the period of the source.
 */
import type { SyntaxNode } from '@lezer/common';
import type { MetricDescription } from '@observatory/protocol/capabilities';
import { childrenOf, nodesOf, parsePromql, type ParsedPromql } from './parse-promql.ts';
import { durationMs } from './range-duration.ts';
import { labelsOf, readSelector } from './read-selector.ts';

export interface Advice {
  /** `warning`: the numbers are wrong. `info`: worth knowing. */
  severity: 'warning' | 'info';
  metric: string;
  text: string;
}

/** Functions after which a counter no longer matters as one. */
const READS_COUNTERS =
  /^(rate|irate|increase|changes|resets|absent|absent_over_time|present_over_time|count_over_time|timestamp)$/;
const SERIES_COUNTS = /^(count|group|count_values|topk_count)$/;

/** Advice on an expression, each sentence once. Nothing on text that is not PromQL. */
export function adviceOn(expr: string, metrics: ReadonlyMap<string, MetricDescription>): Advice[] {
  const parsed = parsePromql(expr);
  if (parsed.error) return [];
  const found = nodesOf(parsed.tree, 'VectorSelector').flatMap((node) => adviceOnSelector(node, parsed, metrics));
  return found.filter(
    ({ metric, text }, index) => found.findIndex((other) => other.metric === metric && other.text === text) === index,
  );
}

function adviceOnSelector(
  node: SyntaxNode,
  { text }: ParsedPromql,
  metrics: ReadonlyMap<string, MetricDescription>,
): Advice[] {
  const metric = metricOf(node, text);
  if (metric === undefined || metrics.size === 0) return [];
  const { description, part } = describe(metric, metrics);
  // Not everything with series is described: `up`, recording rules, what a remote engine holds.
  if (!description) return [];
  const around = surroundings(node, text);
  const names = around.map(({ name }) => name);
  const advice: Advice[] = [];
  const say = (severity: Advice['severity'], sentence: string) => advice.push({ severity, metric, text: sentence });

  const avoided = part === '' ? description.avoid.filter((name) => names.includes(name)) : [];
  if (avoided.length > 0) {
    say('warning', `${avoided.join(', ')} over ${metric}: ${description.advice || 'gives numbers that mean nothing.'}`);
  }
  const isCounter = part !== '' || description.aggregation === 'rate_then_sum';
  if (isCounter && !names.some((name) => READS_COUNTERS.test(name) || SERIES_COUNTS.test(name))) {
    say('warning', `${metric} only ever grows until its process starts anew: take rate or increase of it first.`);
  }
  const histogram = around.findIndex(({ name }) => name === 'histogram_quantile');
  if (part === '_bucket' && histogram >= 0) {
    const lost = around.slice(0, histogram).find(({ keeps }) => keeps !== undefined && !keeps('le'));
    if (lost) say('warning', `${lost.name} drops the label le, which histogram_quantile needs: sum by (le, …).`);
  }
  const range = node.parent?.name === 'MatrixSelector' ? node.parent.getChild('DurationExpr') : null;
  const rangeMs = range ? durationMs(text.slice(range.from, range.to)) : undefined;
  if (description.steppedMs !== undefined && rangeMs !== undefined && rangeMs < 2 * description.steppedMs) {
    say(
      'warning',
      `The source renews ${metric} once in ${seconds(description.steppedMs)}: a range of ${seconds(rangeMs)} sees at most one change. Use at least ${seconds(2 * description.steppedMs)}.`,
    );
  }
  if (advice.length === 0 && description.canonical !== undefined && part === '') {
    say(
      'info',
      `${description.canonical} says the same under every version of Pulsar and can be put together over nodes.`,
    );
  }
  return advice;
}

interface Surrounding {
  name: string;
  /** Of aggregations: whether a label is left. */
  keeps?: (label: string) => boolean;
}

/** Calls and aggregations around a selector, from the inside. */
function surroundings(node: SyntaxNode, text: string): Surrounding[] {
  const found: Surrounding[] = [];
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.name === 'FunctionCall') {
      const name = outer.getChild('FunctionIdentifier');
      if (name) found.push({ name: text.slice(name.from, name.to) });
    } else if (outer.name === 'AggregateExpr') {
      found.push(aggregation(outer, text));
    }
  }
  return found;
}

const KEEPS_ALL = /^(topk|bottomk|limitk|limit_ratio)$/;

function aggregation(node: SyntaxNode, text: string): Surrounding {
  const operator = node.getChild('AggregateOp');
  const name = operator ? text.slice(operator.from, operator.to).toLowerCase() : '';
  if (KEEPS_ALL.test(name)) return { name };
  const modifier = node.getChild('AggregateModifier');
  if (!modifier) return { name, keeps: () => false };
  const [word, grouping] = childrenOf(modifier);
  const labels = labelsOf(grouping, text);
  return { name, keeps: (label) => labels.includes(label) === (word.name === 'By') };
}

function metricOf(node: SyntaxNode, text: string): string | undefined {
  try {
    const { metric, matchers } = readSelector(node, text);
    const name =
      metric || matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value || '';
    return name === '' || /[$[]/.test(name) ? undefined : name;
  } catch {
    return undefined;
  }
}

/** A metric's description; of a part of a histogram or summary that of the whole, with the part. */
function describe(
  metric: string,
  metrics: ReadonlyMap<string, MetricDescription>,
): { description?: MetricDescription; part: string } {
  const own = metrics.get(metric);
  const suffix = /_(bucket|sum|count)$/.exec(metric)?.[0];
  const whole = suffix === undefined ? undefined : metrics.get(metric.slice(0, -suffix.length));
  if (whole && suffix !== undefined && (whole.type === 'histogram' || whole.type === 'summary'))
    return { description: whole, part: suffix };
  return { description: own, part: '' };
}

function seconds(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1000}s`;
}
