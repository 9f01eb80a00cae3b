import type { Labels } from '../../model/labels.ts';
import type { QueryBudget } from './budget.ts';

/** Prometheus' order of label sets: name by name and value by value; a prefix comes first. */
export function compareLabels(a: Labels, b: Labels): number {
  const [left, right] = [a.flat, b.flat];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return compareText(left[i], right[i]);
  return left.length - right.length;
}

/** Order of UTF-8 bytes, for texts that differ. In UTF-16 surrogates sort below some characters that they stand above. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return byteRank(left) - byteRank(right);
  }
  return a.length - b.length;
}

function byteRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** Items sorted at one go; about a millisecond also when comparing is dear. */
const RUN = 512;

/** Sorts by labels in place; stable, in slices. */
export function sortByLabels<T extends { labels: Labels }>(items: T[], budget: QueryBudget): Promise<void> {
  return sortInSlices(items, (a, b) => compareLabels(a.labels, b.labels), budget);
}

/** Sorts in place; stable, and lets the event loop run in between: answers may have 100,000 series. */
export async function sortInSlices<T>(items: T[], order: (a: T, b: T) => number, budget: QueryBudget): Promise<void> {
  if (items.length <= RUN) {
    items.sort(order);
    return;
  }
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(order));
    if (budget.due) await budget.pause();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      merged.push(i + 1 < runs.length ? await mergeRuns(runs[i], runs[i + 1], order, budget) : runs[i]);
    }
    runs = merged;
  }
  runs[0].forEach((item, i) => (items[i] = item));
}

async function mergeRuns<T>(a: T[], b: T[], order: (a: T, b: T) => number, budget: QueryBudget): Promise<T[]> {
  const out: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    out.push(order(a[i], b[j]) <= 0 ? a[i++] : b[j++]);
    if (out.length % RUN === 0 && budget.due) await budget.pause();
  }
  return out.concat(a.slice(i), b.slice(j));
}
