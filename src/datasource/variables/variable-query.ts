import type { DataQuery } from '@grafana/data';

export const VARIABLE_KINDS = [
  'clusters',
  'brokers',
  'bookies',
  'function_workers',
  'namespaces',
  'topics',
  'runs',
  'label_names',
  'label_values',
  'metrics',
  'query_result',
] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** What a dashboard variable keeps. Every text may hold other variables. */
export interface VariableQuery extends DataQuery {
  refId: string;
  version: number;
  kind: VariableKind;
  /** Of nodes, namespaces and topics; empty for all. */
  cluster: string;
  /** Of topics; empty for all. */
  namespace: string;
  /** Of label_values. */
  label: string;
  /** Of label names and values: a selector, `up{job="broker"}`; empty for all series. */
  selector: string;
  /** Of query_result: an instant query. */
  expr: string;
  /** Of metrics: a regular expression over the name. Of runs: part of the name. */
  pattern: string;
}

export const DEFAULT_VARIABLE_QUERY: VariableQuery = {
  refId: 'variable',
  version: 1,
  kind: 'clusters',
  cluster: '',
  namespace: '',
  label: '',
  selector: '',
  expr: '',
  pattern: '',
};

/**
 * Any saved query of a variable with every key filled in: ours, nothing at all (13.1's editor hands over an empty
 * object), or a text or object of Prometheus' datasource (`label_values(up, instance)`, `query_result(…)`).
 */
export function upgradeVariableQuery(saved: unknown): VariableQuery {
  if (typeof saved === 'string') return fromText(saved);
  if (typeof saved !== 'object' || saved === null) return DEFAULT_VARIABLE_QUERY;
  const { kind, query } = saved as { kind?: unknown; query?: unknown };
  if (!isKind(kind)) return typeof query === 'string' && query !== '' ? fromText(query) : DEFAULT_VARIABLE_QUERY;
  const texts = Object.entries(saved).filter(
    ([key, value]) => typeof value === typeof DEFAULT_VARIABLE_QUERY[key as 'expr'],
  );
  return { ...DEFAULT_VARIABLE_QUERY, ...Object.fromEntries(texts), kind };
}

/** One line for the list of variables. */
export function variableText({ kind, cluster, namespace, label, selector, expr, pattern }: VariableQuery): string {
  const under = [namespace && `in ${namespace}`, cluster && `of ${cluster}`].filter(Boolean).join(' ');
  switch (kind) {
    case 'label_names':
      return `label_names(${selector})`;
    case 'label_values':
      return `label_values(${selector === '' ? '' : `${selector}, `}${label})`;
    case 'metrics':
      return `metrics(${pattern})`;
    case 'query_result':
      return `query_result(${expr})`;
    default:
      return `${kind}${under && ` ${under}`}`;
  }
}

function fromText(text: string): VariableQuery {
  const call = /^\s*(label_names|label_values|metrics|query_result)\s*\(([^]*)\)\s*$/.exec(text);
  if (!call)
    return text.trim() === ''
      ? DEFAULT_VARIABLE_QUERY
      : { ...DEFAULT_VARIABLE_QUERY, kind: 'query_result', expr: text };
  const [, kind, inner] = call;
  const query = { ...DEFAULT_VARIABLE_QUERY, kind: kind as VariableKind };
  if (kind === 'metrics') return { ...query, pattern: inner.trim() };
  if (kind === 'query_result') return { ...query, expr: inner.trim() };
  if (kind === 'label_names') return { ...query, selector: inner.trim() };
  // The label is what follows the last comma; those of the selector are within its braces.
  const comma = inner.lastIndexOf(',');
  return { ...query, selector: comma < 0 ? '' : inner.slice(0, comma).trim(), label: inner.slice(comma + 1).trim() };
}

function isKind(value: unknown): value is VariableKind {
  return (VARIABLE_KINDS as readonly unknown[]).includes(value);
}
