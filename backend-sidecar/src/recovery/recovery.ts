import type { AgentInfo } from '@observatory/protocol/agents';
import type { Actor } from '@observatory/protocol/control';
import type { RecoveryAlert, RecoveryRun, RecoveryStatus } from '@observatory/protocol/recovery';
import type { AgentCommands } from '../agents/types.ts';
import type { Config } from '../config/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { Appender } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { CommandAction } from './actions/command-action.ts';
import { MethodAction, type ControlDoors } from './actions/method-action.ts';
import { ScriptAction } from './actions/script-action.ts';
import { Evaluator } from './alerts/evaluator.ts';
import { HistoryWriter } from './alerts/history-writer.ts';
import type { ReadingSources } from './alerts/read-alerts.ts';
import { NodeDirectory, nodesOf } from './nodes/node-directory.ts';
import type { NodeSources } from './nodes/watched-node.ts';
import { RunBook } from './runs/run-book.ts';
import { RunDesk } from './runs/run-desk.ts';
import { shownRun, type StoredRun } from './runs/stored-run.ts';
import type { AuditEntry } from './runs/told.ts';
import {
  describeAction,
  recoverySettings,
  type ActionRule,
  type RecoverySettings,
  type SettingsContext,
} from './settings.ts';
import type { Delivery } from './webhooks/delivery.ts';

export interface RecoveryControl extends ControlDoors {
  status: () => { automation: boolean; readOnly: boolean };
  audit: (entry: AuditEntry) => Promise<unknown>;
}

export interface RecoveryOptions {
  /** Folder of the journal. */
  directory: string;
  clock: Clock;
  logger: Logger;
  appender: Appender;
  nodes: NodeSources;
  sources: ReadingSources;
  agents: Pick<AgentCommands, 'exec' | 'isConnected'>;
  agentInfo: (agent: string) => AgentInfo | undefined;
  control: RecoveryControl;
  publish: (event: NewEvent) => unknown;
  /** Told of every run that changed; undefined when it is forgotten: the stream. */
  onChange: (id: string, run: RecoveryRun | undefined) => void;
  context: SettingsContext;
  journal?: RunBook;
}

/** Nodes of one alert that are listed. */
const MAX_SHOWN = 1000;
const RANK = { firing: 0, pending: 1, ok: 2 } as const;

/** Alerts with recovery: evaluates, sets actions off, keeps what came of them. Off until the configuration says otherwise. */
export class Recovery {
  private readonly options: RecoveryOptions;
  private readonly directory: NodeDirectory;
  private readonly book: RunBook;
  private readonly desk: RunDesk;
  private readonly evaluator: Evaluator;
  private current: RecoverySettings | undefined;
  private problem = 'it has not started';

  constructor(options: RecoveryOptions) {
    this.options = options;
    const { clock, logger, control, agents, sources } = options;
    const settings = () => this.settings;
    this.directory = new NodeDirectory(options.nodes);
    this.book =
      options.journal ??
      new RunBook({ directory: options.directory, onChange: (id, run) => options.onChange(id, run && shownRun(run)) });
    this.desk = new RunDesk({
      clock,
      logger,
      book: this.book,
      settings,
      kinds: {
        command: new CommandAction({ clock, agents, info: options.agentInfo }),
        method: new MethodAction(clock, control),
        script: new ScriptAction({
          clock,
          directory: () => this.settings.scriptsDirectory,
          automation: () => control.status().automation,
        }),
      },
      targetOf: (rule, node) => this.targetOf(rule, node),
      control: () => control.status(),
      audit: (entry) => control.audit(entry),
      publish: options.publish,
    });
    this.evaluator = new Evaluator({
      clock,
      logger,
      settings,
      directory: this.directory,
      sources,
      book: this.book,
      desk: this.desk,
      history: new HistoryWriter(options.appender),
    });
  }

  /** @throws ObservatoryError `OBS_RECOVERY_CONFIG`; the old settings stay */
  applyConfig({ cluster }: Pick<Config, 'cluster'>): void {
    this.current = recoverySettings(cluster.monitoring, this.options.context);
  }

  /** Reads the journal and goes on with what a crash left. Without its journal nothing is set off. */
  async start(): Promise<void> {
    const { clock, logger } = this.options;
    try {
      await this.book.open(clock.now(), this.settings.historyMs);
      this.problem = '';
    } catch (error) {
      this.problem = messageOf(error);
      logger.error({ error: this.problem }, 'recovery is off');
      return;
    }
    for (const run of this.book.runs().reverse()) this.options.onChange(run.id, shownRun(run));
    this.desk.resume();
    this.evaluator.start();
  }

  async stop(): Promise<void> {
    await this.evaluator.stop();
    await this.desk.stop();
    await this.book.close();
  }

  /** Resolves when nothing is evaluated, decided on or carried out. */
  async settled(): Promise<void> {
    await this.evaluator.settled();
    await this.desk.settled();
  }

  status(): RecoveryStatus {
    const { enabled, intervalMs, historyMs, alerts, actions } = this.settings;
    return {
      enabled: enabled && this.problem === '',
      ...(this.problem !== '' && { problem: this.problem }),
      automation: this.options.control.status().automation,
      collectionIntervalSeconds: intervalMs / 1000,
      historyHours: historyMs / 3_600_000,
      alerts: alerts.map((rule): RecoveryAlert => {
        const { id, metric, operator, threshold, severity, durationMs, action } = rule;
        const problem = enabled ? this.evaluator.problem(id) : '';
        const states = [...this.book.alertStates(id)].sort(
          ([a, { state: x }], [b, { state: y }]) => RANK[x] - RANK[y] || (a < b ? -1 : 1),
        );
        return {
          id,
          metric,
          operator,
          threshold,
          severity,
          durationMinutes: durationMs / 60_000,
          action,
          nodes: states
            .slice(0, MAX_SHOWN)
            .map(([node, { state, value, sinceMs }]) => ({ node, state, value, sinceMs })),
          ...(problem !== '' && { problem }),
        };
      }),
      actions: [...actions.values()].map(describeAction),
      runs: this.book.runs().map(shownRun),
    };
  }

  /** How many runs there are of each outcome, and alerts of each state, for /metrics. */
  counts(): { runs: Record<string, number>; alerts: Record<string, number> } {
    const runs: Record<string, number> = {};
    const alerts: Record<string, number> = { pending: 0, firing: 0 };
    for (const { outcome } of this.book.runs()) runs[outcome] = (runs[outcome] ?? 0) + 1;
    for (const id of this.book.alerts())
      for (const { state } of this.book.alertStates(id).values()) if (state !== 'ok') alerts[state]++;
    return { runs, alerts };
  }

  /** @throws ObservatoryError `OBS_RECOVERY_RUN` (404), `OBS_RECOVERY_STATE` (409), `OBS_CONTROL_AUDIT` */
  async approve(id: string, by: Actor): Promise<RecoveryRun> {
    this.checkWell();
    return shownRun(await this.desk.approve(id, by));
  }

  /** @throws as `approve` */
  async dismiss(id: string, by: Actor): Promise<RecoveryRun> {
    this.checkWell();
    return shownRun(await this.desk.dismiss(id, by));
  }

  /**
   * What Grafana or Alertmanager delivered. Each alert of a begin sets its action off once, however often it is delivered.
   * @returns the runs it was about, in the order of the alerts
   * @throws ObservatoryError `OBS_RECOVERY_OFF` (409)
   */
  async deliver(deliveries: readonly Delivery[], by: Actor): Promise<RecoveryRun[]> {
    this.checkWell();
    if (!this.settings.enabled)
      throw new ObservatoryError('OBS_RECOVERY_OFF', 'alerts with recovery are off: nothing was done', {
        httpStatus: 409,
        hint: 'set cluster.monitoring.enabled',
      });
    const runs: StoredRun[] = [];
    for (const delivery of deliveries) {
      if (!delivery.isFiring) {
        await this.desk.resolved(delivery.id);
      } else {
        const { id, alert, action, details, labels } = delivery;
        const named = nodesOf(this.directory.list(), (name) => labels[name] ?? '');
        // A broker and its embedded function worker have one address: the action tells which of them is meant.
        const fitting = named.filter(({ kind }) => this.settings.actions.get(action)?.kinds.includes(kind));
        const [found] = fitting.length === 1 ? fitting : named.length === 1 ? named : [];
        const node = found?.id ?? labels.node_id ?? labels.instance ?? '';
        const cluster = found?.cluster ?? labels.cluster ?? '';
        await this.desk.setOff({ id, alert, action, node, cluster, details, deliveredBy: by.name });
      }
      const run = this.book.get(delivery.id);
      if (run) runs.push(run);
    }
    return runs.map(shownRun);
  }

  private get settings(): RecoverySettings {
    if (!this.current) throw new Error('recovery was not configured');
    return this.current;
  }

  private checkWell(): void {
    if (this.problem === '') return;
    throw new ObservatoryError('OBS_RECOVERY_OFF', `recovery is off: ${this.problem}`, {
      httpStatus: 503,
      hint: 'nothing is set off until its journal can be read and written',
    });
  }

  /** Of a command the agent, of all else the node. */
  private targetOf({ does, target }: ActionRule, nodeId: string): string {
    const wanted = target === 'alerting_node' ? nodeId : target;
    const node = this.directory.find(wanted);
    if (!node) {
      // Operations know targets that no alert is about: bundles, services, the cluster.
      if (does.kind === 'method' && target !== 'alerting_node') return target;
      throw targetError(
        wanted === ''
          ? 'the alert names no node that is known'
          : `${wanted} is no node that is known, or several have that address`,
      );
    }
    if (does.kind !== 'command') return node.id;
    const agents = node.agents.filter(({ state }) => state !== 'gone');
    if (agents.length === 1) return agents[0].id;
    throw targetError(
      agents.length === 0
        ? `no agent says that it runs beside ${node.id}`
        : `several agents say that they run beside ${node.id}: ${agents.map(({ id }) => id).join(', ')}`,
    );
  }
}

function targetError(message: string): ObservatoryError {
  return new ObservatoryError('OBS_RECOVERY_TARGET', message, {
    httpStatus: 404,
    hint: 'nodes are topology ids and names of agents; docs/guide/recovery.md says how an agent names its node',
  });
}
