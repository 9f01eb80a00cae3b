import type { Slicer } from './slicer.ts';

const RUN = 2048;

/** Sorts without holding the event loop: runs are sorted at once, then merged pairwise with pauses. Stable. */
export async function sortSliced<T>(items: T[], compare: (a: T, b: T) => number, slicer: Slicer): Promise<T[]> {
  let runs: T[][] = [];
  for (let i = 0; i < items.length || i === 0; i += RUN) {
    runs.push(items.slice(i, i + RUN).sort(compare));
    if (slicer.due()) await slicer.pause();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      merged.push(i + 1 < runs.length ? await mergeRuns(runs[i], runs[i + 1], compare, slicer) : runs[i]);
    }
    runs = merged;
  }
  return runs[0];
}

async function mergeRuns<T>(a: T[], b: T[], compare: (a: T, b: T) => number, slicer: Slicer): Promise<T[]> {
  const out: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const fromA = j >= b.length || (i < a.length && compare(a[i], b[j]) <= 0);
    out.push(fromA ? a[i++] : b[j++]);
    if ((out.length & (RUN - 1)) === 0 && slicer.due()) await slicer.pause();
  }
  return out;
}
