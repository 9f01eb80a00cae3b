import { compareLabels, type Labels } from '../../model/labels.ts';
import type { SampleBuffer, SeriesRef } from '../../storage.ts';
import type { BlockInput, BlockInputSeries } from '../../tsdb/types.ts';
import { ObservatoryError } from '../../util/errors.ts';

const FIRST_CAPACITY = 1 << 14;

/**
 * Samples in the order they came, in three flat columns, and the view of them that block writers want: by series, in order
 * of time, one a time. Nothing is allocated per sample or per series but its label set.
 */
export class BackfillBuffer {
  private readonly maxSeries: number;
  private readonly labels: Labels[] = [];
  private readonly refs = new Map<string, SeriesRef>();
  private length = 0;
  private series = new Uint32Array(FIRST_CAPACITY);
  private timestamps = new Float64Array(FIRST_CAPACITY);
  private values = new Float64Array(FIRST_CAPACITY);

  /** `maxSeries` 0: no limit. */
  constructor(maxSeries: number) {
    this.maxSeries = maxSeries;
  }

  get size(): number {
    return this.length;
  }

  /** @throws ObservatoryError `OBS_STORE_SERIES_LIMIT`. */
  seriesRef(labels: Labels): SeriesRef {
    const key = labels.key();
    const known = this.refs.get(key);
    if (known !== undefined) return known;
    if (this.maxSeries > 0 && this.labels.length >= this.maxSeries) {
      throw new ObservatoryError('OBS_STORE_SERIES_LIMIT', `an import may hold ${this.maxSeries} series at most`, {
        httpStatus: 422,
        hint: 'import in parts, or raise storage.max_series',
      });
    }
    const ref = this.labels.push(labels);
    this.refs.set(key, ref);
    return ref;
  }

  append(ref: SeriesRef, timestampMs: number, value: number): void {
    if (this.length === this.series.length) this.grow();
    this.series[this.length] = ref - 1;
    this.timestamps[this.length] = timestampMs;
    this.values[this.length] = value;
    this.length++;
  }

  /** Forgets the samples, keeps series and room. */
  clear(): void {
    this.length = 0;
  }

  /** The samples by series. Valid until `clear`; the later of two samples at one time wins. */
  input(): BlockInput {
    const { starts, order } = this.bySeries();
    const present = [...this.labels.keys()].filter((index) => starts[index + 1] > starts[index]);
    present.sort((a, b) => compareLabels(this.labels[a], this.labels[b]));
    const read = (index: number, out: SampleBuffer) => this.read(order.subarray(starts[index], starts[index + 1]), out);
    const labels = this.labels;
    return {
      *series(): Iterable<BlockInputSeries> {
        for (const index of present) yield { labels: labels[index], read: (out) => read(index, out) };
      },
    };
  }

  /** Positions of the samples, series after series, each in the order of arrival: a counting sort. */
  private bySeries(): { starts: Uint32Array; order: Uint32Array } {
    const starts = new Uint32Array(this.labels.length + 1);
    for (let i = 0; i < this.length; i++) starts[this.series[i] + 1]++;
    for (let i = 0; i < this.labels.length; i++) starts[i + 1] += starts[i];
    const next = starts.slice();
    const order = new Uint32Array(this.length);
    for (let i = 0; i < this.length; i++) order[next[this.series[i]]++] = i;
    return { starts, order };
  }

  private read(positions: Uint32Array, out: SampleBuffer): void {
    const { timestamps, values } = this;
    out.length = 0;
    out.reserve(positions.length);
    const sorted = isAscending(positions, timestamps)
      ? positions
      : positions.slice().sort((a, b) => timestamps[a] - timestamps[b] || a - b);
    for (const at of sorted) {
      if (out.length > 0 && out.timestamps[out.length - 1] === timestamps[at]) out.length--;
      out.timestamps[out.length] = timestamps[at];
      out.values[out.length] = values[at];
      out.length++;
    }
  }

  private grow(): void {
    const capacity = this.series.length * 2;
    const series = new Uint32Array(capacity);
    series.set(this.series);
    const timestamps = new Float64Array(capacity);
    timestamps.set(this.timestamps);
    const values = new Float64Array(capacity);
    values.set(this.values);
    Object.assign(this, { series, timestamps, values });
  }
}

function isAscending(positions: Uint32Array, timestamps: Float64Array): boolean {
  for (let i = 1; i < positions.length; i++) if (timestamps[positions[i]] <= timestamps[positions[i - 1]]) return false;
  return true;
}
