import type { Labels } from '../../model/labels.ts';
import type { Row } from './row.ts';

/** A series of a result. With `dropName` the metric name is only still there to tell series apart; it goes at the end. */
export interface SeriesMeta {
  readonly labels: Labels;
  readonly dropName: boolean;
}

/**
 * An expression of type instant vector, evaluated on a grid. Series are known once it is open, before any value is
 * computed; rows are computed one at a time, on demand, so that an aggregation over 50,000 series holds one of them.
 * Operators that need several rows at once do that work in `open`, which may yield to the event loop.
 */
export interface VectorOperator {
  /** Valid after `open`. A series may turn out to have no value at all. */
  readonly series: readonly SeriesMeta[];
  open(): Promise<void>;
  /** Computes a row; may be called repeatedly and in any order. */
  row(index: number, out: Row): void;
}

/** An expression of type scalar: one value per step. */
export interface ScalarOperator {
  /** Valid after `open`. */
  readonly values: Float64Array;
  open(): Promise<void>;
}

/** Raw samples of one series, ascending in time, staleness markers left out. Arrays may be longer than `length`. */
export interface SampleColumns {
  timestamps: Float64Array;
  values: Float64Array;
  length: number;
}

/** An expression of type range vector: per step the samples of a window that ends at a reference time. */
export interface RangeOperator {
  readonly series: readonly SeriesMeta[];
  /** Length of the windows, which exclude their start and include their end. */
  readonly rangeMs: number;
  open(): Promise<void>;
  /** End of the window of a step: the step's time, moved by offset and `@`. */
  windowEnd(step: number): number;
  /** All samples that any window needs; overwritten by the next call. */
  samples(index: number): SampleColumns;
}
