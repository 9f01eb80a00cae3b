import type { BlockFile } from './block-file.ts';
import type { PageRef } from './toc.ts';

const RUN_BYTES = 1 << 20;
const CONCURRENT = 4;

/** What one selection may still read ahead, over all of its blocks. */
export interface PrefetchBudget {
  leftBytes: number;
}

/**
 * Reads pages ahead, neighbours together, until the budget is spent; pages already cached are left out. Returns stored
 * (still compressed) bytes by file offset.
 */
export async function prefetchPages(
  file: BlockFile,
  pages: readonly PageRef[],
  budget: PrefetchBudget,
): Promise<Map<number, Buffer>> {
  const runs: PageRef[][] = [];
  let run: PageRef[] = [];
  let runBytes = 0;
  for (const page of [...pages].sort((a, b) => a.offset - b.offset)) {
    if (file.isCached(page)) continue;
    if (page.length > budget.leftBytes) break;
    budget.leftBytes -= page.length;
    const last = run[run.length - 1];
    if (last && (last.offset + last.length !== page.offset || runBytes + page.length > RUN_BYTES)) {
      runs.push(run);
      run = [];
      runBytes = 0;
    }
    run.push(page);
    runBytes += page.length;
  }
  if (run.length > 0) runs.push(run);
  const stored = new Map<number, Buffer>();
  let next = 0;
  const worker = async () => {
    while (next < runs.length) {
      const mine = runs[next++];
      const bytes = await file.readPages(mine);
      mine.forEach((page, i) => stored.set(page.offset, bytes[i]));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return stored;
}
