import type { RunTimeseries } from '@observatory/protocol/runs';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { finishRun, type ExplainSpan } from '../finish/finish-run.ts';
import { Recorder } from '../record/recorder.ts';
import type { MeasureSource } from '../record/snapshot.ts';
import type { RunStore } from '../store/run-store.ts';
import type { ActiveRun } from './active-run.ts';

export interface RunFinisherOptions {
  store: RunStore;
  clock: Clock;
  logger: Logger;
  version: string;
  sourceOf: (id: string) => MeasureSource;
  /** The run that still looks, which is thereby given up; undefined for one that an earlier process began. */
  takeActive: (id: string) => ActiveRun | undefined;
  onTrouble: (id: string, sentence: string) => void;
  explain?: ExplainSpan;
  /** The files of a run are written. */
  onDone: (id: string) => void;
}

/** Writes series, charts and reports of runs that are over, those of one run after each other. Never throws. */
export class RunFinisher {
  private readonly options: RunFinisherOptions;
  private readonly work = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(options: RunFinisherOptions) {
    this.options = options;
  }

  /** @param collect the series are still to be read from the engine */
  later(id: string, collect: boolean): void {
    const before = this.work.get(id) ?? Promise.resolve();
    const next = before
      .then(() => this.finish(id, collect))
      .catch((error: unknown) => {
        this.options.logger.error({ run: id, error: messageOf(error) }, 'the files of a run could not be written');
      });
    this.work.set(id, next);
    void next.then(() => {
      if (this.work.get(id) === next) this.work.delete(id);
    });
  }

  /** Resolves when nothing of this run is being written. */
  async done(id: string): Promise<void> {
    await this.work.get(id);
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.work.size > 0) await Promise.all(this.work.values());
  }

  /** What cannot be collected any more is left for the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.settled();
  }

  private async finish(id: string, collect: boolean): Promise<void> {
    const { store, version, explain, onDone } = this.options;
    if (!store.has(id)) return;
    const { startedMs, endedMs = startedMs } = store.record(id);
    const timeseries = collect ? await this.collect(id, { fromMs: startedMs, toMs: endedMs }) : undefined;
    if (this.stopped && collect && !timeseries) return;
    const change = await finishRun(store.folder(id), store.record(id), {
      version,
      timeseries,
      ...(explain && { explain }),
    });
    await store.change(id, { ...change, unfinished: false });
    await store.measure(id);
    onDone(id);
  }

  private collect(id: string, span: { fromMs: number; toMs: number }): Promise<RunTimeseries | undefined> {
    const { store, clock, sourceOf, takeActive, onTrouble } = this.options;
    const active = takeActive(id);
    if (active) return active.stop(span.toMs);
    const recorder = new Recorder({
      folder: store.folder(id).path,
      stepMs: store.record(id).stepMs,
      source: sourceOf(id),
      clock,
      onTrouble: (sentence) => onTrouble(id, sentence),
    });
    return recorder.collect(span);
  }
}
