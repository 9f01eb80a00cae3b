import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Actor, Execution } from '@observatory/protocol/control';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AuditEntry } from '../audit/audit-chain.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { ClusterControl } from '../cluster/cluster-control.ts';
import type { ControlWorld, ServiceAgents } from '../operation.ts';
import type { StopWatch } from '../watch/stop-watch.ts';
import { DurableLines } from './durable-lines.ts';
import { ExecutionState } from './execution-state.ts';
import { journalRecord, type ExecutionRecord, type JournalRecord } from './journal-record.ts';
import { runSteps } from './run-steps.ts';

export interface EngineOptions {
  /** Folder of the journal. */
  directory: string;
  clock: Clock;
  logger: Logger;
  audit: AuditLog;
  catalogue: Catalogue;
  /** @throws when the cluster is not configured */
  cluster: (name: string) => ClusterControl;
  agents: () => ServiceAgents | undefined;
  /** Watches for reasons to stop; one an execution. */
  stopWatch: (execution: ExecutionState) => StopWatch;
  /** Told of every change: the stream. */
  onChange: (execution: Execution) => void;
  journal?: DurableLines;
  pollMs?: number;
}

export type NewExecution = Omit<ExecutionRecord, 'type' | 'id' | 'timeMs'>;

/** Executions that are kept after their end. */
const KEPT = 500;

/**
 * Carries out executions, one at a time per target. Whatever happens is on disk first: the audit (no record, no action),
 * then the journal. A start after a crash reads the journal and goes on where it left off; see run-steps.ts.
 */
export class Engine {
  private readonly options: EngineOptions;
  private readonly journal: DurableLines;
  private readonly executions = new Map<string, ExecutionState>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private automationOn = true;
  private problem = 'control has not started';

  constructor(options: EngineOptions) {
    this.options = options;
    this.journal = options.journal ?? new DurableLines(path.join(options.directory, 'journal.log'));
  }

  /** Why nothing can be begun; empty when all is well. */
  get fault(): string {
    return this.problem || this.options.audit.fault;
  }

  get automation(): boolean {
    return this.automationOn;
  }

  /** Reads the journal and goes on with what was not finished. */
  async start(): Promise<void> {
    try {
      const records = (await this.journal.open()).map((record) => journalRecord.parse(record));
      for (const record of records) this.apply(record);
      await this.forgetOld(records);
      this.problem = '';
    } catch (error) {
      this.problem = messageOf(error);
      this.options.logger.error({ error: this.problem }, 'control is off');
      return;
    }
    for (const execution of this.executions.values()) {
      if (!execution.isAudited && !execution.isWaitingForApproval) this.run(execution);
    }
  }

  /** Leaves executions as they are; the next start goes on with them. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.settled();
    await this.journal.close();
  }

  /** Resolves when nothing is being carried out. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  /** Newest first. */
  list(): Execution[] {
    return [...this.executions.values()].reverse().map((each) => each.toExecution());
  }

  /** @throws ObservatoryError OBS_CONTROL_EXECUTION */
  get(id: string): Execution {
    return this.find(id).toExecution();
  }

  withKey(key: string): Execution | undefined {
    for (const each of this.executions.values()) if (each.record.key === key) return each.toExecution();
    return undefined;
  }

  /** An execution of the target that has not ended. */
  busyWith(target: string): Execution | undefined {
    const nowMs = this.options.clock.now();
    for (const each of this.executions.values()) {
      // One that nobody approved in time holds nobody up.
      const isForgotten = each.isWaitingForApproval && each.record.deadlineMs <= nowMs;
      if (each.target.id === target && each.end === undefined && !isForgotten) return each.toExecution();
    }
    return undefined;
  }

  /**
   * Begins. The same key begins nothing twice.
   * @throws ObservatoryError OBS_CONTROL_BUSY; OBS_CONTROL_AUDIT, OBS_CONTROL_JOURNAL: nothing was done
   */
  async begin(wanted: NewExecution): Promise<Execution> {
    this.checkWell();
    const known = this.withKey(wanted.key);
    if (known) return sameOrRefused(known, wanted);
    const busy = this.busyWith(wanted.target.id);
    if (busy) {
      throw new ObservatoryError('OBS_CONTROL_BUSY', `${wanted.target.id} is busy: ${busy.sentence}`, {
        httpStatus: 409,
        hint: `wait for execution ${busy.id}, or stop it`,
      });
    }
    const record: ExecutionRecord = {
      ...wanted,
      type: 'execution',
      id: randomUUID(),
      timeMs: this.options.clock.now(),
    };
    // The target is taken before anything is awaited, so that two requests cannot both pass.
    const execution = new ExecutionState(record, this.options.catalogue.find(record.operation));
    this.executions.set(record.id, execution);
    try {
      await this.audit(execution, 'execution_requested', wanted.by, 'requested');
      await this.journal.append(record);
    } catch (error) {
      this.executions.delete(record.id);
      throw error;
    }
    this.changed(execution);
    if (!execution.isWaitingForApproval) this.run(execution);
    return execution.toExecution();
  }

  /** The second person agrees. @throws ObservatoryError OBS_CONTROL_APPROVAL, OBS_CONTROL_EXECUTION */
  async approve(id: string, by: Actor): Promise<Execution> {
    this.checkWell();
    const execution = this.find(id);
    if (!execution.isWaitingForApproval) throw approvalError('it does not wait for an approval');
    if (execution.record.by.name === by.name && execution.record.by.via === by.via)
      throw approvalError('the second person has to be somebody else');
    if (execution.record.deadlineMs <= this.options.clock.now()) throw approvalError('its deadline is over');
    await this.audit(execution, 'execution_approved', by, 'approved');
    await this.write(execution, { type: 'approved', id, timeMs: this.options.clock.now(), by });
    this.run(execution);
    return execution.toExecution();
  }

  /** The stop button: no further step is begun, and what was changed for the time being is put back. */
  async requestStop(id: string, by: Actor): Promise<Execution> {
    const execution = this.find(id);
    if (execution.end) return execution.toExecution();
    const waits = execution.isWaitingForApproval;
    // Stopping is never refused for want of a record, but for want of the journal.
    await this.audit(execution, 'stop_requested', by, 'requested').catch((error: unknown) =>
      this.options.logger.error({ error: messageOf(error) }, 'the audit does not have who stopped an execution'),
    );
    const timeMs = this.options.clock.now();
    await this.write(execution, { type: 'stop', id, timeMs, reason: `stopped by ${by.name}` });
    if (waits) this.run(execution);
    return execution.toExecution();
  }

  /** The stop switch of all automation. Off: what runs by itself is stopped, too. */
  async switchAutomation(on: boolean, by: Actor): Promise<void> {
    if (on) this.checkWell();
    const entry = auditEntry('automation_switched', by, on ? 'on' : 'off');
    const recorded = this.options.audit.append(entry);
    if (on) await recorded;
    // Switching off is never refused for want of a record.
    else await recorded.catch((error: unknown) => this.options.logger.error({ error: messageOf(error) }, 'no audit'));
    this.automationOn = on;
    await this.journal.append({ type: 'automation', timeMs: this.options.clock.now(), on });
    if (on) return;
    for (const each of this.executions.values())
      if (!each.end && each.record.by.via === 'automation') await this.requestStop(each.record.id, by);
  }

  private checkWell(): void {
    if (this.problem !== '')
      throw new ObservatoryError('OBS_CONTROL_JOURNAL', `control is off: ${this.problem}`, {
        httpStatus: 503,
        hint: 'nothing is carried out until the journal can be read and written',
      });
  }

  private find(id: string): ExecutionState {
    const execution = this.executions.get(id);
    if (execution) return execution;
    throw new ObservatoryError('OBS_CONTROL_EXECUTION', `there is no execution ${id}`, { httpStatus: 404 });
  }

  private run(execution: ExecutionState): void {
    const { id } = execution.record;
    if (this.running.has(id)) return;
    const work = this.carryOut(execution)
      .catch((error: unknown) => {
        // The disk failed: nothing goes on that is not written down.
        this.problem = messageOf(error);
        this.options.logger.error({ error: this.problem, execution: id }, 'control is off');
      })
      .finally(() => this.running.delete(id));
    this.running.set(id, work);
  }

  private async carryOut(execution: ExecutionState): Promise<void> {
    if (!execution.end) {
      const end = await this.runToEnd(execution);
      if (!end) return;
      await this.write(execution, end);
    }
    const { id, by } = execution.record;
    const { state = 'unknown', result = '' } = execution.end ?? {};
    if (!this.options.audit.hasEnd(id))
      await this.audit(execution, 'execution_finished', by, result === '' ? state : `${state}: ${result}`);
    await this.write(execution, { type: 'audited', id, timeMs: this.options.clock.now() });
  }

  private async runToEnd(execution: ExecutionState): Promise<Extract<JournalRecord, { type: 'end' }> | undefined> {
    const { id, operation, deadlineMs } = execution.record;
    const { clock, catalogue } = this.options;
    const definition = catalogue.find(operation);
    const ended = (state: 'succeeded' | 'failed' | 'stopped' | 'unknown', result: string, verified?: boolean) => ({
      type: 'end' as const,
      id,
      timeMs: clock.now(),
      state,
      result,
      ...(verified !== undefined && { verified }),
    });
    if (!definition) return ended('unknown', `this version has no operation ${operation}`);
    let cluster: ClusterControl;
    try {
      cluster = this.options.cluster(execution.target.cluster);
    } catch (error) {
      return ended('unknown', messageOf(error));
    }
    const watch = this.options.stopWatch(execution);
    const world = (step: string, stepDeadlineMs: number): ControlWorld => ({
      clock,
      cluster,
      agents: this.options.agents(),
      signal: this.stopping.signal,
      deadlineMs: stepDeadlineMs,
      stepBefore: (name) =>
        execution.steps.find((each) => each.step.id === name && each.startedMs !== undefined)?.before,
      key: `${id}:${step}`,
    });
    const result = await runSteps(execution, {
      write: (record) => this.write(execution, record),
      world: ({ step }) => world(step.id, clock.now() + step.timeoutMs),
      nowMs: () => clock.now(),
      onProgress: () => this.changed(execution),
      stopCondition: async () => (clock.now() >= deadlineMs ? 'its deadline is over' : watch.reasonToStop()),
      signal: this.stopping.signal,
      ...(this.options.pollMs !== undefined && { pollMs: this.options.pollMs }),
    });
    if (result === 'interrupted') return undefined;
    if (result.state !== 'succeeded') return ended(result.state, result.result);
    const { parameters, facts } = execution.record;
    try {
      const input = { target: execution.target, parameters, facts };
      const { ok, message } = await definition.verify(input, world('verify', clock.now() + 30_000));
      return ended(ok ? 'succeeded' : 'failed', message, ok);
    } catch (error) {
      if (this.stopping.signal.aborted) return undefined;
      return ended('succeeded', `done, but not verified: ${messageOf(error)}`, false);
    }
  }

  private async write(execution: ExecutionState, record: JournalRecord): Promise<void> {
    await this.journal.append(record);
    execution.apply(record);
    this.changed(execution);
  }

  private changed(execution: ExecutionState): void {
    this.options.onChange(execution.toExecution());
  }

  private async audit(
    execution: ExecutionState,
    action: AuditEntry['action'],
    by: Actor,
    result: string,
  ): Promise<void> {
    const { id, operation, parameters, planHash } = execution.record;
    await this.options.audit.append({
      ...auditEntry(action, by, result),
      operation,
      target: execution.target.id,
      parameters,
      execution: id,
      planHash,
    });
  }

  private apply(record: JournalRecord): void {
    if (record.type === 'automation') this.automationOn = record.on;
    else if (record.type === 'execution')
      this.executions.set(record.id, new ExecutionState(record, this.options.catalogue.find(record.operation)));
    else this.executions.get(record.id)?.apply(record);
  }

  /** Writes the journal anew without the oldest executions that are over. */
  private async forgetOld(records: readonly JournalRecord[]): Promise<void> {
    const over = [...this.executions.values()].filter(({ isAudited }) => isAudited).map(({ record }) => record.id);
    const forgotten = new Set(over.slice(0, Math.max(0, over.length - KEPT)));
    if (forgotten.size === 0) return;
    const kept = records.filter((record) => record.type !== 'automation' && !forgotten.has(record.id));
    const automation: JournalRecord = { type: 'automation', timeMs: this.options.clock.now(), on: this.automationOn };
    await this.journal.replace([...kept, automation]);
    for (const id of forgotten) this.executions.delete(id);
  }
}

/** An audit record that is about no execution. */
export function auditEntry(action: AuditEntry['action'], actor: Actor, result: string): AuditEntry {
  return { action, actor, operation: '', target: '', parameters: {}, execution: '', planHash: '', result };
}

function sameOrRefused(known: Execution, wanted: NewExecution): Execution {
  if (known.planHash === wanted.planHash) return known;
  throw new ObservatoryError('OBS_CONTROL_KEY', `the key ${wanted.key} belongs to another execution (${known.id})`, {
    httpStatus: 409,
    hint: 'use a new key for every confirmation',
  });
}

function approvalError(reason: string): ObservatoryError {
  return new ObservatoryError('OBS_CONTROL_APPROVAL', `the execution cannot be approved: ${reason}`, {
    httpStatus: 409,
  });
}
