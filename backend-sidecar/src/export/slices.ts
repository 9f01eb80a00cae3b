import { ObservatoryError } from '../util/errors.ts';
import type { Slice, SliceSource } from './slice-source.ts';

/** What one slice should hold: some 3 MB of columns. */
const TARGET_SAMPLES = 200_000;
const FIRST_SLICE_MS = 3_600_000;
const LONGEST_SLICE_MS = 32 * 86_400_000;
/** Errors of the engine that a shorter slice may avoid. */
const TOO_MUCH = new Set(['OBS_QUERY_TOO_MANY_SAMPLES', 'OBS_QUERY_TOO_MUCH_MEMORY', 'OBS_QUERY_TIMEOUT']);

/** Reads a long time in slices whose length follows what they hold, so that memory is bounded whatever the density. */
export class Slicer {
  private lengthMs = FIRST_SLICE_MS;
  private readonly source: SliceSource;
  private readonly signal: AbortSignal;

  constructor(source: SliceSource, signal: AbortSignal) {
    this.source = source;
    this.signal = signal;
  }

  /** About how long the next slice will be; ms. */
  get nextLengthMs(): number {
    return this.lengthMs;
  }

  /** Slices in order of time from `startMs`, which is on the source's grid, to before `endMs`. */
  async *slices(startMs: number, endMs: number): AsyncGenerator<Slice> {
    const { gridMs, isWhole } = this.source;
    for (let at = startMs; at < endMs;) {
      const length = Math.max(1, Math.floor(this.lengthMs / gridMs)) * gridMs;
      const next = isWhole ? endMs : Math.min(endMs, at + length);
      const slice = await this.fetch(at, next);
      if (!slice) continue;
      yield slice;
      at = next;
    }
  }

  /** Undefined when it was too much for the engine and is to be tried with a shorter slice. */
  private async fetch(startMs: number, endMs: number): Promise<Slice | undefined> {
    let slice: Slice;
    try {
      slice = await this.source.fetch(startMs, endMs, this.signal);
    } catch (error) {
      const isTooMuch = error instanceof ObservatoryError && TOO_MUCH.has(error.code);
      if (!isTooMuch || this.source.isWhole || endMs - startMs <= this.source.gridMs) throw error;
      this.lengthMs = Math.max(this.source.gridMs, (endMs - startMs) / 4);
      return undefined;
    }
    const samples = slice.series.reduce((sum, { values }) => sum + values.length, 0);
    if (samples > 2 * TARGET_SAMPLES) this.lengthMs /= 2;
    else if (samples < TARGET_SAMPLES / 2) this.lengthMs = Math.min(LONGEST_SLICE_MS, this.lengthMs * 2);
    return slice;
  }
}
