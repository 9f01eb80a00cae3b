import type { Execution, Plan } from '@observatory/protocol/control';
import { failureOf, isStale } from '../../control/failure.ts';
import { targetName } from '../../control/target-name.ts';
import { reasonLeftOut, isPossible, type BulkItem, type BulkProgress, type BulkState } from './bulk-item.ts';

export interface BulkRunOptions {
  /** Part of every key: the executions of this run are found by it. */
  id: string;
  items: readonly BulkItem[];
  /** 1: one after the other. */
  atOnce: number;
  /** Confirms a plan. @throws Error in the server's words */
  begin: (plan: Plan, key: string) => Promise<Execution>;
  /** Makes the plan anew. @throws Error in the server's words */
  replan: (target: string) => Promise<Plan>;
  stop: (execution: string) => Promise<Execution>;
  onChange: () => void;
}

/** A confirmation whose answer was lost is sent again so often, with the same key. */
const MOST_TRIES = 3;

/**
 * Carries out plans that were confirmed together, a few at a time, each to its end before the next begins. The first that does
 * not succeed lets none further begin. A plan that grew old meanwhile is made anew, and is begun only when it is the same.
 */
export class BulkRun {
  readonly id: string;
  readonly progress: BulkProgress[];
  private readonly options: BulkRunOptions;
  private readonly ends = new Map<string, (execution: Execution) => void>();
  /** Why no further one is begun; empty while they are. */
  private halted = '';
  private next = 0;

  constructor(options: BulkRunOptions) {
    this.options = options;
    this.id = options.id;
    this.progress = options.items.map((item) => ({
      target: item.target,
      state: isPossible(item) ? 'waiting' : 'left_out',
      note: isPossible(item) ? '' : reasonLeftOut(item),
      execution: undefined,
    }));
  }

  /** Why no further one is begun; empty while they are. */
  get haltedBy(): string {
    return this.halted;
  }

  get isOver(): boolean {
    return this.progress.every(({ state }) => state !== 'waiting' && state !== 'beginning' && state !== 'running');
  }

  /** Resolves when all have ended, or none further begins and those that began have ended. */
  async run(): Promise<void> {
    const { atOnce, onChange } = this.options;
    await Promise.all(Array.from({ length: Math.max(1, atOnce) }, () => this.work()));
    for (const each of this.progress) if (each.state === 'waiting') Object.assign(each, { state: 'not_begun' });
    onChange();
  }

  /** Takes in what the stream says of executions. */
  told(execution: Execution): void {
    const own = this.progress.find((each) => each.execution?.id === execution.id);
    if (!own || own.execution === execution || own.execution?.endedMs !== undefined) return;
    own.execution = execution;
    if (execution.endedMs !== undefined) this.ends.get(execution.id)?.(execution);
    this.options.onChange();
  }

  /** Lets none further begin. Those that run go on. */
  halt(why: string): void {
    this.halted ||= why;
    this.options.onChange();
  }

  /** Lets none further begin and stops those that run. @returns what could not be stopped, in words. */
  async stopAll(): Promise<string[]> {
    this.halt('stopped by you');
    const running = this.progress.filter(({ state, execution }) => state === 'running' && execution);
    const faults = await Promise.all(
      running.map(async ({ execution, target }) => {
        try {
          this.told(await this.options.stop(execution?.id ?? ''));
          return '';
        } catch (error) {
          return `${targetName(target)}: ${failureOf(error).message}`;
        }
      }),
    );
    return faults.filter((fault) => fault !== '');
  }

  private async work(): Promise<void> {
    for (;;) {
      const index = this.next++;
      const item = this.options.items[index];
      const own = this.progress[index];
      if (!item || !own) return;
      if (own.state !== 'waiting' || !item.plan) continue;
      if (this.halted !== '') return;
      const succeeded = await this.one(own, item.plan, `bulk-${this.id}-${index + 1}.${this.progress.length}`);
      if (!succeeded) this.halt(`${targetName(own.target)} did not succeed`);
    }
  }

  private async one(own: BulkProgress, plan: Plan, key: string): Promise<boolean> {
    this.become(own, 'beginning');
    try {
      const execution = await this.confirmed(plan, key);
      own.execution = execution;
      this.become(own, 'running');
      const end = execution.endedMs === undefined ? await this.endOf(own, execution.id) : execution;
      this.become(own, end.state === 'succeeded' ? 'succeeded' : 'failed', end.result);
      return end.state === 'succeeded';
    } catch (error) {
      this.become(own, 'failed', failureOf(error).message);
      return false;
    }
  }

  private async confirmed(plan: Plan, key: string): Promise<Execution> {
    const { begin, replan } = this.options;
    let current = plan;
    for (let tries = 1; ; tries++) {
      try {
        return await begin(current, key);
      } catch (error) {
        const failure = failureOf(error);
        if (tries >= MOST_TRIES) throw error;
        if (isStale(failure)) {
          current = await replan(plan.target);
          if (current.hash !== plan.hash)
            throw new Error('Other steps would be needed now than those that you confirmed.', { cause: error });
        } else if (!failure.uncertain) throw error;
      }
    }
  }

  private endOf({ execution }: BulkProgress, id: string): Promise<Execution> {
    // It may have ended while the answer was on its way.
    if (execution?.endedMs !== undefined) return Promise.resolve(execution);
    return new Promise((resolve) => this.ends.set(id, resolve));
  }

  private become(own: BulkProgress, state: BulkState, note = ''): void {
    own.state = state;
    own.note = note;
    this.options.onChange();
  }
}
