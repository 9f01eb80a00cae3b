import * as fc from 'fast-check';
import type { Labels } from '../model/labels.ts';
import { isStaleAt } from '../model/stale.ts';
import { ProtoReader } from './proto-reader.ts';
import { ProtoWriter } from './proto-writer.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';
import { batchRows, toBatch } from './testing/arbitrary-batch.ts';
import type { BatchRow } from './testing/arbitrary-batch.ts';
import { decodeWriteRequestV1 } from './write/decode-v1.ts';
import { decodeWriteRequestV2 } from './write/decode-v2.ts';
import { encodeWriteRequestV1 } from './write/encode-v1.ts';
import { encodeWriteRequestV2 } from './write/encode-v2.ts';
import type { WriteVisitor } from './write/series.ts';

function collect(decode: (body: Buffer, visitor: WriteVisitor) => void, body: Uint8Array): BatchRow[] {
  const rows: BatchRow[] = [];
  decode(Buffer.from(body), {
    series(_key, labels, samples, { invalid }) {
      expect(invalid).toBeUndefined();
      for (let i = 0; i < samples.length; i++) {
        rows.push({
          labels: labels(),
          t: samples.timestamps[i],
          v: isStaleAt(samples.words, i) ? 'stale' : samples.values[i],
        });
      }
    },
    metadata() {},
  });
  return rows;
}

/** By series in order of first appearance, as the encoders group them. */
function grouped(rows: readonly BatchRow[]): BatchRow[] {
  const groups = new Map<Labels, BatchRow[]>();
  for (const row of rows) groups.set(row.labels, [...(groups.get(row.labels) ?? []), row]);
  return [...groups.values()].flat();
}

const shown = (rows: readonly BatchRow[]) =>
  rows.map(({ labels, t, v }) => [labels.key(), t, Object.is(v, -0) ? '-0' : v]);

describe('remote write messages', () => {
  it('1.0 and 2.0 come back as they were sent', () => {
    fc.assert(
      fc.property(batchRows, (rows) => {
        const batch = toBatch(rows);
        expect(shown(collect(decodeWriteRequestV1, encodeWriteRequestV1(new ProtoWriter(16), batch)))).toEqual(
          shown(grouped(rows)),
        );
        const v2 = encodeWriteRequestV2(new ProtoWriter(16), batch, () => ({ type: 'counter', help: 'h', unit: 'u' }));
        expect(shown(collect(decodeWriteRequestV2, v2))).toEqual(shown(grouped(rows)));
      }),
      { numRuns: 200 },
    );
  });

  it('signed numbers of 64 bits keep their value', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const writer = new ProtoWriter();
        writer.int64(1, value);
        const reader = new ProtoReader(Buffer.from(writer.finish()));
        expect(reader.next()).toBe(true);
        expect(reader.int64()).toBe(value);
        expect(reader.next()).toBe(false);
      }),
    );
  });
});

describe('snappy', () => {
  it('comes back as it was packed, whatever it is', () => {
    const repetitive = fc
      .array(fc.constantFrom('aaaa', 'abc', 'xyzxyz', 'q'), { maxLength: 400 })
      .map((parts) => Buffer.from(parts.join('')));
    const bytes = fc.uint8Array({ maxLength: 500 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.oneof(repetitive, bytes), (input) => {
        expect(decompressSnappy(compressSnappy(input), 1 << 20).equals(input)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a literal whose length would be negative in 32 bits, instead of looping', () => {
    const hostile = Buffer.from([200, 1, 0xfc, 0xf0, 0xff, 0xff, 0xff, 1, 2, 3]);
    expect(() => decompressSnappy(hostile, 1000)).toThrow('snappy: corrupt input: a literal is too long');
  });

  it.each([
    ['nothing', [], 'no valid length'],
    ['an endless length', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 'no valid length'],
    ['an impossible length', [0xff, 0xff, 3, 0], 'impossible'],
    ['a copy from before the start', [8, 0, 65, 1, 9], 'before the start'],
    ['a copy that is cut off', [8, 0, 65, 2, 1], 'cut off'],
    ['too little', [8, 0, 65], 'ends after 1 of 8'],
    ['too much', [1, 4, 65, 66], 'too long'],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => decompressSnappy(Uint8Array.from(bytes), 1 << 20)).toThrow(message);
  });
});
