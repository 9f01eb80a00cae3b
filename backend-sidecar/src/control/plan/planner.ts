import { createHash, randomUUID } from 'node:crypto';
import type { Actor, Plan, PlanRequest } from '@observatory/protocol/control';
import type { Graph } from '../../topology/index.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { canonicalJson } from '../audit/audit-chain.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { ClusterControl } from '../cluster/cluster-control.ts';
import type { AnyOperation, Json, ServiceAgents, Target } from '../operation.ts';
import type { Policy } from '../policy/policy.ts';
import { STOP_RULES } from '../watch/stop-watch.ts';
import { findTarget } from './find-target.ts';

export interface PlannerOptions {
  clock: Clock;
  catalogue: Catalogue;
  policy: Policy;
  graphs: () => readonly Graph[];
  cluster: (name: string) => ClusterControl;
  agents: () => ServiceAgents | undefined;
  automation: () => boolean;
  busyWith: (target: string) => { id: string; sentence: string } | undefined;
}

/** A plan with what its execution needs beside. */
export interface PreparedPlan {
  plan: Plan;
  operation: AnyOperation;
  target: Target;
  facts: { readonly [key: string]: Json };
}

/** How long a plan may be confirmed. */
export const PLAN_LIFE_MS = 120_000;
const MAX_PLANS = 1000;

/** Makes plans: reads, never changes anything. */
export class Planner {
  private readonly options: PlannerOptions;
  private readonly plans = new Map<string, PreparedPlan>();

  constructor(options: PlannerOptions) {
    this.options = options;
  }

  /** @throws ObservatoryError OBS_CONTROL_OPERATION, OBS_CONTROL_PARAMETERS, OBS_CONTROL_TARGET, and what reading throws */
  async plan(request: PlanRequest, actor: Actor): Promise<Plan> {
    const prepared = await this.prepare(request, actor);
    this.forgetOld();
    // What may not be carried out needs no place: readers cannot push out the plans of operators.
    if (prepared.plan.permission.allowed) this.plans.set(prepared.plan.id, prepared);
    return prepared.plan;
  }

  /**
   * The plan that somebody confirms, after looking again: what it would do must be the same still.
   * @throws ObservatoryError OBS_CONTROL_PLAN, OBS_CONTROL_STALE
   */
  async confirmed(id: string, hash: string, actor: Actor): Promise<PreparedPlan> {
    const known = this.plans.get(id);
    if (!known) throw planError('OBS_CONTROL_PLAN', `there is no plan ${id}`, 404);
    if (known.plan.hash !== hash) throw planError('OBS_CONTROL_STALE', 'the hash is not that of the plan', 409);
    if (known.plan.expiresMs <= this.options.clock.now())
      throw planError('OBS_CONTROL_STALE', 'the plan is older than two minutes', 409);
    const { operation, target, parameters } = known.plan;
    const now = await this.prepare({ operation, target, parameters }, actor);
    if (now.plan.hash !== hash)
      throw planError('OBS_CONTROL_STALE', 'the cluster has changed since: other steps would be needed now', 409);
    const blockers = now.plan.findings.filter(({ level }) => level === 'blocker');
    if (blockers.length > 0)
      throw new ObservatoryError('OBS_CONTROL_BLOCKED', blockers.map(({ message }) => message).join('; '), {
        httpStatus: 409,
        hint: 'blockers cannot be overridden',
      });
    if (!now.plan.permission.allowed)
      throw new ObservatoryError('OBS_CONTROL_FORBIDDEN', now.plan.permission.reason, {
        httpStatus: 403,
        hint: `it takes: ${now.plan.permission.requires.join(', ')}`,
      });
    return { ...now, plan: { ...now.plan, id } };
  }

  /** It has been begun: it cannot be begun again. */
  forget(id: string): void {
    this.plans.delete(id);
  }

  private async prepare(request: PlanRequest, actor: Actor): Promise<PreparedPlan> {
    const { clock, catalogue, policy, graphs, cluster, agents, automation } = this.options;
    const operation = catalogue.find(request.operation);
    if (!operation)
      throw new ObservatoryError('OBS_CONTROL_OPERATION', `there is no operation ${request.operation}`, {
        httpStatus: 404,
        hint: 'GET /api/observatory/v1/operations lists them',
      });
    const parameters = operation.parameters.safeParse(request.parameters ?? {});
    if (!parameters.success)
      throw new ObservatoryError(
        'OBS_CONTROL_PARAMETERS',
        parameters.error.issues.map((issue) => `${issue.path.join('.') || 'parameters'}: ${issue.message}`).join('; '),
        { httpStatus: 400, hint: 'GET /api/observatory/v1/operations describes them' },
      );
    const { target, node, graph } = findTarget(operation, request.target, graphs(), agents());
    const input = { target, parameters: parameters.data };
    // A service needs no cluster; whatever does is refused at once when it is not configured.
    if (target.kind !== 'service') cluster(target.cluster);
    const world = {
      clock,
      get cluster() {
        return cluster(target.cluster);
      },
      agents: agents(),
      signal: AbortSignal.timeout(30_000),
    };
    const { facts, blast, findings } = await operation.survey({ ...input, graph, node, world });
    const steps = operation.steps({ ...input, facts }).map(({ id, title, call }) => ({ id, title, call }));
    const nowMs = clock.now();
    const permission = policy.decide({ operation, target: target.id, actor, nowMs, automation: automation() });
    const busy = this.options.busyWith(target.id);
    const { id, title, risk, verification, stopsOn, undo } = operation;
    const plan: Plan = {
      id: randomUUID(),
      hash: hashOf(id, target.id, parameters.data, facts, steps),
      operation: id,
      title,
      sentence: operation.sentence(target, parameters.data),
      target: target.id,
      parameters: parameters.data,
      risk,
      createdMs: nowMs,
      expiresMs: nowMs + PLAN_LIFE_MS,
      permission,
      confirmation: {
        kind: risk === 'high' ? 'typed' : risk === 'medium' ? 'dialog' : 'button',
        text: risk === 'high' ? target.name : '',
      },
      steps,
      blast,
      findings: busy
        ? [{ level: 'blocker', message: `It is busy: ${busy.sentence} (execution ${busy.id}).` }, ...findings]
        : findings,
      verification,
      stopsOn: stopsOn.map((condition) => STOP_RULES[condition].title),
      undo,
    };
    return { plan, operation, target, facts };
  }

  private forgetOld(): void {
    const nowMs = this.options.clock.now();
    for (const [id, { plan }] of this.plans)
      if (plan.expiresMs <= nowMs || this.plans.size > MAX_PLANS) this.plans.delete(id);
  }
}

/** Over what would be done, and what it rests on; not over counts that change every second. */
function hashOf(...parts: unknown[]): string {
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

function planError(
  code: 'OBS_CONTROL_PLAN' | 'OBS_CONTROL_STALE',
  message: string,
  httpStatus: number,
): ObservatoryError {
  return new ObservatoryError(code, message, { httpStatus, hint: 'make a new plan and read it' });
}
