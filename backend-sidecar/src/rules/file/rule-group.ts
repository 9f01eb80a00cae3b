import type { Expr } from '../../promql/index.ts';

/** One rule as its file has it, checked: the expression is PromQL, names are names, templates parse. */
export type RuleSpec = RecordingSpec | AlertingSpec;

interface CommonSpec {
  /** The expression as PromQL prints it; what is evaluated and shown. */
  query: string;
  expr: Expr;
  /** Own labels; in alerting rules their values are templates. Those of the group are not among them. */
  labels: Readonly<Record<string, string>>;
  /** Line of the rule in its file, 1-based. */
  line: number;
}

export interface RecordingSpec extends CommonSpec {
  kind: 'recording';
  /** Name of the metric it records. */
  name: string;
}

export interface AlertingSpec extends CommonSpec {
  kind: 'alerting';
  name: string;
  /** How long the expression must hold before the alert fires. */
  forMs: number;
  /** How long the alert goes on firing after the expression ceased to hold. */
  keepFiringForMs: number;
  annotations: Readonly<Record<string, string>>;
}

/** A group: its rules run one after the other at one rhythm. */
export interface RuleGroupSpec {
  file: string;
  name: string;
  /** Undefined: the configuration's evaluation_interval. */
  intervalMs: number | undefined;
  /** Undefined: the configuration's rule_query_offset. */
  queryOffsetMs: number | undefined;
  /** Most series or alerts one rule may give; 0 without a limit. */
  limit: number;
  /** Labels of every rule of the group; a rule's own win. */
  labels: Readonly<Record<string, string>>;
  rules: readonly RuleSpec[];
}

/** The labels a rule puts on what it gives: the group's, and its own over them. */
export function ruleLabels(group: RuleGroupSpec, rule: RuleSpec): Record<string, string> {
  return { ...group.labels, ...rule.labels };
}
