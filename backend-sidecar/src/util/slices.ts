import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Long work as a generator that yields where it may be left off, a few ms of work apart (docs/decisions/0002-one-thread.md).
 * What it reads may change at a `yield`: it must hold its own bounds and look up again what may have been replaced.
 */
export type Slices<T> = Generator<undefined, T, undefined>;

/** Real time, never the injected clock: what is bounded is how long the event loop waits. */
const SLICE_MS = 8;

/** For callers that cannot wait, and for what is small. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Lets the event loop turn whenever a slice is over. */
export async function inSlices<T>(work: Slices<T>): Promise<T> {
  let startedAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - startedAt < SLICE_MS) continue;
    await nextTurn();
    startedAt = performance.now();
  }
}

/** How many steps of a loop lie between two yields, as a mask. */
const STEPS = 0x7ff;

/** Whether a loop at step `i` should yield. */
export const mayPause = (i: number): boolean => (i & STEPS) === STEPS;

/**
 * Sorts in place, stable, by merging runs bottom-up, so that it can be left off anywhere.
 * @param compare as of `Array.sort`
 */
export function* sortInSlices(items: number[], compare: (a: number, b: number) => number): Slices<number[]> {
  const RUN = 1024;
  for (let from = 0; from < items.length; from += RUN) {
    const run = items.slice(from, from + RUN).sort(compare);
    for (let i = 0; i < run.length; i++) items[from + i] = run[i];
    yield;
  }
  let source = items;
  let target = new Array<number>(items.length);
  for (let width = RUN; width < items.length; width *= 2) {
    for (let from = 0; from < items.length; from += 2 * width) {
      const middle = Math.min(from + width, items.length);
      const end = Math.min(from + 2 * width, items.length);
      let left = from;
      let right = middle;
      for (let at = from; at < end; at++) {
        const takeLeft = left < middle && (right >= end || compare(source[left], source[right]) <= 0);
        target[at] = takeLeft ? source[left++] : source[right++];
        if (mayPause(at)) yield;
      }
    }
    [source, target] = [target, source];
  }
  if (source !== items) for (let i = 0; i < items.length; i++) items[i] = source[i];
  return items;
}
