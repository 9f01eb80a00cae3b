/** Sealed blocks on disk (docs/format/block.md). */
export { openBlocks } from './block-store.ts';
export type {
  BlockMeta,
  BlockOpenReport,
  BlockStore,
  BlockStoreOptions,
  BlockStoreStats,
  TierOptions,
} from './types.ts';
