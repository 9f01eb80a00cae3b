/** `cluster.monitoring` of the configuration, with its built-in parts filled in and checked against the catalogue. */
import type { OperationInfo, OperationParameters } from '@observatory/protocol/control';
import type { RecoveryAction, RecoveryAlert } from '@observatory/protocol/recovery';
import type { Config } from '../config/index.ts';
import { alertName, numberOf } from '../config/check-monitoring.ts';
import { ALERT_KINDS, NODE_METRICS, type AlertKind } from '../config/schema/monitoring.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';

type Monitoring = Config['cluster']['monitoring'];
type RawAlert = NonNullable<Monitoring['alerts']>[number];
type RawAction = Monitoring['recovery_actions'][string];

export type AlertOperator = RecoveryAlert['operator'];

export interface AlertRule {
  id: string;
  /** A `node.` metric, or PromQL. */
  metric: string;
  isPromql: boolean;
  operator: AlertOperator;
  threshold: number | string;
  severity: RecoveryAlert['severity'];
  durationMs: number;
  /** Empty: it only tells. */
  action: string;
  kinds: readonly AlertKind[];
  nodes: readonly string[];
}

export type Does =
  | { kind: 'command'; command: string; args: readonly string[] }
  | { kind: 'method'; operation: string; parameters: OperationParameters }
  | { kind: 'script'; script: string; args: readonly string[] };

export interface ActionRule {
  name: string;
  does: Does;
  /** Kinds of nodes that it can act on. */
  kinds: readonly AlertKind[];
  target: string;
  cooldownMs: number;
  runsPerHour: number;
  dryRun: boolean;
  needsApproval: boolean;
  timeoutMs: number;
  onlyNotifies: boolean;
  /** What it does, in a sentence. */
  says: string;
}

export interface RecoverySettings {
  enabled: boolean;
  intervalMs: number;
  historyMs: number;
  approvalTimeoutMs: number;
  scriptsDirectory: string;
  alerts: readonly AlertRule[];
  actions: ReadonlyMap<string, ActionRule>;
}

/** What settings are checked against. */
export interface SettingsContext {
  operations: readonly Pick<OperationInfo, 'id' | 'title' | 'targets' | 'risk' | 'parameters'>[];
  /** @throws when the text is no PromQL */
  parsePromql: (text: string) => unknown;
}

const ACTION: Omit<RawAction, 'command' | 'method' | 'script'> = {
  args: [],
  target: 'alerting_node',
  cooldown_minutes: 15,
  runs_per_hour: 4,
  dry_run: false,
  timeout_seconds: 60,
  only_notifies: false,
};

/** A bookie's garbage collection, a broker's drain, and a script that tells somebody. */
const BUILT_IN: Readonly<Record<string, RawAction>> = {
  run_gc: { ...ACTION, method: 'bookie-gc' },
  reallocate: { ...ACTION, method: 'broker-drain' },
  notify_admin: { ...ACTION, script: 'notify-admin.sh', args: ['{node_id}', '{details}'], only_notifies: true },
};

const ALERT = { severity: 'critical', duration_minutes: 5, nodes: ['*'] } as const;
const DEFAULT_ALERTS: readonly RawAlert[] = [
  { ...ALERT, nodes: ['*'], metric: 'node.disk_usage_percent', operator: '>=', threshold: '90', action: 'run_gc' },
  {
    ...ALERT,
    nodes: ['*'],
    metric: 'node.memory_usage_percent',
    operator: '>=',
    threshold: '95',
    action: 'notify_admin',
  },
  { ...ALERT, nodes: ['*'], metric: 'node.status', operator: '==', threshold: 'Offline', action: 'reallocate' },
];

/** @throws ObservatoryError `OBS_RECOVERY_CONFIG` naming the key */
export function recoverySettings(monitoring: Monitoring, context: SettingsContext): RecoverySettings {
  const actions = new Map(
    Object.entries({ ...BUILT_IN, ...monitoring.recovery_actions }).map(([name, raw]) => [
      name,
      actionRule(name, raw, context),
    ]),
  );
  return {
    enabled: monitoring.enabled,
    intervalMs: monitoring.collection_interval_seconds * 1000,
    historyMs: monitoring.metrics_history_duration_hours * 3_600_000,
    approvalTimeoutMs: monitoring.approval_timeout_minutes * 60_000,
    scriptsDirectory: monitoring.scripts_directory,
    alerts: (monitoring.alerts ?? DEFAULT_ALERTS).map((raw, i) => alertRule(raw, i, actions, context)),
    actions,
  };
}

/** What the API says of an action. */
export function describeAction(rule: ActionRule): RecoveryAction {
  const { name, does, says, target, cooldownMs, runsPerHour, dryRun, needsApproval } = rule;
  return {
    name,
    kind: does.kind,
    says,
    target,
    cooldownSeconds: cooldownMs / 1000,
    runsPerHour,
    dryRun,
    needsApproval,
  };
}

function alertRule(
  raw: RawAlert,
  index: number,
  actions: ReadonlyMap<string, ActionRule>,
  { parsePromql }: SettingsContext,
): AlertRule {
  const { metric, operator, severity, action, nodes } = raw;
  const isPromql = !(NODE_METRICS as readonly string[]).includes(metric);
  if (isPromql) {
    try {
      parsePromql(metric);
    } catch (error) {
      throw configError(`alerts[${index}].metric: it is no node. metric, and no PromQL: ${messageOf(error)}`);
    }
  }
  return {
    id: alertName(raw),
    metric,
    isPromql,
    operator,
    threshold: metric === 'node.status' ? raw.threshold : (numberOf(raw.threshold) ?? Number.NaN),
    severity,
    durationMs: raw.duration_minutes * 60_000,
    action,
    kinds: raw.kinds ?? actions.get(action)?.kinds ?? ALERT_KINDS,
    nodes,
  };
}

function actionRule(name: string, raw: RawAction, context: SettingsContext): ActionRule {
  const does = doesOf(name, raw, context);
  const operation = does.kind === 'method' ? context.operations.find(({ id }) => id === does.operation) : undefined;
  const fitting = ALERT_KINDS.filter((kind) => operation?.targets.some((target) => target === kind));
  return {
    name,
    does,
    kinds: operation && raw.target === 'alerting_node' ? fitting : ALERT_KINDS,
    target: raw.target,
    cooldownMs: raw.cooldown_minutes * 60_000,
    runsPerHour: raw.runs_per_hour,
    dryRun: raw.dry_run,
    needsApproval: raw.approval ?? operation?.risk === 'high',
    timeoutMs: raw.timeout_seconds * 1000,
    onlyNotifies: raw.only_notifies,
    says: sentence(does, raw.target, operation?.title),
  };
}

function doesOf(name: string, { command, method, script, args }: RawAction, { operations }: SettingsContext): Does {
  if (command !== undefined) return { kind: 'command', command, args };
  if (script !== undefined) return { kind: 'script', script, args };
  const operation = operations.find(({ id }) => id === method);
  if (!operation)
    throw configError(
      `recovery_actions.${name}.method: there is no operation ${method}`,
      'docs/guide/control.md lists them',
    );
  const parameters: Record<string, string | number | boolean> = {};
  args.forEach((arg, i) => {
    const [key] = arg.split('=', 1);
    const parameter = operation.parameters.find((each) => each.name === key);
    if (!parameter)
      throw configError(
        `recovery_actions.${name}.args[${i}]: ${operation.id} has no parameter ${key}`,
        `it has ${operation.parameters.map((each) => each.name).join(', ') || 'none'}`,
      );
    parameters[key] = typed(arg.slice(key.length + 1), parameter.type);
  });
  return { kind: 'method', operation: operation.id, parameters };
}

/** As the operation's own schema wants it; what does not fit stays a text, and the schema says so at the first plan. */
function typed(text: string, type: OperationInfo['parameters'][number]['type']): string | number | boolean {
  if (type === 'number') return numberOf(text) ?? text;
  return type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
}

function sentence(does: Does, target: string, title: string | undefined): string {
  const where = target === 'alerting_node' ? 'the alerting node' : target;
  if (does.kind === 'command') return `Runs ${does.command} on the agent of ${where}`;
  if (does.kind === 'script') return `Runs ${does.script} on the host of the sidecar`;
  return `${title ?? does.operation}: the operation ${does.operation} on ${where}`;
}

function configError(message: string, hint = 'docs/guide/recovery.md describes the keys'): ObservatoryError {
  return new ObservatoryError('OBS_RECOVERY_CONFIG', `cluster.monitoring.${message}`, { hint, httpStatus: 400 });
}
