import { compareUtf8 } from '../../model/labels.ts';

/** Order of texts in which runs of digits compare as numbers: `a2` before `a10`. */
export function compareNatural(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [chunks(a), chunks(b)];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    if (left[i] === right[i]) continue;
    const numeric = DIGITS.test(left[i]) && DIGITS.test(right[i]);
    const order = numeric ? Number(left[i]) - Number(right[i]) : compareUtf8(left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareUtf8(a, b);
}

const DIGITS = /^\d+$/;

function chunks(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}
