import { mayPause, sortInSlices, type Slices } from '../../util/slices.ts';

/**
 * Indices of the `limit` largest values, largest first; equal values in the order of their index. Values that are not above
 * `floor` are left out. A heap of `limit` elements: n log(limit), without sorting everything.
 */
export function* largest(values: ArrayLike<number>, limit: number, floor = -Infinity): Slices<number[]> {
  const heap: number[] = [];
  const isLess = (a: number, b: number) => values[a] < values[b] || (values[a] === values[b] && a > b);
  const sink = (from: number) => {
    let at = from;
    for (;;) {
      let least = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child++)
        if (isLess(heap[child], heap[least])) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least], heap[at]];
      at = least;
    }
  };
  for (let i = 0; i < values.length; i++) {
    if (mayPause(i)) yield;
    if (!(values[i] > floor)) continue;
    if (heap.length < limit) {
      heap.push(i);
      for (let at = heap.length - 1; at > 0;) {
        const up = (at - 1) >> 1;
        if (!isLess(heap[at], heap[up])) break;
        [heap[at], heap[up]] = [heap[up], heap[at]];
        at = up;
      }
    } else if (limit > 0 && isLess(heap[0], i)) {
      heap[0] = i;
      sink(0);
    }
  }
  return yield* sortInSlices(heap, (a, b) => values[b] - values[a] || a - b);
}
