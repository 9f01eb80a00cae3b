import type { MetricMetadata } from '../../model/metadata.ts';
import type { ProtoWriter } from '../proto-writer.ts';
import { bySeries } from './batch.ts';
import type { WriteBatch } from './batch.ts';
import { METRIC_TYPES } from './series.ts';

/** A batch as prometheus.WriteRequest; the result is valid until the writer is used again. */
export function encodeWriteRequestV1(writer: ProtoWriter, batch: WriteBatch): Uint8Array {
  writer.reset();
  for (const [labels, samples] of bySeries(batch)) {
    const series = writer.open(1);
    for (let i = 0; i < labels.flat.length; i += 2) {
      const label = writer.open(1);
      writer.string(1, labels.flat[i]);
      writer.string(2, labels.flat[i + 1]);
      writer.close(label);
    }
    for (const index of samples) {
      const sample = writer.open(2);
      writer.doubleWords(1, batch.words[2 * index], batch.words[2 * index + 1]);
      writer.int64(2, batch.timestamps[index]);
      writer.close(sample);
    }
    writer.close(series);
  }
  return writer.finish();
}

/** Metadata alone, as Prometheus 1.0 senders do once a minute. */
export function encodeMetadataV1(
  writer: ProtoWriter,
  metadata: Iterable<readonly [string, MetricMetadata]>,
): Uint8Array {
  writer.reset();
  for (const [name, { type, help, unit }] of metadata) {
    const entry = writer.open(3);
    writer.uint(1, Math.max(0, METRIC_TYPES.indexOf(type)));
    writer.string(2, name);
    writer.string(4, help);
    writer.string(5, unit);
    writer.close(entry);
  }
  return writer.finish();
}
