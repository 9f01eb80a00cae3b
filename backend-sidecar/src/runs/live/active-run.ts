import type { RunRecord } from '@observatory/protocol/run-objects';
import type { RunTimeseries } from '@observatory/protocol/runs';
import { AbortWatch } from '../record/abort-watch.ts';
import { Recorder } from '../record/recorder.ts';
import type { MeasureSource } from '../record/snapshot.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { Clock } from '../../util/clock.ts';

/** A run that nobody ends is over after so long. */
export const MOST_RUN_MS = 24 * 3_600_000;

export interface ActiveRunOptions {
  record: RunRecord;
  folder: RunFolder;
  source: MeasureSource;
  clock: Clock;
  /** Looked once more. */
  onLook: () => void;
  /** A sentence on what went wrong. */
  onTrouble: (sentence: string) => void;
  /** Its time is up (`finished`), nobody ended it (`interrupted`), or a rule was broken (`aborted`). */
  onOver: (state: 'finished' | 'interrupted' | 'aborted', reason: string) => void;
}

/** One run while it lasts: its looks, its bounds, its time. */
export class ActiveRun {
  private readonly options: ActiveRunOptions;
  private readonly recorder: Recorder;
  private readonly watch: AbortWatch;
  private cancel: () => void = () => {};

  constructor(options: ActiveRunOptions) {
    const { record, folder, source, clock } = options;
    this.options = options;
    this.recorder = new Recorder({
      folder: folder.path,
      stepMs: record.stepMs,
      source,
      clock,
      onLook: () => options.onLook(),
      onTrouble: (sentence) => options.onTrouble(sentence),
    });
    this.watch = new AbortWatch({
      rules: record.abort,
      promql: source.promql,
      clock,
      onBreach: (reason) => options.onOver('aborted', reason),
      onTrouble: options.onTrouble,
    });
  }

  /** @param resumed it was begun before this process was started */
  async start(resumed: boolean): Promise<void> {
    this.watch.start();
    this.waitForEnd();
    await (resumed ? this.recorder.resume() : this.recorder.start());
  }

  /** Looks no more: this process stops, the run goes on. */
  async pause(): Promise<void> {
    this.cancel();
    await this.watch.stop();
    await this.recorder.pause();
  }

  /** Takes the last look and writes the series of the whole run. */
  async stop(endedMs: number): Promise<RunTimeseries | undefined> {
    this.cancel();
    await this.watch.stop();
    return this.recorder.stop({ fromMs: this.options.record.startedMs, toMs: endedMs });
  }

  private waitForEnd(): void {
    const { record, clock, onOver } = this.options;
    const wanted = record.durationSeconds;
    const endMs = record.startedMs + (wanted === undefined ? MOST_RUN_MS : wanted * 1000);
    const left = endMs - clock.now();
    // Clocks cap what they wait for: they are asked again when they wake.
    this.cancel = clock.setTimeout(
      () => {
        if (clock.now() < endMs) return this.waitForEnd();
        if (wanted === undefined) onOver('interrupted', 'nobody ended it within a day');
        else onOver('finished', '');
      },
      Math.max(0, left),
    );
  }
}
