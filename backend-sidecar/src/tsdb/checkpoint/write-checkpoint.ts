import path from 'node:path';
import type { ExemplarRing } from '../database/exemplar-ring.ts';
import type { MetadataStore } from '../database/metadata-store.ts';
import { Slicer } from '../block/slicer.ts';
import type { ByteWriter } from '../block/byte-writer.ts';
import type { Head } from '../head/head.ts';
import { FLAG_SAMPLED, FLAGS, LAST_BITS, LAST_TIME, slotOf } from '../index/series-record.ts';
import { DictionaryEncoder } from '../wal/dictionary-encoder.ts';
import { FAR_MS } from '../wal/format.ts';
import { putExemplar, putMetadata } from '../wal/plain-records.ts';
import { RecordBuffer } from '../wal/record-buffer.ts';
import { encodeSegmentHeader } from '../wal/segment-header.ts';
import type { WalFile, WalFs } from '../wal/wal-fs.ts';
import { checkpointName, END, EXEMPLAR, MAGIC, METADATA, SERIES, SERIES_PER_RECORD, STATE } from './format.ts';

const WRITE_BYTES = 1 << 20;
const MAX_CHUNK_BYTES = 2048;

export interface CheckpointSource {
  head: Head;
  metadata: MetadataStore;
  exemplars: ExemplarRing;
}

/**
 * Writes the head as the checkpoint before `segment`, durably; open chunks are sealed on the way. Sliced, so that appends go on.
 * When it fails nothing of it is left and the earlier checkpoint stands.
 */
export async function writeCheckpoint(
  source: CheckpointSource,
  fs: WalFs,
  dir: string,
  segment: number,
): Promise<void> {
  const target = path.join(dir, checkpointName(segment));
  const draft = `${target}.tmp`;
  const file = await fs.open(draft);
  try {
    await file.truncate(0);
    await file.append(encodeSegmentHeader(segment, MAGIC));
    await writeRecords(source, file);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => {});
    await fs.remove(draft).catch(() => {});
    throw error;
  }
  await file.close();
  await fs.rename(draft, target);
  await fs.syncDir(dir);
}

async function writeRecords({ head, metadata, exemplars }: CheckpointSource, file: WalFile): Promise<void> {
  const records = new RecordBuffer();
  const slicer = new Slicer();
  const totals = { series: 0, chunks: 0 };
  records.begin(STATE);
  records.out.signed(Math.max(-FAR_MS, head.cutTimeMs));
  records.end();
  for (let from = 1; from < head.index.slotLimit; from += SERIES_PER_RECORD) {
    putGroup(head, from, Math.min(from + SERIES_PER_RECORD, head.index.slotLimit), records, totals);
    if (records.length >= WRITE_BYTES) await drain(records, file);
    if (slicer.due()) await slicer.pause();
  }
  for (const [name, entry] of metadata.all) {
    records.begin(METADATA);
    putMetadata(records.out, name, entry);
    records.end();
  }
  for (const [ref, exemplar] of exemplars.all()) {
    if (!head.isLive(ref)) continue;
    records.begin(EXEMPLAR);
    putExemplar(records.out, ref, exemplar);
    records.end();
  }
  records.begin(END);
  records.out.varint(totals.series);
  records.out.varint(totals.chunks);
  records.end();
  await drain(records, file);
}

async function drain(records: RecordBuffer, file: WalFile): Promise<void> {
  // A copy: the buffer is filled again while the file takes this one.
  const bytes = records.out.view().slice();
  records.out.clear();
  await file.append(bytes);
}

function putGroup(
  head: Head,
  from: number,
  to: number,
  records: RecordBuffer,
  totals: { series: number; chunks: number },
): void {
  const refs: number[] = [];
  for (let slot = from; slot < to; slot++) {
    const ref = head.index.refAt(slot);
    if (ref === 0) continue;
    head.kernel.call.sealSeries(slot);
    if (head.kernel.call.chunkAfter(slot, 0) !== 0 || head.late.has(slot)) refs.push(ref);
  }
  if (refs.length === 0) return;
  const dictionary = new DictionaryEncoder(head.index);
  records.begin(SERIES);
  records.out.varint(refs.length);
  for (const ref of refs) {
    dictionary.declare(ref, records.out);
    putLast(head, slotOf(ref), records.out);
    totals.chunks += putChunks(head, slotOf(ref), records.out);
    head.late.put(slotOf(ref), records.out);
  }
  records.end();
  totals.series += refs.length;
}

function putLast(head: Head, slot: number, out: ByteWriter): void {
  const { kernel } = head;
  const record = kernel.call.recordAddress(slot) >>> 0;
  const sampled = (kernel.u8[record + FLAGS] & FLAG_SAMPLED) !== 0;
  const time = kernel.u32[(record + LAST_TIME) >>> 2] + (kernel.u32[(record + LAST_TIME + 4) >>> 2] | 0) * 2 ** 32;
  out.signed(sampled ? time : -FAR_MS);
  out.raw(kernel.u8.subarray(record + LAST_BITS, record + LAST_BITS + 8));
}

function putChunks(head: Head, slot: number, out: ByteWriter): number {
  const { kernel } = head;
  const blocks: number[] = [];
  for (let block = 0; (block = kernel.call.chunkAfter(slot, block) >>> 0) !== 0;) blocks.push(block);
  out.varint(blocks.length);
  const at = kernel.scratch(MAX_CHUNK_BYTES);
  for (const block of blocks) {
    const length = kernel.call.exportChunk(block, at);
    out.raw(kernel.u8.subarray(at, at + length));
  }
  return blocks.length;
}
