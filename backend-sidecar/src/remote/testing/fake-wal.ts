/** A write-ahead log in memory: one record a position; commits survive in `committed`. */
import type { Labels } from '../../model/labels.ts';
import { setStaleAt } from '../../model/stale.ts';
import type { WalChunk, WalFeed, WalFeeds, WalPosition } from '../wal-feed.ts';

export interface WalSample {
  labels: Labels;
  t: number;
  v: number | 'stale';
}

export class FakeWal implements WalFeeds {
  readonly records: WalSample[][] = [];
  readonly committed = new Map<string, number>();
  readonly removed: string[] = [];

  append(...samples: WalSample[]): void {
    this.records.push(samples);
  }

  /** What another process would find after this one died. */
  afterCrash(): FakeWal {
    const copy = new FakeWal();
    copy.records.push(...this.records);
    for (const [name, at] of this.committed) copy.committed.set(name, at);
    return copy;
  }

  async open(name: string): Promise<WalFeed> {
    const { committed, records } = this;
    let at = committed.get(name) ?? 0;
    return {
      get position() {
        return { segment: 1, offset: at };
      },
      missedSegments: 0,
      async read(maxSamples = 1000) {
        const samples: WalSample[] = [];
        while (at < records.length && samples.length < maxSamples) samples.push(...records[at++]);
        return samples.length === 0 ? undefined : chunkOf(samples, { segment: 1, offset: at });
      },
      async commit(position) {
        if (position.offset < (committed.get(name) ?? 0)) throw new Error('a commit must not go backwards');
        committed.set(name, position.offset);
      },
      backlogBytes: async () => records.length - at,
      close: async () => {},
    };
  }

  async remove(name: string): Promise<void> {
    this.removed.push(name);
    this.committed.delete(name);
  }
}

function chunkOf(samples: readonly WalSample[], position: WalPosition): WalChunk {
  const values = new Float64Array(samples.length);
  const valueWords = new Uint32Array(values.buffer);
  samples.forEach(({ v }, i) => {
    if (v === 'stale') setStaleAt(valueWords, i);
    else values[i] = v;
  });
  return {
    position,
    length: samples.length,
    series: Uint32Array.from(samples, (_, i) => i),
    timestamps: Float64Array.from(samples, ({ t }) => t),
    valueWords,
    labels: (series) => samples[series].labels,
  };
}
