import path from 'node:path';
import type { Execution } from '@observatory/protocol/control';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { DurableLines } from './durable-lines.ts';
import { ExecutionState } from './execution-state.ts';
import { journalRecord, type ExecutionRecord, type JournalRecord } from './journal-record.ts';

export interface ExecutionsOptions {
  /** Folder of the journal. */
  directory: string;
  clock: Clock;
  logger: Logger;
  catalogue: Catalogue;
  /** Told of every change. */
  onChange: (execution: Execution) => void;
  journal?: DurableLines;
}

/** Executions that are kept after their end. */
const KEPT = 500;

/** All executions, as their journal makes them: what is written is on disk first, and the state has it then. */
export class Executions {
  private readonly options: ExecutionsOptions;
  private readonly journal: DurableLines;
  private readonly byId = new Map<string, ExecutionState>();
  private automationOn = true;
  private problem = 'control has not started';

  constructor(options: ExecutionsOptions) {
    this.options = options;
    this.journal = options.journal ?? new DurableLines(path.join(options.directory, 'journal.log'));
  }

  /** Why nothing may be written; empty when all is well. */
  get fault(): string {
    return this.problem;
  }

  /** The stop switch of all automation, as it was last written. */
  get automation(): boolean {
    return this.automationOn;
  }

  /** Reads the journal. @returns false when it cannot be read: `fault` says why */
  async open(): Promise<boolean> {
    try {
      const records = (await this.journal.open()).map((record) => journalRecord.parse(record));
      for (const record of records) this.apply(record);
      await this.forgetOld(records);
      this.problem = '';
      return true;
    } catch (error) {
      this.broke(error);
      return false;
    }
  }

  /** The disk failed: nothing goes on that is not written down. */
  broke(error: unknown, execution?: string): void {
    this.problem = messageOf(error);
    this.options.logger.error({ error: this.problem, ...(execution !== undefined && { execution }) }, 'control is off');
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  /** Oldest first. */
  all(): IterableIterator<ExecutionState> {
    return this.byId.values();
  }

  /** @throws ObservatoryError OBS_CONTROL_EXECUTION */
  find(id: string): ExecutionState {
    const execution = this.byId.get(id);
    if (execution) return execution;
    throw new ObservatoryError('OBS_CONTROL_EXECUTION', `there is no execution ${id}`, { httpStatus: 404 });
  }

  withKey(key: string): ExecutionState | undefined {
    for (const each of this.byId.values()) if (each.record.key === key) return each;
    return undefined;
  }

  /** An execution of the target that has not ended. */
  busyWith(target: string): ExecutionState | undefined {
    const nowMs = this.options.clock.now();
    for (const each of this.byId.values()) {
      // One that nobody approved in time holds nobody up.
      const isForgotten = each.isWaitingForApproval && each.record.deadlineMs <= nowMs;
      if (each.target.id === target && each.end === undefined && !isForgotten) return each;
    }
    return undefined;
  }

  /**
   * Takes the target at once, so that two requests cannot both pass, and is on disk when it resolves.
   * @param permit awaited before anything is written; when it throws, or the disk does, there is no such execution
   */
  async add(record: ExecutionRecord, permit: (execution: ExecutionState) => Promise<void>): Promise<ExecutionState> {
    const execution = new ExecutionState(record, this.options.catalogue.find(record.operation));
    this.byId.set(record.id, execution);
    try {
      await permit(execution);
      await this.journal.append(record);
    } catch (error) {
      this.byId.delete(record.id);
      throw error;
    }
    this.changed(execution);
    return execution;
  }

  async write(execution: ExecutionState, record: JournalRecord): Promise<void> {
    await this.journal.append(record);
    execution.apply(record);
    this.changed(execution);
  }

  /** Counts at once, whether it can be written or not. */
  switchAutomation(on: boolean): Promise<void> {
    this.automationOn = on;
    return this.journal.append({ type: 'automation', timeMs: this.options.clock.now(), on });
  }

  changed(execution: ExecutionState): void {
    this.options.onChange(execution.toExecution());
  }

  private apply(record: JournalRecord): void {
    if (record.type === 'automation') this.automationOn = record.on;
    else if (record.type === 'execution')
      this.byId.set(record.id, new ExecutionState(record, this.options.catalogue.find(record.operation)));
    else this.byId.get(record.id)?.apply(record);
  }

  /** Writes the journal anew without the oldest executions that are over. */
  private async forgetOld(records: readonly JournalRecord[]): Promise<void> {
    const over = [...this.byId.values()].filter(({ isAudited }) => isAudited).map(({ record }) => record.id);
    const forgotten = new Set(over.slice(0, Math.max(0, over.length - KEPT)));
    if (forgotten.size === 0) return;
    const kept = records.filter((record) => record.type !== 'automation' && !forgotten.has(record.id));
    const automation: JournalRecord = { type: 'automation', timeMs: this.options.clock.now(), on: this.automationOn };
    await this.journal.replace([...kept, automation]);
    for (const id of forgotten) this.byId.delete(id);
  }
}
