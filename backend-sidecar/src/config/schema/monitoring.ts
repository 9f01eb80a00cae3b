/** `cluster.monitoring` and `cluster.dashboard`: alerts with recovery, and the dashboard protocol; docs/guide/recovery.md. */
import { boolean, filePath, integer, nonEmptyText, oneOf, text } from '../scalars.ts';
import { list, mapping, section } from '../section.ts';

/** What an alert may look at by name. Anything else in `metric` is PromQL: a name with a dot is none there. */
export const NODE_METRICS = [
  'node.status',
  'node.disk_usage_percent',
  'node.memory_usage_percent',
  'node.cpu_usage_percent',
  'node.heap_usage_percent',
  'node.direct_memory_usage_percent',
  'node.gc_time_percent',
  'node.restarts_24h',
] as const;
export type NodeMetric = (typeof NODE_METRICS)[number];

export const NODE_STATUSES = ['Online', 'Stale', 'Offline', 'Unknown'] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

/** Kinds of nodes that alerts watch; `host` is an agent that says of no node that it runs beside it. */
export const ALERT_KINDS = [
  'broker',
  'bookie',
  'function_worker',
  'zookeeper',
  'proxy',
  'omb_worker',
  'worker',
  'ipfs',
  'host',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Actions that are there without being configured; an entry of the same name takes the place of one. */
export const BUILT_IN_ACTIONS = ['run_gc', 'reallocate', 'notify_admin'] as const;

const alertSchema = section({
  name: nonEmptyText().optional().describe('Its name; without it `metric operator threshold`.'),
  metric: nonEmptyText().describe(
    `One of ${NODE_METRICS.map((name) => `\`${name}\``).join(', ')}; or PromQL whose series name their node with \`node_id\` or \`instance\` (and \`cluster\`).`,
  ),
  operator: oneOf('>', '>=', '<', '<=', '==', '!=')
    .default('>=')
    .describe('How the value is compared with the threshold.'),
  threshold: nonEmptyText().describe(
    `A number; for \`node.status\` a text: ${NODE_STATUSES.join(', ')}, with \`==\` or \`!=\`.`,
  ),
  severity: oneOf('info', 'warning', 'critical').default('warning').describe('How bad it is.'),
  duration_minutes: integer(0, 10_080).default(5).describe('How long it has to be so before the alert fires.'),
  action: text().default('').describe('Recovery action that it sets off; without one it only tells.'),
  kinds: list(oneOf(...ALERT_KINDS))
    .optional()
    .describe("Kinds of nodes it watches; without it those that the action's operation is for, else all."),
  nodes: list(nonEmptyText())
    .default(['*'])
    .describe('Topology ids, or names of agents, that it watches; `*` stands for any text.'),
});

const actionSchema = section({
  command: nonEmptyText()
    .optional()
    .describe("Name of a command that the agent's own configuration allows (`commands` of agent.yaml)."),
  method: nonEmptyText()
    .optional()
    .describe('Operation of the catalogue (docs/guide/control.md), such as `bookie-gc`.'),
  script: nonEmptyText().optional().describe('File below `scripts_directory`, run on the host of the sidecar.'),
  args: list(text())
    .default([])
    .describe(
      'Arguments, each its own, never through a shell; `{node_id}` and `{details}` are filled in. Of a method: `name=value`.',
    ),
  target: nonEmptyText()
    .default('alerting_node')
    .describe('`alerting_node`, or a topology id; for a command also the name of an agent.'),
  cooldown_minutes: integer(0, 10_080)
    .default(15)
    .describe('Least time between two runs on one target; what fires meanwhile waits for it.'),
  runs_per_hour: integer(1, 1000).default(4).describe('Most runs within an hour, over all targets.'),
  dry_run: boolean().default(false).describe('Say what would be done, and do nothing.'),
  approval: boolean()
    .optional()
    .describe('Wait until an operator approves; without it true for operations of high risk, false for all else.'),
  timeout_seconds: integer(1, 3600).default(60).describe('How long a command or a script may take.'),
  only_notifies: boolean()
    .default(false)
    .describe('The script changes nothing on the cluster: it may run while `control.mode` is read_only.'),
});

export const monitoringSchema = section({
  enabled: boolean().default(false).describe('Evaluate alerts and carry out their recovery actions.'),
  collection_interval_seconds: integer(1, 3600).default(60).describe('How often the alerts are evaluated.'),
  metrics_history_duration_hours: integer(1, 8760)
    .default(24)
    .describe('How long states and runs are kept and shown; at most `storage.retention`.'),
  alerts: list(alertSchema)
    .optional()
    .describe(
      'Alerts. Without the key: disk >= 90 % sets off `run_gc`, memory >= 95 % `notify_admin`, Offline brokers `reallocate`.',
    ),
  recovery_actions: mapping(actionSchema)
    .default({})
    .describe('Recovery actions by name, beside the built-in ones: `run_gc`, `reallocate`, `notify_admin`.'),
  scripts_directory: filePath()
    .default('recovery-scripts')
    .describe('Folder of the scripts that actions may name; nothing outside of it is run.'),
  approval_timeout_minutes: integer(1, 10_080).default(60).describe('How long an action waits for its approval.'),
});

export const clusterPartSchema = section({
  monitoring: monitoringSchema.prefault({}).describe('Alerts with recovery: docs/guide/recovery.md.'),
  dashboard: section({
    enabled: boolean().default(true).describe('Serve `/ws/dashboard` and `/api/dashboard/*`.'),
    refresh_interval_seconds: integer(1, 3600)
      .default(30)
      .describe('How often thin clients should read anew what is not pushed; they are told it.'),
  })
    .prefault({})
    .describe('The dashboard protocol: docs/guide/dashboard-protocol.md. Read at start.'),
});
