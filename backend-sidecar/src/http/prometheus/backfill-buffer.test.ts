import fc from 'fast-check';
import { Labels } from '../../model/labels.ts';
import { SampleBuffer } from '../../storage.ts';
import type { BlockInputSeries } from '../../tsdb/types.ts';
import { BackfillBuffer } from './backfill-buffer.ts';

const NAMES = ['a', 'b', 'ab', 'ü', '😀'];

function contentsOf(buffer: BackfillBuffer): [string, [number, number][]][] {
  const out = new SampleBuffer(1);
  return [...(buffer.input().series() as Iterable<BlockInputSeries>)].map(({ labels, read }) => {
    read(out);
    return [labels.toString(), Array.from({ length: out.length }, (_, i) => [out.timestamps[i], out.values[i]])];
  });
}

const sample = fc.record({
  name: fc.constantFrom(...NAMES),
  x: fc.constantFrom('', '1', '2'),
  time: fc.integer({ min: -3, max: 12 }),
  value: fc.integer(),
});

it('gives series in order of labels, samples in order of time, the last of equals', () => {
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 60 }), (samples) => {
      const buffer = new BackfillBuffer(0);
      const expected = new Map<string, Map<number, number>>();
      for (const { name, x, time, value } of samples) {
        const labels = Labels.fromObject({ __name__: name, x });
        buffer.append(buffer.seriesRef(labels), time, value);
        const series = expected.get(labels.toString()) ?? new Map<number, number>();
        expected.set(labels.toString(), series.set(time, value));
      }
      const found = contentsOf(buffer);
      expect(new Map(found.map(([labels, points]) => [labels, new Map(points)]))).toEqual(expected);
      for (const [, points] of found)
        expect(points.map(([time]) => time)).toEqual([...points.map(([time]) => time)].sort((a, b) => a - b));
      expect(contentsOf(buffer)).toEqual(found);
    }),
  );
});

it('keeps series but not samples when cleared, and grows', () => {
  const buffer = new BackfillBuffer(1);
  const ref = buffer.seriesRef(Labels.fromObject({ __name__: 'a' }));
  for (let i = 0; i < 40_000; i++) buffer.append(ref, i, i);
  expect(contentsOf(buffer)[0][1]).toHaveLength(40_000);
  buffer.clear();
  expect(contentsOf(buffer)).toEqual([]);
  expect(buffer.seriesRef(Labels.fromObject({ __name__: 'a' }))).toBe(ref);
  expect(() => buffer.seriesRef(Labels.fromObject({ __name__: 'b' }))).toThrow(
    expect.objectContaining({ code: 'OBS_STORE_SERIES_LIMIT' }),
  );
});
