import fc from 'fast-check';
import { envelopeStart, partHead, partTail, readFramesEnvelope } from './frames-envelope.ts';

interface Query {
  refId: string;
  frames: Uint8Array[];
  status: number;
}

function envelope(queries: readonly Query[]): Uint8Array {
  const parts = [envelopeStart()];
  for (const { refId, frames, status } of queries) {
    for (const frame of frames) parts.push(partHead({ refId }, frame.length), frame, partTail(frame.length));
    parts.push(partHead({ refId, status }, 0));
  }
  parts.push(partHead({ end: true }, 0));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const queries = fc.uniqueArray(
  fc.record({
    refId: fc.string({ unit: 'grapheme' }),
    frames: fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 4 }),
    status: fc.constantFrom(200, 400, 503),
  }),
  { selector: ({ refId }) => refId, maxLength: 5 },
);

it('gives back the frames of each query, wherever they lie', () => {
  fc.assert(
    fc.property(queries, fc.nat(7), (each, offset) => {
      const bytes = envelope(each);
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      const read = readFramesEnvelope(moved.subarray(offset));
      expect([...read]).toEqual(each.map(({ refId, frames, status }) => [refId, { status, frames }]));
      for (const { frames } of read.values())
        for (const frame of frames) expect((frame.byteOffset - offset) % 8).toBe(0);
    }),
  );
});

it('notices when it is cut off anywhere, or is something else', () => {
  fc.assert(
    fc.property(queries, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (each, share) => {
      const bytes = envelope(each);
      expect(() => readFramesEnvelope(bytes.subarray(0, Math.floor(share * bytes.length)))).toThrow(RangeError);
    }),
  );
  expect(() => readFramesEnvelope(new TextEncoder().encode('{"error":{}}'))).toThrow('not an envelope');
});

it('never fails otherwise, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
      const bytes = new Uint8Array([...envelopeStart(), ...noise]);
      try {
        readFramesEnvelope(bytes);
      } catch (error) {
        expect((error as Error).name).toMatch(/RangeError|ZodError/);
      }
    }),
  );
});
