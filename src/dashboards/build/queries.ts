import type { SavedDatasourceQuery } from '@observatory/protocol/datasource-query';
import { DATASOURCE, type Target } from './model.ts';

type OfKind<K extends SavedDatasourceQuery['queryType']> = Partial<
  Omit<Extract<SavedDatasourceQuery, { queryType: K }>, 'queryType'>
>;

/** PromQL over the time range. `legend` with `{{label}}`. */
export function metric(expr: string, legend = '', more: OfKind<'metrics'> = {}): Target {
  return {
    refId: '',
    datasource: DATASOURCE,
    queryType: 'metrics',
    version: 1,
    editor: 'code',
    mode: 'range',
    format: 'time_series',
    expr: expr.replace(/\s+/g, ' ').trim(),
    legendFormat: legend,
    ...more,
  };
}

/** PromQL at the end of the range. */
export function now(expr: string, legend = '', more: OfKind<'metrics'> = {}): Target {
  return metric(expr, legend, { mode: 'instant', ...more });
}

/** Buckets, for a heatmap panel. */
export function buckets(expr: string): Target {
  return metric(expr, '{{le}}', { format: 'heatmap' });
}

const CLUSTERS = ['$cluster'];

export const topology = (more: OfKind<'topology'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'topology',
  version: 1,
  clusters: CLUSTERS,
  ...more,
});
export const nodes = (more: OfKind<'nodes'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'nodes',
  version: 1,
  clusters: CLUSTERS,
  ...more,
});
export const topics = (more: OfKind<'topics'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'topics',
  version: 1,
  clusters: CLUSTERS,
  ...more,
});
export const events = (more: OfKind<'events'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'events',
  version: 1,
  clusters: CLUSTERS,
  ...more,
});

export const runs = (more: OfKind<'runs'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'runs',
  version: 1,
  ...more,
});

/** Lines of the agents chosen, or how many there are in each step. */
export const logs = (more: OfKind<'logs'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'logs',
  version: 1,
  nodes: ['$agent'],
  ...more,
});

/** A query with its expected band. */
export const anomalies = (expr: string, more: OfKind<'anomalies'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'anomalies',
  version: 1,
  expr,
  ...more,
});
export const forecast = (expr: string, more: OfKind<'forecast'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'forecast',
  version: 1,
  expr,
  ...more,
});
export const candidates = (more: OfKind<'candidates'> = {}): Target => ({
  refId: '',
  datasource: DATASOURCE,
  queryType: 'candidates',
  version: 1,
  clusters: CLUSTERS,
  ...more,
});

/** Letters in order, as the panel's editor gives them. */
export function lettered(targets: readonly Target[]): Target[] {
  return targets.map((target, i) => ({ ...target, refId: String.fromCharCode(65 + i) }));
}

const SELECTED = 'cluster=~"$cluster"';
/** `{cluster=~"$cluster"}` with more matchers before. */
const within = (...matchers: string[]) => `{${[SELECTED, ...matchers].join(',')}}`;
export const inCluster = (...matchers: string[]): string => within(...matchers);
export const onBroker = (...matchers: string[]): string => within('instance=~"$broker"', ...matchers);
export const onBookie = (...matchers: string[]): string => within('instance=~"$bookie"', ...matchers);
export const ofTopic = (...matchers: string[]): string =>
  within('namespace=~"$namespace"', 'topic=~"$topic"', ...matchers);
export const onJvm = (...matchers: string[]): string => within('job=~"$job"', 'instance=~"$instance"', ...matchers);
export const onHost = (...matchers: string[]): string => within('job="agent"', 'instance=~"$agent"', ...matchers);
