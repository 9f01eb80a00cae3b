import { Labels } from '../../model/labels.ts';
import { MemoryWalFs } from '../../testing/memory-wal-fs.ts';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { bitsAt } from '../../testing/store-contents.ts';
import { SampleBuffer } from '../../storage.ts';
import { ExemplarRing } from '../database/exemplar-ring.ts';
import { MetadataStore } from '../database/metadata-store.ts';
import { Head } from '../head/head.ts';
import { LATE } from '../head/verdict.ts';
import { slotOf } from '../index/series-record.ts';
import { loadCheckpoint } from './load-checkpoint.ts';
import { writeCheckpoint } from './write-checkpoint.ts';
import type { CheckpointSource } from './write-checkpoint.ts';

const DIR = '/wal';
const FILE = '/wal/checkpoint.00000007';

function empty(): CheckpointSource {
  const head = new Head({ blockRangeMs: 7_200_000, outOfOrderWindowMs: 3_600_000, maxSeries: 0, maxBytes: 0 });
  return { head, metadata: new MetadataStore(), exemplars: new ExemplarRing(10) };
}

function filled(series: number, maxSamples = 60): CheckpointSource {
  const source = empty();
  const { head } = source;
  const random = new SeededRandom(1);
  for (let n = 0; n < series; n++) {
    const ref = head.seriesRef(Labels.fromObject({ __name__: 'm', n: String(n), group: String(n % 9) }));
    const count = 1 + random.below(maxSamples);
    for (let i = 0; i < count; i++)
      head.appendBits(ref, i * 15_000 + random.below(9), random.below(2 ** 31), random.below(2 ** 31), false);
    if (n % 10 === 0 && head.appendBits(ref, 3, 1, 1, false) === LATE) head.appendLate(ref, 3, 1, 1);
  }
  source.metadata.set('m', { type: 'gauge', help: 'what', unit: 's' });
  source.exemplars.add(head.index.refAt(5), { labels: Labels.fromObject({ trace_id: 'x' }), value: 2, timestampMs: 9 });
  return source;
}

function contents({ head }: CheckpointSource): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const out = new SampleBuffer();
  for (const slot of head.index.liveSlots()) {
    out.length = 0;
    head.read(slot, -Infinity, Infinity, out);
    found.set(
      head.index.labelsAt(slot).toString(),
      Array.from({ length: out.length }, (_, i) => `${out.timestamps[i]} ${bitsAt(out.valueWords, i)}`),
    );
  }
  return found;
}

describe('checkpoint', () => {
  it('brings back the head as it was', async () => {
    const source = filled(300, 300);
    const fs = new MemoryWalFs();
    await writeCheckpoint(source, fs, DIR, 7);
    const target = empty();
    const loaded = await loadCheckpoint(target, fs, DIR);
    expect(loaded).toMatchObject({ segment: 7, problems: [] });
    expect(contents(target)).toEqual(contents(source));
    expect(loaded.samples).toBe([...contents(source).values()].reduce((sum, list) => sum + list.length, 0));
    expect(target.metadata.all).toEqual(source.metadata.all);
    expect([...target.exemplars.all()]).toHaveLength(1);
    expect([target.head.minTimeMs, target.head.maxTimeMs]).toEqual([source.head.minTimeMs, source.head.maxTimeMs]);
    // Appending goes on where it was.
    for (const head of [source.head, target.head]) {
      const ref = head.seriesRef(Labels.fromObject({ __name__: 'm', n: '3', group: '3' }));
      head.appendBits(ref, 10_000_000, 1, 2, false);
    }
    expect(contents(target)).toEqual(contents(source));
  });

  it('loses no more than the damaged record, says so, and invents nothing', async () => {
    const source = filled(600);
    const whole = contents(source);
    const fs = new MemoryWalFs();
    await writeCheckpoint(source, fs, DIR, 7);
    const random = new SeededRandom(2);
    for (let round = 0; round < 12; round++) {
      const damaged = fs.copy();
      const bytes = await damaged.read(FILE);
      bytes[random.below(bytes.length)] ^= 1 << random.below(8);
      damaged.files.set(FILE, { bytes, syncedLength: bytes.length });
      const target = empty();
      const loaded = await loadCheckpoint(target, damaged, DIR);
      expect(loaded.problems.length).toBeGreaterThan(0);
      for (const [series, samples] of contents(target)) expect(samples).toEqual(whole.get(series));
    }
    const torn = fs.copy();
    await torn.truncate(FILE, Math.floor((await torn.size(FILE)) / 2));
    const target = empty();
    expect((await loadCheckpoint(target, torn, DIR)).problems).toHaveLength(1);
    expect(target.head.index.count).toBeGreaterThan(200);
  });

  it('leaves the earlier one standing when the disk is full', async () => {
    const fs = new MemoryWalFs();
    await writeCheckpoint(filled(50), fs, DIR, 7);
    fs.capacityBytes = (await fs.size(FILE)) + 1000;
    await expect(writeCheckpoint(filled(300), fs, DIR, 9)).rejects.toThrow('ENOSPC');
    expect([...fs.files.keys()]).toEqual([FILE]);
    const target = empty();
    expect(await loadCheckpoint(target, fs, DIR)).toMatchObject({ segment: 7, problems: [] });
    expect(slotOf(target.head.seriesRef(Labels.fromObject({ __name__: 'm', n: '3', group: '3' })))).toBeLessThan(51);
  });
});
