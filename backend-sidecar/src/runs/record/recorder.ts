import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunTimeseries } from '@observatory/protocol/runs';
import { messageOf } from '../../util/errors.ts';
import type { Snapshot } from './prometheus-source.ts';
import { timeseriesOf } from './timeseries.ts';

export interface RecorderOptions {
  /** Of the run; `metrics/` is made in it. */
  folder: string;
  stepMs: number;
  snapshot: () => Promise<Snapshot>;
}

/**
 * Looks at the cluster before, during and after a run. Each look is on disk before the next, so that a killed recorder has
 * lost nothing. No method throws: what fails is a sentence in `troubles`.
 */
export class Recorder {
  readonly troubles: string[] = [];
  private readonly options: RecorderOptions;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<unknown> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    await this.guarded('the folder of the run', () => mkdir(this.file('.'), { recursive: true }));
    await this.look('baseline_snapshot.json');
    this.timer = setInterval(() => (this.looking = this.look()), this.options.stepMs);
  }

  /** Takes the last look and writes `timeseries.json`. */
  async stop(): Promise<RunTimeseries | undefined> {
    clearInterval(this.timer);
    await this.looking;
    await this.look('final_snapshot.json');
    return this.guarded('timeseries.json', async () => {
      const lines = (await readFile(this.file(LOOKS), 'utf8')).trim().split('\n');
      const timeseries = timeseriesOf(
        lines.map((line) => JSON.parse(line) as Snapshot),
        this.options.stepMs,
      );
      await writeFile(this.file('timeseries.json'), `${JSON.stringify(timeseries)}\n`);
      await rm(this.file(LOOKS), { force: true });
      return timeseries;
    });
  }

  private async look(name?: string): Promise<void> {
    await this.guarded(name ?? 'a look at the cluster', async () => {
      const snapshot = await this.options.snapshot();
      await appendFile(this.file(LOOKS), `${JSON.stringify(snapshot)}\n`);
      if (name !== undefined) await writeFile(this.file(name), `${JSON.stringify(snapshot, null, 1)}\n`);
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
      if (!this.troubles.includes(text)) this.troubles.push(text);
      return undefined;
    }
  }
}

/** One look a line; gone when the run ended in order. */
const LOOKS = '.looks.ndjson';
