import type { AppendRefusal } from '../../storage.ts';
import type { BlockStoreStats } from '../block/index.ts';
import type { Head } from '../head/head.ts';
import type { Wal, WalPosition } from '../wal/wal.ts';

/** Gauges and counters of a store, for /metrics and status/tsdb. Bytes unless named otherwise; counters since the opening. */
export interface DatabaseStats {
  head: HeadStats;
  wal: WalStats;
  blocks: BlockStoreStats;
  appended: number;
  refused: Readonly<Record<AppendRefusal, number>>;
  exemplars: number;
  maintenance: MaintenanceStats;
}

export interface HeadStats {
  series: number;
  symbols: number;
  labelPairs: number;
  labelNames: number;
  chunks: number;
  chunkBytes: number;
  /** Series, chunks and index. */
  bytes: number;
  /** Linear memory taken from the system, free blocks included. */
  reservedBytes: number;
  lateSamples: number;
  /** minTimeMs > maxTimeMs when the head is empty. */
  minTimeMs: number;
  maxTimeMs: number;
}

export interface WalStats {
  /** Of all segments on disk. */
  sizeBytes: number;
  segment: number;
  writtenBytes: number;
  syncs: number;
  failures: number;
  durable: WalPosition;
  /** Why new samples are not durable at present; undefined when they are. */
  error: string | undefined;
}

export interface MaintenanceStats {
  headCuts: number;
  checkpoints: number;
  failures: number;
  lastError: string | undefined;
  /** 0 before the first. */
  lastCutMs: number;
}

export function headStats(head: Head): HeadStats {
  const { index, kernel } = head;
  return {
    series: index.count,
    symbols: index.symbols.count,
    labelPairs: index.pairs.count,
    labelNames: index.pairs.nameCount,
    chunks: kernel.call.chunkCount(),
    chunkBytes: head.chunkBytes,
    bytes: head.bytes,
    reservedBytes: kernel.call.reservedBytes(),
    lateSamples: head.late.count,
    minTimeMs: head.minTimeMs,
    maxTimeMs: head.maxTimeMs,
  };
}

export function walStats(wal: Wal, sizeBytes: number): WalStats {
  const { writtenBytes, syncs, failures } = wal.totals;
  return {
    sizeBytes,
    segment: wal.position.segment,
    writtenBytes,
    syncs,
    failures,
    durable: wal.durablePosition,
    error: wal.error,
  };
}
