/** Records that hold texts and refer to nothing but a series; equal in the log and in checkpoints. */
import { Labels } from '../../model/labels.ts';
import type { MetricMetadata, MetricType } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';
import type { ByteReader } from '../block/byte-reader.ts';
import type { ByteWriter } from '../block/byte-writer.ts';

/** A metadata record of one metric. */
export function putMetadata(out: ByteWriter, metricName: string, metadata: MetricMetadata): void {
  out.varint(1);
  out.text(metricName);
  out.text(metadata.type);
  out.text(metadata.unit);
  out.text(metadata.help);
  out.varint(metadata.steppedMs === undefined ? 0 : Math.max(0, Math.round(metadata.steppedMs)) + 1);
}

export function readMetadata(reader: ByteReader, take: (metricName: string, metadata: MetricMetadata) => void): void {
  const count = reader.varint();
  for (let i = 0; i < count; i++) {
    const name = reader.text();
    const type = reader.text() as MetricType;
    const unit = reader.text();
    const help = reader.text();
    const stepped = reader.varint();
    take(name, stepped === 0 ? { type, unit, help } : { type, unit, help, steppedMs: stepped - 1 });
  }
}

export function putExemplar(out: ByteWriter, ref: number, exemplar: Exemplar): void {
  out.varint(ref);
  out.signed(Math.round(exemplar.timestampMs));
  out.raw(new Uint8Array(new Float64Array([exemplar.value]).buffer));
  out.varint(exemplar.labels.size);
  for (const text of exemplar.labels.flat) out.text(text);
}

export function readExemplar(reader: ByteReader): { ref: number; exemplar: Exemplar } {
  const ref = reader.varint();
  const timestampMs = reader.signed();
  const raw = reader.raw(8);
  const value = new DataView(raw.buffer, raw.byteOffset, 8).getFloat64(0, true);
  const size = reader.varint();
  const flat: string[] = [];
  for (let i = 0; i < 2 * size; i++) flat.push(reader.text());
  return { ref, exemplar: { labels: Labels.fromSortedFlat(flat), value, timestampMs } };
}
