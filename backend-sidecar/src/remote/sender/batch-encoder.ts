import type { MetricMetadata } from '../../model/metadata.ts';
import type { WriteMessageType } from '../message-type.ts';
import { ProtoWriter } from '../proto-writer.ts';
import { compressSnappy } from '../snappy.ts';
import type { WriteBatch } from '../write/batch.ts';
import { encodeMetadataV1, encodeWriteRequestV1 } from '../write/encode-v1.ts';
import { encodeWriteRequestV2 } from '../write/encode-v2.ts';

export type MetadataSource = () => ReadonlyMap<string, MetricMetadata>;

/** Makes request bodies; one buffer serves all requests of a queue, since encoding never waits. */
export class BatchEncoder {
  private readonly writer = new ProtoWriter();
  private readonly type: WriteMessageType;
  private readonly metadata: MetadataSource;

  constructor(type: WriteMessageType, metadata: MetadataSource) {
    this.type = type;
    this.metadata = metadata;
  }

  samples(batch: WriteBatch): Uint8Array {
    if (this.type === 'v1') return compressSnappy(encodeWriteRequestV1(this.writer, batch));
    const metadata = this.metadata();
    return compressSnappy(encodeWriteRequestV2(this.writer, batch, (name) => metadata.get(name)));
  }

  metadataOf(entries: Iterable<readonly [string, MetricMetadata]>): Uint8Array {
    return compressSnappy(encodeMetadataV1(this.writer, entries));
  }
}

/** The samples of a batch that are not older than `minTimeMs`, in order; the batch itself when all are young enough. */
export function withoutOld(batch: WriteBatch, minTimeMs: number): WriteBatch {
  const kept: number[] = [];
  for (let i = 0; i < batch.length; i++) if (batch.timestamps[i] >= minTimeMs) kept.push(i);
  if (kept.length === batch.length) return batch;
  return {
    length: kept.length,
    labels: kept.map((i) => batch.labels[i]),
    timestamps: Float64Array.from(kept, (i) => batch.timestamps[i]),
    words: Uint32Array.from(kept.flatMap((i) => [batch.words[2 * i], batch.words[2 * i + 1]])),
  };
}
