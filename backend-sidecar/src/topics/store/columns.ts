type ColumnConstructor =
  | Float64ArrayConstructor
  | Float32ArrayConstructor
  | Uint32ArrayConstructor
  | Int32ArrayConstructor
  | Uint16ArrayConstructor
  | Uint8ArrayConstructor;

export type ColumnShape = Readonly<Record<string, ColumnConstructor>>;

/** One typed array a field; row numbers index them all. */
export type Columns<S extends ColumnShape> = { [K in keyof S]: InstanceType<S[K]> };

export function newColumns<S extends ColumnShape>(shape: S, capacity: number): Columns<S> {
  const columns: Record<string, InstanceType<ColumnConstructor>> = {};
  for (const [name, Kind] of Object.entries(shape)) columns[name] = new Kind(capacity);
  return columns as Columns<S>;
}

/** Doubles what is small; what is large grows by an eighth, since the spare part of every column costs memory for good. */
export function grownCapacity(capacity: number): number {
  return capacity < 16_384 ? 2 * capacity : capacity + (capacity >> 3);
}

/** Replaces every array by a longer one with the same contents, one after the other: the peak is one column, not all. */
export function growColumns<S extends ColumnShape>(shape: S, columns: Columns<S>, capacity: number): void {
  const target = columns as Record<string, InstanceType<ColumnConstructor>>;
  for (const [name, Kind] of Object.entries(shape)) {
    const larger = new Kind(capacity);
    larger.set(target[name]);
    target[name] = larger;
  }
}

/** Copies one row between tables of one shape. */
export function copyRow<S extends ColumnShape>(
  shape: S,
  from: Columns<S>,
  row: number,
  to: Columns<S>,
  at: number,
): void {
  for (const name of Object.keys(shape)) to[name][at] = from[name][row];
}
