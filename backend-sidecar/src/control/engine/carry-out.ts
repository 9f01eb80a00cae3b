import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { ClusterControl } from '../cluster/cluster-control.ts';
import type { ControlWorld, ServiceAgents } from '../operation.ts';
import type { StopWatch } from '../watch/stop-watch.ts';
import type { ExecutionState } from './execution-state.ts';
import type { JournalRecord } from './journal-record.ts';
import { runSteps } from './run-steps.ts';

export type EndRecord = Extract<JournalRecord, { type: 'end' }>;

export interface CarryOutOptions {
  clock: Clock;
  catalogue: Catalogue;
  /** @throws when the cluster is not configured */
  cluster: (name: string) => ClusterControl;
  agents: () => ServiceAgents | undefined;
  /** Watches for reasons to stop; one an execution. */
  stopWatch: (execution: ExecutionState) => StopWatch;
  /** Resolves when the record is on disk. */
  write: (record: JournalRecord) => Promise<void>;
  onProgress: () => void;
  /** The sidecar stops. */
  signal: AbortSignal;
  pollMs?: number;
}

const VERIFY_MS = 30_000;

/**
 * Runs what is left of an execution, and verifies it. @returns how it ended; undefined when the sidecar stops first: the next
 * start goes on with it.
 */
export async function carryOut(execution: ExecutionState, options: CarryOutOptions): Promise<EndRecord | undefined> {
  const { id, operation, deadlineMs } = execution.record;
  const { clock, catalogue, signal } = options;
  const definition = catalogue.find(operation);
  const ended = (state: EndRecord['state'], result: string, verified?: boolean): EndRecord => ({
    type: 'end',
    id,
    timeMs: clock.now(),
    state,
    result,
    ...(verified !== undefined && { verified }),
  });
  if (!definition) return ended('unknown', `this version has no operation ${operation}`);
  const { cluster } = execution.target;
  try {
    // A service needs no cluster; whatever does is told at once, before a step begins.
    if (execution.target.kind !== 'service') options.cluster(cluster);
  } catch (error) {
    return ended('unknown', messageOf(error));
  }
  const world = (step: string, stepDeadlineMs: number): ControlWorld => ({
    clock,
    get cluster() {
      return options.cluster(cluster);
    },
    agents: options.agents(),
    signal,
    deadlineMs: stepDeadlineMs,
    stepBefore: (name) => execution.steps.find((each) => each.step.id === name && each.startedMs !== undefined)?.before,
    key: `${id}:${step}`,
  });
  const watch = options.stopWatch(execution);
  const result = await runSteps(execution, {
    write: options.write,
    world: ({ step }) => world(step.id, clock.now() + step.timeoutMs),
    nowMs: () => clock.now(),
    onProgress: options.onProgress,
    stopCondition: async () => (clock.now() >= deadlineMs ? 'its deadline is over' : watch.reasonToStop()),
    signal,
    ...(options.pollMs !== undefined && { pollMs: options.pollMs }),
  });
  if (result === 'interrupted') return undefined;
  if (result.state !== 'succeeded') return ended(result.state, result.result);
  const { parameters, facts } = execution.record;
  try {
    const input = { target: execution.target, parameters, facts };
    const { ok, message } = await definition.verify(input, world('verify', clock.now() + VERIFY_MS));
    return ended(ok ? 'succeeded' : 'failed', message, ok);
  } catch (error) {
    if (signal.aborted) return undefined;
    return ended('succeeded', `done, but not verified: ${messageOf(error)}`, false);
  }
}
