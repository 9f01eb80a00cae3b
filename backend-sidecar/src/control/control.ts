import type {
  Actor,
  ControlStatus,
  Execution,
  ExecutionRequest,
  OperationList,
  Plan,
  PlanRequest,
} from '@observatory/protocol/control';
import type { ClusterConfig, Config } from '../config/index.ts';
import { fingerprint } from '../config/fingerprint.ts';
import type { PromqlSource } from '../storage.ts';
import type { Topology } from '../topology/index.ts';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { auditEntry } from './audit/audit-entry.ts';
import { AuditLog } from './audit/audit-log.ts';
import { Catalogue } from './catalogue/index.ts';
import { describeOperation } from './catalogue/describe-operation.ts';
import { ClusterControl } from './cluster/cluster-control.ts';
import { Engine } from './engine/engine.ts';
import type { ServiceAgents } from './operation.ts';
import { Planner } from './plan/planner.ts';
import { Policy } from './policy/policy.ts';
import { StopWatch } from './watch/stop-watch.ts';

export interface ControlOptions {
  /** Folder of journal and audit. */
  directory: string;
  clock: Clock;
  logger: Logger;
  userAgent: string;
  promql: PromqlSource;
  topology: Pick<Topology, 'graph'>;
  agents?: () => ServiceAgents | undefined;
  catalogue?: Catalogue;
  /** Told of every change of an execution. */
  onChange?: (execution: Execution) => void;
  pollMs?: number;
}

/** Control of the clusters: plan, confirm, run, watch, record. Read-only until the configuration says otherwise. */
export class Control {
  readonly audit: AuditLog;
  readonly policy = new Policy();
  readonly engine: Engine;
  private readonly options: ControlOptions;
  private readonly catalogue: Catalogue;
  private readonly planner: Planner;
  private readonly clusters = new Map<string, { control: ClusterControl; print: string }>();
  /** Confirmations under way: the same key is answered once. */
  private readonly confirming = new Map<string, Promise<Execution>>();

  constructor(options: ControlOptions) {
    this.options = options;
    const { directory, clock, logger, promql } = options;
    this.catalogue = options.catalogue ?? new Catalogue();
    this.audit = new AuditLog({
      directory,
      clock,
      onRecord: ({ seq, hash, action, actor, operation, target, result }) =>
        logger.info({ seq, hash, action, actor: actor.name, operation, target, result }, 'audit'),
    });
    const agents = () => options.agents?.();
    const cluster = (name: string) => this.clusterNamed(name);
    this.engine = new Engine({
      directory,
      clock,
      logger,
      audit: this.audit,
      catalogue: this.catalogue,
      cluster,
      agents,
      stopWatch: ({ record, target }) =>
        new StopWatch({
          promql,
          clock,
          cluster: target.cluster,
          conditions: this.catalogue.find(record.operation)?.stopsOn ?? [],
          startedMs: record.timeMs,
        }),
      onChange: (execution) => options.onChange?.(execution),
      ...(options.pollMs !== undefined && { pollMs: options.pollMs }),
    });
    this.planner = new Planner({
      clock,
      catalogue: this.catalogue,
      policy: this.policy,
      graphs: () => this.graphs(),
      cluster,
      agents,
      automation: () => this.engine.automation,
      busyWith: (target) => this.engine.busyWith(target),
    });
  }

  /** Takes in a configuration. @throws ObservatoryError OBS_CONTROL_CONFIG; the old one stays */
  async applyConfig({ control, clusters }: Pick<Config, 'control' | 'clusters'>): Promise<void> {
    this.policy.configure(control);
    const wanted = new Map(clusters.map((cluster) => [cluster.name, cluster]));
    for (const [name, { control: old, print }] of this.clusters) {
      const cluster = wanted.get(name);
      if (cluster && fingerprint(cluster) === print) continue;
      this.clusters.delete(name);
      await old.close();
    }
    for (const cluster of clusters) if (!this.clusters.has(cluster.name)) this.addCluster(cluster);
  }

  /** Checks the audit, and goes on with what a crash left behind. */
  async start(): Promise<void> {
    await this.audit.open();
    if (this.audit.fault !== '') this.options.logger.error({ problem: this.audit.fault }, 'control is off');
    await this.engine.start();
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.audit.close();
    await Promise.all([...this.clusters.values()].map(({ control }) => control.close()));
  }

  status(): ControlStatus {
    return {
      mode: this.policy.mode,
      automation: this.engine.automation,
      auditRecords: this.audit.count,
      fault: this.engine.fault,
    };
  }

  /** The catalogue, with what this caller may do of it. */
  operations(actor: Actor): OperationList {
    const nowMs = this.options.clock.now();
    const { automation } = this.engine;
    return {
      status: this.status(),
      operations: this.catalogue.operations.map((operation) =>
        describeOperation(operation, this.policy.decide({ operation, target: undefined, actor, nowMs, automation })),
      ),
    };
  }

  /** A dry run. @throws as `Planner.plan` */
  plan(request: PlanRequest, actor: Actor): Promise<Plan> {
    return this.planner.plan(request, actor);
  }

  /**
   * Confirms a plan and begins. The same key is answered with the same execution.
   * @throws ObservatoryError OBS_CONTROL_STALE, OBS_CONTROL_FORBIDDEN, OBS_CONTROL_BLOCKED, OBS_CONTROL_CONFIRMATION, …;
   *   each refusal is in the audit, and nothing was done
   */
  confirm(request: ExecutionRequest, actor: Actor): Promise<Execution> {
    const underWay = this.confirming.get(request.key);
    if (underWay) return underWay;
    const work = this.begin(request, actor).finally(() => this.confirming.delete(request.key));
    this.confirming.set(request.key, work);
    return work;
  }

  private async begin(request: ExecutionRequest, actor: Actor): Promise<Execution> {
    const known = this.engine.withKey(request.key);
    if (known?.planHash === request.hash) return known;
    try {
      const { plan, operation, target, facts } = await this.planner.confirmed(request.plan, request.hash, actor);
      if (plan.confirmation.kind === 'typed' && request.confirmation !== plan.confirmation.text)
        throw new ObservatoryError('OBS_CONTROL_CONFIRMATION', 'what was typed is not the name of the target', {
          httpStatus: 400,
          hint: `type ${plan.confirmation.text}`,
        });
      const nowMs = this.options.clock.now();
      const execution = await this.engine.begin({
        key: request.key,
        operation: operation.id,
        target,
        parameters: plan.parameters,
        facts,
        blast: plan.blast,
        planHash: plan.hash,
        sentence: plan.sentence,
        by: actor,
        needsApproval: plan.permission.secondPerson,
        deadlineMs: nowMs + operation.deadlineMs + (plan.permission.secondPerson ? this.policy.approvalTimeoutMs : 0),
      });
      this.planner.forget(request.plan);
      return execution;
    } catch (error) {
      await this.recordRefusal(request, actor, error);
      throw error;
    }
  }

  /**
   * The second person agrees, who needs the same rights as the first.
   * @throws ObservatoryError OBS_CONTROL_FORBIDDEN, and as `Engine.approve`
   */
  async approve(id: string, actor: Actor): Promise<Execution> {
    const { operation: name, target } = this.engine.get(id);
    const operation = this.catalogue.find(name);
    const { automation } = this.engine;
    const permission =
      operation && this.policy.decide({ operation, target, actor, nowMs: this.options.clock.now(), automation });
    if (!permission?.allowed)
      throw new ObservatoryError('OBS_CONTROL_FORBIDDEN', permission?.reason ?? `there is no operation ${name}`, {
        httpStatus: 403,
        hint: `it takes: ${permission?.requires.join(', ') ?? ''}`,
      });
    return this.engine.approve(id, actor);
  }

  /** Best effort: what was refused is refused, whether it can be recorded or not. */
  private async recordRefusal({ hash }: ExecutionRequest, actor: Actor, error: unknown): Promise<void> {
    if (!(error instanceof ObservatoryError)) return;
    const entry = auditEntry('execution_refused', actor, `${error.code}: ${error.message}`);
    await this.audit.append({ ...entry, planHash: hash }).catch(() => {});
  }

  /** Of the configured clusters that were read. */
  graphs(): ReturnType<Topology['graph']>[] {
    return [...this.clusters.keys()].flatMap((name) => {
      try {
        return [this.options.topology.graph(name)];
      } catch {
        return [];
      }
    });
  }

  private clusterNamed(name: string): ClusterControl {
    const cluster = this.clusters.get(name);
    if (cluster) return cluster.control;
    throw new ObservatoryError('OBS_CONTROL_TARGET', `the cluster ${name} is not configured`, { httpStatus: 404 });
  }

  private addCluster(cluster: ClusterConfig): void {
    const { clock, userAgent, topology } = this.options;
    const control = new ClusterControl({ cluster, clock, userAgent, graph: () => topology.graph(cluster.name) });
    this.clusters.set(cluster.name, { control, print: fingerprint(cluster) });
  }
}
