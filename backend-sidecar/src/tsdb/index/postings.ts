/**
 * Set operations on postings: sorted, duplicate-free Uint32Arrays. Results are new arrays; inputs are only read.
 * Intersection and subtraction gallop through the longer list, so a short list against a long one costs
 * short * log(long / short), as in Demaine et al., Adaptive set intersections (SODA 2000).
 */
export const NO_POSTINGS: Uint32Array = new Uint32Array(0);

/** Values in both lists. */
export function intersect(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length > b.length) return intersect(b, a);
  const out = new Uint32Array(a.length);
  let count = 0;
  let at = 0;
  for (let i = 0; i < a.length; i++) {
    const value = a[i];
    at = seek(b, at, value);
    if (at === b.length) break;
    if (b[at] === value) out[count++] = value;
  }
  return out.subarray(0, count);
}

/** Values of `a` that are not in `b`. */
export function subtract(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length);
  let count = 0;
  let at = 0;
  for (let i = 0; i < a.length; i++) {
    const value = a[i];
    at = seek(b, at, value);
    if (at === b.length || b[at] !== value) out[count++] = value;
  }
  return out.subarray(0, count);
}

/** Values of any of several lists; a value may be in more than one. */
export function union(lists: readonly Uint32Array[]): Uint32Array {
  if (lists.length === 0) return NO_POSTINGS;
  if (lists.length === 1) return lists[0].slice();
  let total = 0;
  for (const list of lists) total += list.length;
  const all = new Uint32Array(total);
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  let count = 0;
  for (let i = 0; i < total; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i];
  return all.subarray(0, count);
}

/** First index >= `from` whose value is >= `target`; `list.length` when there is none. */
function seek(list: Uint32Array, from: number, target: number): number {
  let step = 1;
  let low = from;
  let high = from;
  while (high < list.length && list[high] < target) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  if (high > list.length) high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle] < target) low = middle + 1;
    else high = middle;
  }
  return low;
}
