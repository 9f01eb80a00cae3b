/**
 * The part of PromQL that the builder can show: a selector, and operations around it from the inside to the outside.
 * A binary operation may have another such query at its right.
 */

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  label: string;
  operator: MatchOperator;
  value: string;
}

/** `func(args…, <the query>, args…)`; arguments as PromQL writes them, strings with their quotes. */
export interface CallOperation {
  kind: 'call';
  name: string;
  /** Before the query. */
  before: readonly string[];
  /** After it. */
  after: readonly string[];
  /** Of functions over time: what stands in the brackets. Only innermost. */
  range?: string;
}

export interface AggregateOperation {
  kind: 'aggregate';
  name: string;
  grouping: 'by' | 'without' | 'none';
  labels: readonly string[];
  /** Of `topk`, `quantile`, `count_values` and the like. */
  parameter?: string;
}

/** `<the query> op number`, or the other way round. */
export interface ScalarOperation {
  kind: 'scalar';
  operator: string;
  value: string;
  side: 'left' | 'right';
  bool: boolean;
}

export interface VectorMatching {
  kind: 'on' | 'ignoring';
  labels: readonly string[];
  group?: { side: 'group_left' | 'group_right'; labels: readonly string[] };
}

export interface BinaryOperation {
  kind: 'binary';
  operator: string;
  bool: boolean;
  matching?: VectorMatching;
  right: BuilderQuery;
}

export type BuilderOperation = CallOperation | AggregateOperation | ScalarOperation | BinaryOperation;

export interface BuilderQuery {
  /** Empty when the matchers say it all. May be a variable. */
  metric: string;
  matchers: readonly Matcher[];
  /** As `1h` or `-5m`; empty for none. */
  offset: string;
  operations: readonly BuilderOperation[];
}

export const EMPTY_BUILDER_QUERY: BuilderQuery = { metric: '', matchers: [], offset: '', operations: [] };
