import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface MemoryTrimOptions {
  /** Series created so far, or any number that moves with what comes in bursts. */
  series: () => number;
  /** Collects garbage; V8's full collection by default. */
  collect?: () => void;
  checkMs?: number;
}

/** Fewer new series than this leave nothing behind that is worth a collection (about 1 kB each). */
const BURST_SERIES = 2000;
const CHECK_MS = 5000;

/**
 * Gives memory back after a burst of new series. Reading a series for the first time leaves about 1 kB of garbage, which
 * mostly outlives the young generation; the scrapes that follow allocate next to nothing, so that V8 would find no reason
 * to collect it for minutes: a third of the process. One collection (about 20 ms, the heap holds no object per series)
 * when a burst is over puts that right. It is about this process, so it runs on real time, whatever the clock of scrapes.
 */
export class MemoryTrim {
  private readonly options: MemoryTrimOptions;
  private timer: NodeJS.Timeout | undefined;
  private trimmedAt = 0;
  private last = 0;

  constructor(options: MemoryTrimOptions) {
    this.options = options;
  }

  start(): void {
    this.last = this.options.series();
    this.timer = setInterval(() => this.check(), this.options.checkMs ?? CHECK_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private check(): void {
    const series = this.options.series();
    const isQuiet = series - this.last < BURST_SERIES / 10;
    this.last = series;
    if (!isQuiet || series - this.trimmedAt < BURST_SERIES) {
      // Fewer series than at the last time: they were dropped, and may come again.
      this.trimmedAt = Math.min(this.trimmedAt, series);
      return;
    }
    this.trimmedAt = series;
    (this.options.collect ?? collectGarbage)();
  }
}

let collector: (() => void) | undefined;

/** V8's own function, which Node shows only to programs started with `--expose-gc`. */
function collectGarbage(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
}
