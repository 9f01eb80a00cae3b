import { compareUtf8 } from '../../model/labels.ts';

/** Order of texts in which runs of digits compare as numbers: `a2` before `a10`. */
export function compareNatural(a: string, b: string): number {
  if (a === b) return 0;
  // Texts that differ in a first character that is no digit need not be taken apart.
  const [first, other] = [a.charCodeAt(0), b.charCodeAt(0)];
  if (first !== other && !(isDigit(first) && isDigit(other))) return compareUtf8(a, b);
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

const isDigit = (code: number) => code >= 48 && code <= 57;
const DIGITS = /^\d+$/;

function chunks(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}
