import type { Clock } from '../../util/clock.ts';
import { sleep } from '../../util/clock.ts';
import type { RuleGroup } from './group.ts';
import type { RestoreOptions } from './restore.ts';
import { evaluationTime, groupOffsetMs } from './schedule.ts';

export interface GroupRunnerDeps {
  clock: Clock;
  /** Resolves when the group may be evaluated; call what it gives when that is done. */
  enter: (signal: AbortSignal) => Promise<() => void>;
  /** Set for groups that begin with the process: their alerts are restored after the second evaluation. */
  restore: RestoreOptions | undefined;
}

/** Evaluates one group at its times until it is stopped. */
export class GroupRunner {
  readonly group: RuleGroup;
  private readonly deps: GroupRunnerDeps;
  private readonly stopping = new AbortController();
  private readonly offsetMs: number;
  private done: Promise<void> | undefined;
  private busy: Promise<void> | undefined;

  constructor(group: RuleGroup, deps: GroupRunnerDeps) {
    this.group = group;
    this.deps = deps;
    this.offsetMs = groupOffsetMs(group.spec.file, group.spec.name, group.intervalMs);
  }

  start(): void {
    this.done ??= this.run();
  }

  /** Resolves when an evaluation under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  /** Resolves when no evaluation is under way: between the steps of a virtual clock. */
  async settled(): Promise<void> {
    await this.busy;
  }

  private async run(): Promise<void> {
    const { clock, restore } = this.deps;
    const { signal } = this.stopping;
    const { group, offsetMs } = this;
    const { intervalMs } = group;
    let timeMs = evaluationTime(clock.now(), intervalMs, offsetMs) + intervalMs;
    let restoreAfter = restore ? 2 : 0;
    for (;;) {
      await sleep(clock, timeMs - clock.now(), signal);
      if (signal.aborted) return;
      const evaluated = timeMs;
      this.busy = this.evaluate(evaluated, signal);
      await this.busy;
      if (signal.aborted) return;
      if (restore && restoreAfter > 0 && --restoreAfter === 0) {
        // Only now are scrapes and recording rules likely to have given what alerts depend on.
        this.busy = group.restore(evaluated, restore);
        await this.busy;
      }
      const missed = Math.max(0, Math.floor((clock.now() - evaluated) / intervalMs) - 1);
      group.missedIterations += missed;
      timeMs = evaluated + (missed + 1) * intervalMs;
    }
  }

  private async evaluate(timeMs: number, signal: AbortSignal): Promise<void> {
    let leave: () => void;
    try {
      leave = await this.deps.enter(signal);
    } catch {
      // Stopped while it waited for its turn.
      return;
    }
    try {
      await this.group.evaluate(timeMs, signal);
    } finally {
      leave();
    }
  }
}
