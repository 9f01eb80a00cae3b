import type { Actor, Execution, StepProgress } from '@observatory/protocol/control';
import type { AnyOperation, Json, Step, Target } from '../operation.ts';
import type { ExecutionRecord, JournalRecord } from './journal-record.ts';

export interface StepState {
  step: Step;
  state: StepProgress['state'];
  startedMs: number | undefined;
  endedMs: number | undefined;
  note: string;
  /** What was so before the step, once it began. */
  before: Json;
}

/** One execution as its journal records make it; the same records give the same state after a crash. */
export class ExecutionState {
  readonly record: ExecutionRecord;
  readonly target: Target;
  readonly steps: readonly StepState[];
  approvedBy: Actor | undefined;
  stopReason: string | undefined;
  end: Extract<JournalRecord, { type: 'end' }> | undefined;
  /** The end stands in the audit. */
  isAudited = false;

  constructor(record: ExecutionRecord, operation: AnyOperation | undefined) {
    this.record = record;
    this.target = record.target as Target;
    const { parameters, facts } = record;
    const steps = operation?.steps({ target: this.target, parameters, facts }) ?? [];
    this.steps = steps.map((step) => ({
      step,
      state: 'waiting',
      startedMs: undefined,
      endedMs: undefined,
      note: '',
      before: null,
    }));
  }

  get isWaitingForApproval(): boolean {
    return this.record.needsApproval && this.approvedBy === undefined && this.end === undefined;
  }

  apply(record: JournalRecord): void {
    switch (record.type) {
      case 'approved':
        this.approvedBy = record.by;
        return;
      case 'stop':
        this.stopReason ??= record.reason;
        return;
      case 'end':
        this.end = record;
        return;
      case 'audited':
        this.isAudited = true;
        return;
      case 'step_begin': {
        const step = this.steps.find((each) => each.step.id === record.step);
        if (step) Object.assign(step, { state: 'running', startedMs: record.timeMs, before: record.before });
        return;
      }
      case 'step_end': {
        const step = this.steps.find((each) => each.step.id === record.step);
        if (step) Object.assign(step, { state: record.state, endedMs: record.timeMs, note: record.note });
        return;
      }
    }
  }

  toExecution(): Execution {
    const { id, key, operation, sentence, parameters, planHash, blast, by, timeMs, deadlineMs } = this.record;
    return {
      id,
      key,
      operation,
      sentence,
      target: this.target.id,
      parameters,
      planHash,
      blast,
      by,
      ...(this.approvedBy && { approvedBy: this.approvedBy }),
      state: this.end?.state ?? this.openState(),
      startedMs: timeMs,
      ...(this.end && {
        endedMs: this.end.timeMs,
        ...(this.end.verified !== undefined && { verified: this.end.verified }),
      }),
      deadlineMs,
      steps: this.steps.map(({ step, state, startedMs, endedMs, note }) => ({
        id: step.id,
        title: step.title,
        call: step.call,
        state,
        ...(startedMs !== undefined && { startedMs }),
        ...(endedMs !== undefined && { endedMs }),
        note,
      })),
      result: this.end?.result ?? this.stopReason ?? '',
    };
  }

  private openState(): Execution['state'] {
    if (this.isWaitingForApproval) return 'awaiting_approval';
    return this.stopReason === undefined ? 'running' : 'stopping';
  }
}
