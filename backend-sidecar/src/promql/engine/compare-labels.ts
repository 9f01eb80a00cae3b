import { compareUtf8, type Labels } from '../../model/labels.ts';

/** Prometheus' order of label sets: name by name and value by value; a prefix comes first. */
export function compareLabels(a: Labels, b: Labels): number {
  const [left, right] = [a.flat, b.flat];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return compareUtf8(left[i], right[i]);
  return left.length - right.length;
}
