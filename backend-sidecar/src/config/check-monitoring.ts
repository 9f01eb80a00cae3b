/** What no single key of `cluster.monitoring` can tell. */
import { BUILT_IN_ACTIONS, NODE_METRICS, NODE_STATUSES } from './schema/monitoring.ts';
import type { RawConfig } from './schema/root.ts';
import { nearest } from './suggest.ts';
import type { Path } from './yaml-tree.ts';

type Fail = (path: Path, message: string) => void;
type Monitoring = RawConfig['cluster']['monitoring'];
type Alert = NonNullable<Monitoring['alerts']>[number];
type Action = Monitoring['recovery_actions'][string];

const AT: Path = ['cluster', 'monitoring'];

export function checkMonitoring({ cluster: { monitoring }, storage }: RawConfig, fail: Fail): void {
  const actions = [...new Set([...BUILT_IN_ACTIONS, ...Object.keys(monitoring.recovery_actions)])];
  const names = new Set<string>();
  monitoring.alerts?.forEach((alert, i) => {
    const path = [...AT, 'alerts', i];
    checkAlert(alert, path, actions, fail);
    const name = alertName(alert);
    if (names.has(name))
      fail(path, `${JSON.stringify(name)} is the name of another alert too; give one of them a name`);
    names.add(name);
  });
  for (const [name, action] of Object.entries(monitoring.recovery_actions))
    checkAction(name, action, [...AT, 'recovery_actions', name], fail);
  const retentionMs = storage.tsdb?.retention?.time ?? storage.retention;
  if (monitoring.enabled && retentionMs > 0 && monitoring.metrics_history_duration_hours * 3_600_000 > retentionMs)
    fail([...AT, 'metrics_history_duration_hours'], 'is longer than storage.retention, which its series obey');
}

/** What an alert is called when it has no name of its own. */
export function alertName({ name, metric, operator, threshold }: Alert): string {
  return name ?? `${metric} ${operator} ${threshold}`;
}

function checkAlert({ metric, operator, threshold, action }: Alert, path: Path, actions: string[], fail: Fail): void {
  if (metric.startsWith('node.') && !(NODE_METRICS as readonly string[]).includes(metric)) {
    const near = nearest(metric, NODE_METRICS);
    fail(
      [...path, 'metric'],
      `there is no ${metric}${near === undefined ? '' : ` (did you mean ${near}?)`}; there are ${NODE_METRICS.join(', ')}`,
    );
  }
  if (metric === 'node.status') {
    if (operator !== '==' && operator !== '!=')
      fail([...path, 'operator'], `node.status is a text: compare it with == or !=, not with ${operator}`);
    if (!(NODE_STATUSES as readonly string[]).includes(threshold))
      fail([...path, 'threshold'], `must be one of ${NODE_STATUSES.join(', ')}; found ${JSON.stringify(threshold)}`);
  } else if (numberOf(threshold) === undefined)
    fail([...path, 'threshold'], `${metric} is a number: so must the threshold be; found ${JSON.stringify(threshold)}`);
  if (action !== '' && !actions.includes(action)) {
    const near = nearest(action, actions);
    fail(
      [...path, 'action'],
      `there is no recovery action ${JSON.stringify(action)}${near === undefined ? '' : ` (did you mean ${near}?)`}; add it to recovery_actions`,
    );
  }
}

function checkAction(name: string, action: Action, path: Path, fail: Fail): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(name))
    fail(path, 'its name needs 1 to 63 letters, digits, "_", "." or "-"');
  const kinds = (['command', 'method', 'script'] as const).filter((kind) => action[kind] !== undefined);
  if (kinds.length !== 1)
    fail(path, `needs one of command, method, script; found ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`);
  if (action.method !== undefined)
    action.args.forEach((arg, i) => {
      if (!/^[a-z_][a-z0-9_]*=/.test(arg))
        fail([...path, 'args', i], `a parameter of a method is name=value; found ${JSON.stringify(arg)}`);
    });
  if (action.script !== undefined && (/^\/|^~|\\/.test(action.script) || action.script.split('/').includes('..')))
    fail([...path, 'script'], 'is a file below scripts_directory: no absolute path, no ".."');
  if (action.args.some((arg) => arg.includes('\0'))) fail([...path, 'args'], 'must not hold a NUL character');
  if (action.only_notifies && action.script === undefined)
    fail([...path, 'only_notifies'], 'is for scripts: commands and operations change something');
}

/** A finite number written as one, or undefined. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
