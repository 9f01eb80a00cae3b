import { Labels } from '../model/labels.ts';
import type { Database } from '../tsdb/db.ts';

/** What the crash test appends: every sample's value follows from its series and step, so that any survivor can be checked. */
export const CRASH_T0 = Date.UTC(2026, 0, 1);
export const CRASH_STEP_MS = 1000;
const SERIES = 60;

export function crashLabels(series: number): Labels {
  return Labels.fromObject({
    __name__: `crash_${series % 7}`,
    series: String(series),
    topic: `persistent://public/default/topic-${series % 11}`,
  });
}

/** Some series come and go, so that layouts change, series die and are born again. */
export function isPresent(series: number, step: number): boolean {
  return Math.floor(step / 40) % ((series % 5) + 1) === 0;
}

export function crashValue(series: number, step: number): number {
  return series % 2 === 0 ? Math.floor(step / (1 + (series % 7))) : step / (1 + series);
}

export function presentSeries(step: number): number[] {
  return Array.from({ length: SERIES }, (_, series) => series).filter((series) => isPresent(series, step));
}

/** Appends one step as a scrape does. Layouts change with the set of series. */
export class CrashWriter {
  private readonly db: Database;
  private readonly layoutId: number;
  private version = 0;
  private series: number[] = [];

  constructor(db: Database) {
    this.db = db;
    this.layoutId = db.newLayoutId();
  }

  append(step: number): void {
    const present = presentSeries(step);
    if (present.join() !== this.series.join()) {
      this.series = present;
      this.version++;
    }
    const refs = Uint32Array.from(present, (series) => this.db.seriesRef(crashLabels(series)));
    const values = Float64Array.from(present, (series) => crashValue(series, step));
    const timestampMs = CRASH_T0 + step * CRASH_STEP_MS;
    this.db.appendBatch({
      timestampMs,
      length: refs.length,
      refs,
      values,
      layoutId: this.layoutId,
      layoutVersion: this.version,
    });
    if (step % 10 === 0) this.db.append(this.db.seriesRef(crashLabels(1000)), timestampMs, step);
  }
}
