/**
 * The heart of control: runs the steps of one execution, from wherever its journal left off.
 *
 * Before a step acts, its beginning is on disk, with what was so before it. After a crash, or when an answer was lost, the
 * step's own `check` decides: its effect is there (go on), is not there (do it), or nobody can tell. In the last case a
 * repeatable step is done again; any other ends the execution as `unknown`, because doing it twice may do harm. Steps that
 * restore what an earlier one changed are done however the execution ends.
 */
import { sleep } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import { CallUncertainError } from '../cluster/call-error.ts';
import type { ControlWorld } from '../operation.ts';
import type { ExecutionState, StepState } from './execution-state.ts';
import type { JournalRecord } from './journal-record.ts';

export interface RunOptions {
  /** Resolves when the record is on disk; the state has it then. */
  write: (record: JournalRecord) => Promise<void>;
  world: (step: StepState) => ControlWorld;
  nowMs: () => number;
  /** Told of what is waited for. */
  onProgress: () => void;
  /** A reason to stop by itself; looked at before each step and while one waits. */
  stopCondition: () => Promise<string | undefined>;
  /** Ends the wait for a step's effect at once; the sidecar stops. Nothing is written then. */
  signal: AbortSignal;
  pollMs?: number;
}

export type RunEnd = { state: 'succeeded' | 'failed' | 'stopped' | 'unknown'; result: string } | 'interrupted';

const POLL_MS = 500;

/** Runs what is left of an execution. */
export async function runSteps(execution: ExecutionState, options: RunOptions): Promise<RunEnd> {
  let end: Exclude<RunEnd, 'interrupted'> = { state: 'succeeded', result: '' };
  const isOver = () => end.state !== 'succeeded';
  for (const step of execution.steps) {
    if (options.signal.aborted) return 'interrupted';
    if (step.state === 'failed' || step.state === 'unknown') {
      if (!isOver()) end = { state: step.state, result: `${step.step.title}: ${step.note}` };
      continue;
    }
    if (step.state === 'done' || step.state === 'skipped') continue;
    if (!isOver() && step.state === 'waiting') {
      const reason = await reasonToStop(execution, options);
      if (reason !== undefined) end = { state: 'stopped', result: reason };
    }
    if (isOver() && step.state === 'waiting' && !mustRestore(execution, step)) {
      await endStep(execution, options, step, 'skipped', '');
      continue;
    }
    const outcome = await runStep(execution, options, step);
    if (outcome === 'interrupted') return outcome;
    if (outcome.state !== 'done' && !isOver())
      end = {
        state: outcome.state === 'stopped' ? 'stopped' : outcome.state,
        result: outcome.state === 'stopped' ? outcome.note : `${step.step.title}: ${outcome.note}`,
      };
  }
  return end;
}

type StepOutcome = { state: 'done' | 'failed' | 'unknown' | 'stopped'; note: string } | 'interrupted';

async function runStep(execution: ExecutionState, options: RunOptions, step: StepState): Promise<StepOutcome> {
  const world = options.world(step);
  const { step: definition } = step;
  let note = step.note;
  try {
    const resumed = step.state === 'running';
    if (!resumed) {
      const before = (await definition.before?.(world)) ?? null;
      await options.write({
        type: 'step_begin',
        id: execution.record.id,
        timeMs: options.nowMs(),
        step: definition.id,
        before,
      });
    }
    const presence = resumed ? await presenceOf(step, world) : 'not_done';
    if (presence === 'unknown' && !definition.repeatable)
      return await endAs(
        execution,
        options,
        step,
        'unknown',
        'the sidecar stopped in the middle of it: look before you go on',
      );
    if (presence === 'done') note = 'it had happened before the sidecar started again';
    else {
      const missing = await waitUntilReady(execution, options, step, world, resumed);
      if (missing) return missing;
      note = await act(step, world);
    }
  } catch (error) {
    if (options.signal.aborted) return 'interrupted';
    if (isJournalFault(error)) throw error;
    if (!(error instanceof CallUncertainError)) return endAs(execution, options, step, 'failed', messageOf(error));
    const presence = await presenceOf(step, world);
    if (presence !== 'done')
      return endAs(execution, options, step, presence === 'not_done' ? 'failed' : 'unknown', error.message);
    note = 'no answer came, but it has happened';
  }
  return waitUntilSettled(execution, options, step, world, note);
}

/** Does it; a repeatable step whose answer was lost once more. */
async function act(step: StepState, world: ControlWorld): Promise<string> {
  try {
    return await step.step.run(world, step.before);
  } catch (error) {
    const isLate = world.clock.now() >= world.deadlineMs;
    if (!(error instanceof CallUncertainError) || !step.step.repeatable || isLate) throw error;
    return step.step.run(world, step.before);
  }
}

/** @returns undefined when it can act. What was begun before a crash may have happened; anything else has not. */
async function waitUntilReady(
  execution: ExecutionState,
  options: RunOptions,
  step: StepState,
  world: ControlWorld,
  resumed: boolean,
): Promise<StepOutcome | undefined> {
  const { step: definition } = step;
  for (;;) {
    const { ready, note } = definition.ready?.(world) ?? { ready: true, note: '' };
    if (ready) return undefined;
    if (options.signal.aborted) return 'interrupted';
    step.note = note;
    options.onProgress();
    if (world.clock.now() >= world.deadlineMs)
      return endAs(execution, options, step, resumed ? 'unknown' : 'failed', `not in time: ${note}`);
    const reason = definition.restores === undefined ? await reasonToStop(execution, options) : undefined;
    if (reason !== undefined) {
      if (resumed) return endAs(execution, options, step, 'unknown', `${note}; ${reason}`);
      await endStep(execution, options, step, 'skipped', note);
      return { state: 'stopped', note: reason };
    }
    await sleep(world.clock, options.pollMs ?? POLL_MS, options.signal);
  }
}

async function waitUntilSettled(
  execution: ExecutionState,
  options: RunOptions,
  step: StepState,
  world: ControlWorld,
  note: string,
): Promise<StepOutcome> {
  const { settled, restores } = step.step;
  for (let isFirst = true; settled; isFirst = false) {
    if (options.signal.aborted) return 'interrupted';
    let answer: { ready: boolean; note: string };
    try {
      answer = await settled(world, step.before);
    } catch (error) {
      answer = { ready: false, note: messageOf(error) };
    }
    if (answer.ready) {
      note = [note, answer.note].filter(Boolean).join('; ');
      break;
    }
    step.note = answer.note;
    options.onProgress();
    if (world.clock.now() >= world.deadlineMs)
      return endAs(execution, options, step, 'failed', `not in time: ${answer.note}`);
    // What restores is waited for to its end, whoever wants to stop.
    if (!isFirst && restores === undefined) {
      const reason = await reasonToStop(execution, options);
      if (reason !== undefined) {
        await endStep(execution, options, step, 'done', `${answer.note}; not waited for any longer`);
        return { state: 'stopped', note: reason };
      }
    }
    await sleep(world.clock, options.pollMs ?? POLL_MS, options.signal);
  }
  await endStep(execution, options, step, 'done', note);
  return { state: 'done', note };
}

async function reasonToStop(execution: ExecutionState, options: RunOptions): Promise<string | undefined> {
  return execution.stopReason ?? (await options.stopCondition());
}

/** Whether the step puts right what an earlier one changed, or may have changed. */
function mustRestore(execution: ExecutionState, { step }: StepState): boolean {
  if (step.restores === undefined) return false;
  const changed = execution.steps.find((each) => each.step.id === step.restores);
  return changed !== undefined && changed.state !== 'waiting' && changed.state !== 'skipped';
}

async function presenceOf({ step, before }: StepState, world: ControlWorld): Promise<'done' | 'not_done' | 'unknown'> {
  if (!step.check) return 'unknown';
  try {
    return await step.check(world, before);
  } catch {
    return 'unknown';
  }
}

async function endAs(
  execution: ExecutionState,
  options: RunOptions,
  step: StepState,
  state: 'failed' | 'unknown',
  note: string,
): Promise<StepOutcome> {
  await endStep(execution, options, step, state, note);
  return { state, note };
}

function endStep(
  execution: ExecutionState,
  options: RunOptions,
  { step }: StepState,
  state: 'done' | 'failed' | 'unknown' | 'skipped',
  note: string,
): Promise<void> {
  return options.write({
    type: 'step_end',
    id: execution.record.id,
    timeMs: options.nowMs(),
    step: step.id,
    state,
    note,
  });
}

/** A fault of our own disk: nothing may be done that is not written down. */
function isJournalFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'OBS_CONTROL_JOURNAL';
}
