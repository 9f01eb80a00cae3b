/** Random outgoing batches with awkward label values and numbers, for property tests and fuzzing. */
import * as fc from 'fast-check';
import { Labels } from '../../model/labels.ts';
import { setStaleAt } from '../../model/stale.ts';
import type { WriteBatch } from '../write/batch.ts';

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
  fc.constantFrom('é', '日本', '😀', 'a b', '"'),
);
const value = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e308, 5e-324),
  fc.constant('stale' as const),
);
const time = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 41 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constant(-(2 ** 40)),
);

export interface BatchRow {
  labels: Labels;
  t: number;
  v: number | 'stale';
}

export const batchRows: fc.Arbitrary<BatchRow[]> = fc
  .array(fc.tuple(text, fc.dictionary(text, text, { maxKeys: 4 })), { minLength: 1, maxLength: 4 })
  .chain((series) => {
    const labelSets = series.map(([name, labels]) => Labels.fromObject({ ...labels, __name__: name }));
    const row = fc.record({ labels: fc.constantFrom(...labelSets), t: time, v: value });
    return fc.array(row, { maxLength: 30 });
  });

export function toBatch(rows: readonly BatchRow[]): WriteBatch {
  const values = new Float64Array(rows.length);
  const words = new Uint32Array(values.buffer);
  rows.forEach(({ v }, i) => {
    if (v === 'stale') setStaleAt(words, i);
    else values[i] = v;
  });
  return {
    length: rows.length,
    labels: rows.map(({ labels }) => labels),
    timestamps: Float64Array.from(rows, ({ t }) => t),
    words,
  };
}
