import { randomUUID } from 'node:crypto';
import type { Actor, Execution } from '@observatory/protocol/control';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { AuditEntry } from '../audit/audit-chain.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import type { DurableLines } from './durable-lines.ts';
import type { ExecutionState } from './execution-state.ts';
import { Executions } from './executions.ts';
import type { ExecutionRecord } from './journal-record.ts';

export interface EngineOptions extends Pick<CarryOutOptions, 'cluster' | 'agents' | 'stopWatch'> {
  /** Folder of the journal. */
  directory: string;
  clock: Clock;
  logger: Logger;
  audit: AuditLog;
  catalogue: Catalogue;
  /** Told of every change: the stream. */
  onChange: (execution: Execution) => void;
  journal?: DurableLines;
  pollMs?: number;
}

export type NewExecution = Omit<ExecutionRecord, 'type' | 'id' | 'timeMs'>;

/**
 * Carries out executions, one at a time per target. Whatever happens is on disk first: the audit (no record, no action),
 * then the journal. A start after a crash reads the journal and goes on where it left off; see run-steps.ts.
 */
export class Engine {
  private readonly options: EngineOptions;
  private readonly executions: Executions;
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(options: EngineOptions) {
    this.options = options;
    this.executions = new Executions(options);
  }

  /** Why nothing can be begun; empty when all is well. */
  get fault(): string {
    return this.executions.fault || this.options.audit.fault;
  }

  get automation(): boolean {
    return this.executions.automation;
  }

  /** Reads the journal and goes on with what was not finished. */
  async start(): Promise<void> {
    if (!(await this.executions.open())) return;
    for (const execution of this.executions.all())
      if (!execution.isAudited && !execution.isWaitingForApproval) this.run(execution);
  }

  /** Leaves executions as they are; the next start goes on with them. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.settled();
    await this.executions.close();
  }

  /** Resolves when nothing is being carried out. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }

  /** Newest first. */
  list(): Execution[] {
    return [...this.executions.all()].reverse().map((each) => each.toExecution());
  }

  /** @throws ObservatoryError OBS_CONTROL_EXECUTION */
  get(id: string): Execution {
    return this.executions.find(id).toExecution();
  }

  withKey(key: string): Execution | undefined {
    return this.executions.withKey(key)?.toExecution();
  }

  /** An execution of the target that has not ended. */
  busyWith(target: string): Execution | undefined {
    return this.executions.busyWith(target)?.toExecution();
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
    const execution = await this.executions.add(record, (added) =>
      this.audit(added, 'execution_requested', wanted.by, 'requested'),
    );
    if (!execution.isWaitingForApproval) this.run(execution);
    return execution.toExecution();
  }

  /** The second person agrees. @throws ObservatoryError OBS_CONTROL_APPROVAL, OBS_CONTROL_EXECUTION */
  async approve(id: string, by: Actor): Promise<Execution> {
    this.checkWell();
    const execution = this.executions.find(id);
    if (!execution.isWaitingForApproval) throw approvalError('it does not wait for an approval');
    if (execution.record.by.name === by.name) throw approvalError('the second person has to be somebody else');
    if (execution.record.deadlineMs <= this.options.clock.now()) throw approvalError('its deadline is over');
    await this.audit(execution, 'execution_approved', by, 'approved');
    await this.executions.write(execution, { type: 'approved', id, timeMs: this.options.clock.now(), by });
    this.run(execution);
    return execution.toExecution();
  }

  /** The stop button: no further step is begun, and what was changed for the time being is put back. */
  async requestStop(id: string, by: Actor): Promise<Execution> {
    const execution = this.executions.find(id);
    if (execution.end) return execution.toExecution();
    const waits = execution.isWaitingForApproval;
    // Stopping is never refused for want of a record, but for want of the journal.
    await this.audit(execution, 'stop_requested', by, 'requested').catch((error: unknown) =>
      this.options.logger.error({ error: messageOf(error) }, 'the audit does not have who stopped an execution'),
    );
    const timeMs = this.options.clock.now();
    await this.executions.write(execution, { type: 'stop', id, timeMs, reason: `stopped by ${by.name}` });
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
    await this.executions.switchAutomation(on);
    if (on) return;
    for (const each of this.executions.all())
      if (!each.end && each.record.by.via === 'automation') await this.requestStop(each.record.id, by);
  }

  private checkWell(): void {
    const { fault } = this.executions;
    if (fault !== '')
      throw new ObservatoryError('OBS_CONTROL_JOURNAL', `control is off: ${fault}`, {
        httpStatus: 503,
        hint: 'nothing is carried out until the journal can be read and written',
      });
  }

  private run(execution: ExecutionState): void {
    const { id } = execution.record;
    if (this.running.has(id)) return;
    const work = this.toItsEnd(execution)
      .catch((error: unknown) => this.executions.broke(error, id))
      .finally(() => this.running.delete(id));
    this.running.set(id, work);
  }

  private async toItsEnd(execution: ExecutionState): Promise<void> {
    const { options, executions } = this;
    if (!execution.end) {
      const end = await carryOut(execution, {
        ...options,
        write: (record) => executions.write(execution, record),
        onProgress: () => executions.changed(execution),
        signal: this.stopping.signal,
      });
      if (!end) return;
      await executions.write(execution, end);
    }
    const { id, by } = execution.record;
    const { state = 'unknown', result = '' } = execution.end ?? {};
    if (!options.audit.hasEnd(id))
      await this.audit(execution, 'execution_finished', by, result === '' ? state : `${state}: ${result}`);
    await executions.write(execution, { type: 'audited', id, timeMs: options.clock.now() });
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
