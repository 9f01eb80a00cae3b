import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';

/** What the appender tells the WAL. Calls are synchronous and only fill a buffer; order of calls is order of replay. */
export interface AppendJournal {
  /** False while nothing can be written (disk full for too long): appends then skip the journal. */
  readonly accepting: boolean;
  /** Called before anything of one append: may begin a new segment. Returns the segment's epoch (1..65535). */
  prepare(): number;
  /** Series in the order of refs, which have not been declared in this segment. */
  declareSeries(refs: Uint32Array): void;
  /** True when a batch of this layout may be written; else `layout` has to come first. */
  knowsLayout(id: number, version: number): boolean;
  layout(id: number, version: number, refs: Uint32Array, length: number): void;
  batch(layoutId: number, timestampMs: number, length: number, body: Uint8Array): void;
  sample(ref: number, timestampMs: number, value: Uint8Array): void;
  lateSample(ref: number, timestampMs: number, low: number, high: number): void;
  metadata(metricName: string, metadata: MetricMetadata): void;
  exemplar(ref: number, exemplar: Exemplar): void;
  deletion(refs: Uint32Array, minTimeMs: number, maxTimeMs: number): void;
}
