import type { ProtoWriter } from '../proto-writer.ts';
import { bySeries } from './batch.ts';
import type { MetadataOf, WriteBatch } from './batch.ts';
import { METRIC_TYPES } from './series.ts';

/** A batch as io.prometheus.write.v2.Request; the result is valid until the writer is used again. */
export function encodeWriteRequestV2(writer: ProtoWriter, batch: WriteBatch, metadataOf: MetadataOf): Uint8Array {
  writer.reset();
  const refs = new Map<string, number>([['', 0]]);
  const refOf = (text: string): number => {
    const known = refs.get(text);
    if (known !== undefined) return known;
    refs.set(text, refs.size);
    return refs.size - 1;
  };
  for (const [labels, samples] of bySeries(batch)) {
    const series = writer.open(5);
    writer.packedUints(1, labels.flat.map(refOf));
    for (const index of samples) {
      const sample = writer.open(2);
      writer.doubleWords(1, batch.words[2 * index], batch.words[2 * index + 1]);
      writer.int64(2, batch.timestamps[index]);
      writer.close(sample);
    }
    const metadata = metadataOf(labels.metricName);
    if (metadata) {
      const entry = writer.open(5);
      writer.uint(1, Math.max(0, METRIC_TYPES.indexOf(metadata.type)));
      writer.uint(3, refOf(metadata.help));
      writer.uint(4, refOf(metadata.unit));
      writer.close(entry);
    }
    writer.close(series);
  }
  // Fields may come in any order; last, when all symbols are known.
  for (const text of refs.keys()) writer.string(4, text);
  return writer.finish();
}
