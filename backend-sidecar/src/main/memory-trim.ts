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
 * Gives memory back after the start and after each burst of new series. Reading a series for the first time leaves about 1 kB of garbage, which
 * mostly outlives the young generation; the scrapes that follow allocate next to nothing, so that V8 would find no reason
 * to collect it for minutes: a third of the process. Two collections (20 to 40 ms each, the heap holds no object per series)
 * when a burst is over put that right: the first finds the garbage, the second empties the pages that it thinned out. All
 * this is about the process, so it runs on real time, whatever the clock of scrapes.
 */
export class MemoryTrim {
  private readonly options: MemoryTrimOptions;
  private timer: NodeJS.Timeout | undefined;
  /** Loading the program is a burst, too. */
  private trimmedAt = -BURST_SERIES;
  private last = 0;
  private isSecondDue = false;

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
    // Fewer series than at the last time: they were dropped, and may come again.
    if (series < this.trimmedAt) this.trimmedAt = series;
    const isBurstOver = series - this.trimmedAt >= BURST_SERIES;
    if (!isQuiet || !(isBurstOver || this.isSecondDue)) return;
    this.isSecondDue = isBurstOver;
    if (isBurstOver) this.trimmedAt = series;
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
