import type { BlockOpenReport } from '../block/index.ts';
import type { WalCut } from '../wal/replay.ts';

/** What opening a store found and did. */
export interface OpenReport {
  /** Samples taken from the checkpoint and the log. */
  replayedSamples: number;
  replayedSeries: number;
  durationMs: number;
  wal: WalCut[];
  /** Damaged parts of checkpoints: what was lost, in words. */
  checkpoint: string[];
  blocks: BlockOpenReport;
}
