import { setMaxListeners } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunTimeseries } from '@observatory/protocol/runs';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import { every } from '../../util/every.ts';
import { LOOKS } from '../store/run-folder.ts';
import { LookLog } from './look-log.ts';
import { rangeTimeseries } from './range-timeseries.ts';
import { takeSnapshot, type MeasureSource, type Snapshot } from './snapshot.ts';
import { failedLooks, pauses, timeseriesOf } from './timeseries.ts';
import { writeTimeseries } from './write-timeseries.ts';

export interface RecorderOptions {
  /** Of the run; `metrics/` is made in it. */
  folder: string;
  stepMs: number;
  source: MeasureSource;
  clock: Clock;
  /** Longest that reading everything back may take; without it as long as it takes. */
  collectTimeoutMs?: number;
  /** Told after each look. */
  onLook?: (look: Snapshot) => void;
  /** Told of each new sentence in `troubles`. */
  onTrouble?: (sentence: string) => void;
}

/**
 * Looks at the cluster before, during and after a run. Each look is on disk before the next, so that a killed recorder has
 * lost nothing; in the end everything is read back from the engine, which knows more than the looks, and the looks stand in
 * where it cannot. No method throws: what fails is a sentence in `troubles`.
 */
export class Recorder {
  readonly troubles: string[] = [];
  private readonly options: RecorderOptions;
  private readonly log: LookLog;
  private cancel: () => void = () => {};
  private looking: Promise<unknown> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.options = options;
    this.log = new LookLog(this.file(LOOKS));
  }

  /** Takes the baseline and looks from then on. */
  async start(): Promise<void> {
    await this.guarded('the folder of the run', () => mkdir(this.file('.'), { recursive: true }));
    await this.look('baseline_snapshot.json');
    this.arm();
  }

  /** Goes on with a run that another process began. */
  async resume(): Promise<void> {
    await this.guarded('a look at the cluster', () => this.log.mend());
    await this.look();
    this.arm();
  }

  /** Looks no more; the run goes on elsewhere. */
  async pause(): Promise<void> {
    this.cancel();
    await this.looking;
  }

  /** Takes the last look and writes `timeseries.json` of the whole run. */
  async stop(span: { fromMs: number; toMs: number }): Promise<RunTimeseries | undefined> {
    await this.pause();
    await this.look('final_snapshot.json');
    return this.collect(span);
  }

  /** Writes `timeseries.json` from what is stored; the looks are removed when it is on disk. */
  async collect(span: { fromMs: number; toMs: number }): Promise<RunTimeseries | undefined> {
    return this.guarded('timeseries.json', async () => {
      const { stepMs, source, collectTimeoutMs } = this.options;
      const signal = collectTimeoutMs === undefined ? undefined : AbortSignal.timeout(collectTimeoutMs);
      if (signal) setMaxListeners(0, signal);
      const looks = await this.log.read().catch(() => []);
      const stored = await rangeTimeseries(source, { ...span, stepMs, ...(signal && { signal }) });
      const timeseries = stored
        ? { ...stored, gaps: [...stored.gaps, ...failedLooks(looks), ...pauses(looks, stepMs)] }
        : timeseriesOf(looks, stepMs);
      if (timeseries.times.length === 0) return undefined;
      await writeTimeseries(this.file('timeseries.json'), timeseries);
      await this.log.remove();
      return timeseries;
    });
  }

  private arm(): void {
    const { clock, stepMs } = this.options;
    let busy = false;
    this.cancel = every(clock, stepMs, () => {
      // A look that takes longer than a step is not joined by another.
      if (busy) return;
      busy = true;
      this.looking = this.look().finally(() => (busy = false));
    });
  }

  private async look(name?: string): Promise<void> {
    const { source, clock, onLook } = this.options;
    await this.guarded(name ?? 'a look at the cluster', async () => {
      const look = await takeSnapshot(source, clock.now());
      await this.log.append(look);
      if (name !== undefined) await writeFile(this.file(name), `${JSON.stringify(look, null, 1)}\n`);
      onLook?.(look);
    });
  }

  private file(name: string): string {
    return path.join(this.options.folder, 'metrics', name);
  }

  private async guarded<Result>(what: string, run: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await run();
    } catch (error) {
      const text = `${what} could not be written: ${messageOf(error)}`;
      if (this.troubles.includes(text)) return undefined;
      this.troubles.push(text);
      this.options.onTrouble?.(text);
      return undefined;
    }
  }
}
