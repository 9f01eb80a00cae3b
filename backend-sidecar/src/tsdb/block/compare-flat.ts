import { compareUtf8 } from '../../model/labels.ts';

/** Order of label sets: name, value, name, value, … as UTF-8, a prefix first. */
export function compareFlat(a: readonly string[], b: readonly string[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const order = compareUtf8(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
