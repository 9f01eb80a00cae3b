import type { Column } from './omb-result.ts';

/** A finite number, also one written as text; anything else is absent. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Text that is some. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An array of samples of the given length; short ones end with absent values. */
export function columnOf(value: unknown, length: number): Column {
  const values = Array.isArray(value) ? value : [];
  return Array.from({ length }, (_, index) => numberOf(values[index]) ?? null);
}

/** `percentile -> value` as pairs in ascending order, without what is no number. */
export function quantilesOf(value: unknown, factor: number): [number, number][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const pairs: [number, number][] = [];
  for (const [key, entry] of Object.entries(value)) {
    const percentile = numberOf(key);
    const number = numberOf(entry);
    if (percentile === undefined || number === undefined || percentile < 0 || percentile >= 100) continue;
    pairs.push([percentile, number * factor]);
  }
  return pairs.sort((left, right) => left[0] - right[0]);
}

/** Whether a column has any value. */
export function hasValues(column: Column | undefined): column is Column {
  return column !== undefined && column.some((value) => value !== null);
}

/** Mean of the values that are there; undefined without any. */
export function meanOf(column: Column): number | undefined {
  const values = column.filter((value) => value !== null);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Largest value that is there. */
export function maxOf(column: Column): number | undefined {
  let max: number | undefined;
  for (const value of column) if (value !== null && (max === undefined || value > max)) max = value;
  return max;
}
