/**
 * The data of one live chart: a shared time axis and one column of numbers a series, in the shape uPlot draws. Appending
 * keeps the window by shifting in place (typed arrays, amortised: compaction happens once a half of the buffer is stale).
 */
export interface ColumnSeries {
  key: string;
  label: string;
}

export class TimeColumns {
  private capacity: number;
  private start = 0;
  private end = 0;
  private times: Float64Array;
  private readonly columns = new Map<string, Float64Array>();
  private readonly infos: ColumnSeries[] = [];
  private rewrites = 0;

  constructor(capacity = 1024) {
    this.capacity = capacity;
    this.times = new Float64Array(capacity);
  }

  get series(): readonly ColumnSeries[] {
    return this.infos;
  }

  get length(): number {
    return this.end - this.start;
  }

  /**
   * Grows when anything changed that a reader may have taken over already: a row other than the newest, or the set of
   * series. While it stays, rows only came at the end (the newest may have been filled) and left at the beginning.
   */
  get epoch(): number {
    return this.rewrites;
  }

  /** Milliseconds of the newest row, or undefined when empty. */
  get lastTimeMs(): number | undefined {
    return this.length === 0 ? undefined : this.times[this.end - 1];
  }

  clear(): void {
    this.start = this.end = 0;
    this.columns.clear();
    this.infos.length = 0;
    this.rewrites++;
  }

  /** Adds the series if it is new; its past is empty (NaN). */
  ensureSeries(key: string, label: string): void {
    if (this.columns.has(key)) return;
    this.columns.set(key, new Float64Array(this.capacity).fill(NaN));
    this.infos.push({ key, label });
    this.rewrites++;
  }

  /** One row: a time and the values by series key. Rows older than the newest are put in their place. */
  append(timeMs: number, values: Iterable<readonly [key: string, value: number]>): void {
    const row = this.rowFor(timeMs);
    if (row !== this.end - 1) this.rewrites++;
    for (const [key, value] of values) {
      const column = this.columns.get(key);
      if (column) column[row] = value;
    }
  }

  /**
   * Adds a series with its whole past. Times in the order of time; when they are those of the rows, as with the series of one
   * answer, it is a copy.
   */
  addColumn(key: string, label: string, times: ArrayLike<number>, values: ArrayLike<number | null>): void {
    if (this.length === 0) for (let row = 0; row < times.length; row++) this.append(times[row], NO_VALUES);
    this.ensureSeries(key, label);
    this.rewrites++;
    if (this.hasTimes(times)) {
      const column = this.columnAt(key);
      for (let row = 0; row < times.length; row++) column[row] = values[row] ?? NaN;
      return;
    }
    for (let row = 0; row < times.length; row++) this.append(times[row], [[key, values[row] ?? NaN]]);
  }

  /** Drops rows before `fromMs`. */
  trim(fromMs: number): void {
    while (this.start < this.end && this.times[this.start] < fromMs) this.start++;
  }

  /** Forgets the series that have no value left, so that what comes and goes for days does not pile up. */
  dropEmptySeries(): void {
    const empty = this.infos.filter(({ key }) => !this.columnAt(key).some((value) => !Number.isNaN(value)));
    if (empty.length === 0) return;
    for (const { key } of empty) this.columns.delete(key);
    this.infos.splice(0, this.infos.length, ...this.infos.filter(({ key }) => this.columns.has(key)));
    this.rewrites++;
  }

  /** The same rows and series, apart from what comes later. */
  copy(): TimeColumns {
    const copy = new TimeColumns(Math.max(1, this.length));
    copy.times.set(this.timesView());
    copy.end = this.length;
    for (const { key, label } of this.infos) {
      copy.ensureSeries(key, label);
      copy.columns.get(key)?.set(this.columnAt(key));
    }
    return copy;
  }

  /** The times in ms, oldest first: a view, good until the next change. */
  timesView(): Float64Array {
    return this.times.subarray(this.start, this.end);
  }

  /** The values of each series, NaN where there is none: views, good until the next change. */
  columnViews(): Float64Array[] {
    return this.infos.map(({ key }) => this.columnAt(key));
  }

  /** The first row that is not before a time; `length` when all are. */
  rowFrom(timeMs: number): number {
    let low = this.start;
    let high = this.end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] < timeMs) low = middle + 1;
      else high = middle;
    }
    return low - this.start;
  }

  /** The row nearest to a time, or undefined when there is none. */
  rowNear(timeMs: number): number | undefined {
    if (this.length === 0) return undefined;
    const after = Math.min(this.rowFrom(timeMs), this.length - 1);
    const before = Math.max(0, after - 1);
    const [early, late] = [this.times[this.start + before], this.times[this.start + after]];
    return timeMs - early < late - timeMs ? before : after;
  }

  /** Times in seconds and one array a series with null for gaps, as uPlot wants them. */
  toAlignedData(): [number[], ...(number | null)[][]] {
    const xs = Array.from(this.times.subarray(this.start, this.end), (time) => time / 1000);
    const ys = this.infos.map(({ key }) => {
      const column = this.columns.get(key)?.subarray(this.start, this.end);
      return Array.from(column ?? [], (value) => (Number.isNaN(value) ? null : value));
    });
    return [xs, ...ys];
  }

  /** Time of a row in ms; rows count from 0, the oldest. */
  timeAt(row: number): number | undefined {
    return row < this.length ? this.times[this.start + row] : undefined;
  }

  /** The values of a row, in the order of `series`; undefined where there is none. */
  valuesAt(row: number): (number | undefined)[] {
    return this.infos.map(({ key }) => {
      const value = this.columns.get(key)?.[this.start + row];
      return value === undefined || Number.isNaN(value) ? undefined : value;
    });
  }

  /** The newest value of each series, in the order of `series`; what is further behind the newest row than `maxAgeMs` is past. */
  latest(maxAgeMs = Infinity): (number | undefined)[] {
    const oldest = (this.lastTimeMs ?? 0) - maxAgeMs;
    return this.infos.map(({ key }) => {
      const column = this.columns.get(key);
      for (let row = this.end - 1; column && row >= this.start && this.times[row] >= oldest; row--)
        if (!Number.isNaN(column[row])) return column[row];
      return undefined;
    });
  }

  private hasTimes(times: ArrayLike<number>): boolean {
    if (times.length !== this.length) return false;
    const own = this.timesView();
    for (let row = 0; row < times.length; row++) if (own[row] !== times[row]) return false;
    return true;
  }

  private columnAt(key: string): Float64Array {
    return (this.columns.get(key) ?? NOTHING).subarray(this.start, this.end);
  }

  private rowFor(timeMs: number): number {
    const last = this.lastTimeMs;
    if (last === undefined || timeMs > last) return this.push(timeMs);
    const row = this.start + this.rowFrom(timeMs);
    return this.times[row] === timeMs ? row : this.insertAt(row, timeMs);
  }

  private push(timeMs: number): number {
    if (this.end === this.capacity) this.makeRoom();
    this.times[this.end] = timeMs;
    for (const column of this.columns.values()) column[this.end] = NaN;
    return this.end++;
  }

  private insertAt(row: number, timeMs: number): number {
    if (this.end === this.capacity) {
      row -= this.start;
      this.makeRoom();
      row += this.start;
    }
    this.times.copyWithin(row + 1, row, this.end);
    this.times[row] = timeMs;
    for (const column of this.columns.values()) {
      column.copyWithin(row + 1, row, this.end);
      column[row] = NaN;
    }
    this.end++;
    return row;
  }

  /** Moves the window to the front, or doubles the buffer when the window fills more than half of it. */
  private makeRoom(): void {
    const { start, end } = this;
    const grow = end - start > this.capacity / 2;
    if (grow) this.capacity *= 2;
    const move = (from: Float64Array): Float64Array => {
      const to = grow ? new Float64Array(this.capacity) : from;
      if (grow) to.set(from.subarray(start, end));
      else to.copyWithin(0, start, end);
      return to;
    };
    this.times = move(this.times);
    for (const [key, column] of this.columns) this.columns.set(key, move(column));
    this.start = 0;
    this.end = end - start;
  }
}

const NOTHING = new Float64Array(0);
const NO_VALUES: readonly (readonly [string, number])[] = [];
