import fc from 'fast-check';
import path from 'node:path';
import { Labels } from '../../model/labels.ts';
import { silentLogger } from '../../util/logger.ts';
import { VirtualClock } from '../../util/clock.ts';
import { MemoryWalFs } from '../../testing/memory-wal-fs.ts';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { bitsAt } from '../../testing/store-contents.ts';
import { ExemplarRing } from '../database/exemplar-ring.ts';
import { HeadAppender } from '../database/head-appender.ts';
import { MetadataStore } from '../database/metadata-store.ts';
import { Head } from '../head/head.ts';
import { SampleBuffer } from '../../storage.ts';
import { slotOf } from '../index/series-record.ts';
import { listSegments, replaySegments } from './replay.ts';
import type { WalCut } from './replay.ts';
import { ReplayVisitor } from './replay-visitor.ts';
import { isBefore, Wal } from './wal.ts';
import type { WalOptions, WalPosition } from './wal.ts';

const DIR = '/wal';
const HOUR = 3_600_000;

/** A head with its log on a file system in memory. */
class Store {
  readonly head = new Head({ blockRangeMs: 2 * HOUR, outOfOrderWindowMs: HOUR, maxSeries: 0, maxBytes: 0 });
  readonly metadata = new MetadataStore();
  readonly exemplars = new ExemplarRing(100);
  readonly clock = new VirtualClock(0);
  readonly fs: MemoryWalFs;
  gaps = 0;

  constructor(fs = new MemoryWalFs()) {
    this.fs = fs;
  }

  log(options: Partial<WalOptions> = {}): { wal: Wal; appender: HeadAppender } {
    const wal = new Wal(this.head.index, {
      dir: DIR,
      firstSegment: 1,
      segmentBytes: 1 << 20,
      fsyncIntervalMs: 1000,
      fs: this.fs,
      clock: this.clock,
      logger: silentLogger,
      onGapClosed: () => this.gaps++,
      ...options,
    });
    const anyTime = { now: () => Infinity, setTimeout: () => () => {} };
    return { wal, appender: new HeadAppender(this.head, wal, this.metadata, this.exemplars, anyTime, 0) };
  }

  async replay(): Promise<WalCut[]> {
    const segments = await listSegments(this.fs, DIR);
    return replaySegments(
      this.fs,
      DIR,
      segments,
      () => new ReplayVisitor(this.head, this.metadata, this.exemplars),
      silentLogger,
    );
  }

  contents(): Map<string, string[]> {
    const contents = new Map<string, string[]>();
    const out = new SampleBuffer();
    for (const slot of this.head.index.liveSlots()) {
      out.length = 0;
      this.head.read(slot, -Infinity, Infinity, out);
      const samples = Array.from({ length: out.length }, (_, i) => `${out.timestamps[i]} ${bitsAt(out.valueWords, i)}`);
      if (samples.length > 0) contents.set(this.head.index.labelsAt(slot).toString(), samples);
    }
    return contents;
  }
}

const labelsOf = (n: number) =>
  Labels.fromObject({ __name__: 'm', n: String(n), ...(n % 3 === 0 ? { topic: `persistent://p/d/t-${n}` } : {}) });

/** A seeded mixture of all records: scrapes that change layout, single and late samples, staleness, metadata, exemplars. */
function workload(appender: HeadAppender, seed: number, from: number, steps: number): void {
  const random = new SeededRandom(seed);
  const pick = (n: number) => random.below(n);
  const value = () =>
    [pick(100), random.next() * 1000, NaN, Infinity, -0, 2 ** 53 + pick(9), -pick(1e9), 1e308 * random.next()][pick(8)];
  const layoutId = appender.newLayoutId();
  let version = 1;
  let refs = Uint32Array.from({ length: 13 }, (_, n) => appender.seriesRef(labelsOf(n)));
  let values = new Float64Array(refs.length);
  for (let step = from; step < from + steps; step++) {
    const timestampMs = step * 15_000 + pick(50);
    const kind = pick(12);
    if (kind < 7) {
      for (let i = 0; i < refs.length; i++) if (pick(10) === 0) values[i] = value();
      appender.appendBatch({ timestampMs, length: refs.length, refs, values, layoutId, layoutVersion: version });
    } else if (kind < 9) {
      for (let i = 0; i < 3; i++) appender.append(appender.seriesRef(labelsOf(pick(20))), timestampMs + i, value());
    } else if (kind === 9) {
      appender.appendStale(refs[pick(refs.length)], timestampMs);
    } else if (kind === 10) {
      appender.append(refs[pick(refs.length)], Math.max(0, timestampMs - pick(30 * 60_000)), value());
      appender.setMetadata(`m${pick(4)}`, { type: 'gauge', help: `help ${pick(3)}`, unit: '' });
      appender.appendExemplar(refs[0], {
        labels: Labels.fromObject({ trace_id: String(step) }),
        value: step,
        timestampMs,
      });
    } else {
      version++;
      refs = Uint32Array.from({ length: 5 + pick(20) }, (_, n) => appender.seriesRef(labelsOf((n + step) % 30)));
      values = new Float64Array(refs.length);
    }
  }
}

async function written(seed: number, steps: number, options: Partial<WalOptions> = {}): Promise<Store> {
  const store = new Store();
  const { wal, appender } = store.log(options);
  workload(appender, seed, 0, steps);
  await wal.close();
  return store;
}

/** Every series of `part` holds a beginning of what it holds in `whole`, late samples aside. */
function expectNothingInvented(part: Map<string, string[]>, whole: Map<string, string[]>): void {
  for (const [series, samples] of part) {
    const known = new Set(whole.get(series));
    expect(samples.filter((sample) => !known.has(sample))).toEqual([]);
  }
}

describe('Wal', () => {
  it('replays to the same head, whatever was appended and wherever segments end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(300, 2000, 1 << 20), async (seed, segmentBytes) => {
        const store = await written(seed, 120, { segmentBytes });
        const again = new Store(store.fs);
        expect(await again.replay()).toEqual([]);
        expect(again.contents()).toEqual(store.contents());
        expect(again.metadata.all).toEqual(store.metadata.all);
        const exemplars = (of: Store) =>
          [...of.exemplars.all()].map(([ref, exemplar]) => [of.head.index.labelsAt(slotOf(ref)).key(), exemplar]);
        expect(exemplars(again)).toEqual(exemplars(store));
      }),
      { numRuns: 25 },
    );
  });

  it('cut at any byte, keeps every record before the cut', async () => {
    const store = new Store();
    const { wal, appender } = store.log();
    workload(appender, 7, 0, 10);
    await wal.flush();
    const file = path.join(DIR, '00000001.wal');
    const whole = store.contents();
    let last = 0;
    for (let length = 0; length <= (await store.fs.size(file)); length++) {
      const damaged = store.fs.copy();
      await damaged.truncate(file, length);
      const again = new Store(damaged);
      const cuts = await again.replay();
      expect(cuts.length).toBeLessThanOrEqual(1);
      const contents = again.contents();
      const samples = [...contents.values()].reduce((sum, list) => sum + list.length, 0);
      expect(samples).toBeGreaterThanOrEqual(last);
      last = samples;
      expectNothingInvented(contents, whole);
      // What is left of the file is whole: opening once more finds nothing to cut.
      if (length % 5 === 0) expect(await new Store(damaged).replay()).toEqual([]);
    }
    expect(last).toBe([...whole.values()].reduce((sum, list) => sum + list.length, 0));
    await wal.close();
  });

  it('finds a flipped bit anywhere, loses only the rest of its segment and invents nothing', async () => {
    const store = await written(3, 200, { segmentBytes: 1500 });
    const whole = store.contents();
    const segments = await listSegments(store.fs, DIR);
    expect(segments.length).toBeGreaterThan(3);
    const random = new SeededRandom(11);
    for (let round = 0; round < 60; round++) {
      const damaged = store.fs.copy();
      const segment = segments[random.below(segments.length)];
      const name = path.join(DIR, `${String(segment).padStart(8, '0')}.wal`);
      const bytes = await damaged.read(name);
      bytes[random.below(bytes.length)] ^= 1 << random.below(8);
      damaged.files.set(name, { bytes, syncedLength: bytes.length });
      const again = new Store(damaged);
      const cuts = await again.replay();
      expect(cuts).toHaveLength(1);
      expect(cuts[0].file).toBe(name);
      expect(cuts[0].keptBytes + cuts[0].cutBytes).toBe(bytes.length);
      expectNothingInvented(again.contents(), whole);
    }
  });

  it('loses nothing older than the last sync when the power fails', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const store = new Store();
      const { wal, appender } = store.log({ segmentBytes: 3000 });
      const marks: { position: WalPosition; contents: Map<string, string[]> }[] = [];
      const random = new SeededRandom(seed);
      for (let part = 0; part < 6; part++) {
        workload(appender, seed * 10 + part, part * 10, 10);
        marks.push({ position: wal.position, contents: store.contents() });
        if (random.next() < 0.5) await wal.flush();
        else await new Promise((resolve) => setImmediate(resolve));
      }
      const durable = wal.durablePosition;
      const again = new Store(store.fs.afterPowerCut(random.next()));
      await again.replay();
      const contents = again.contents();
      for (const mark of marks) {
        if (isBefore(durable, mark.position)) continue;
        for (const [series, samples] of mark.contents)
          expect(contents.get(series) ?? []).toEqual(expect.arrayContaining(samples));
      }
      expectNothingInvented(contents, store.contents());
      await wal.close();
    }
  });

  it('serves on while the disk is full, and catches up when there is room again', async () => {
    const store = new Store();
    const { wal, appender } = store.log();
    workload(appender, 1, 0, 20);
    await wal.flush();
    store.fs.capacityBytes = 2000;
    workload(appender, 2, 20, 40);
    await expect(wal.flush()).rejects.toThrow('ENOSPC');
    expect(wal.error).toContain('ENOSPC');
    expect(wal.accepting).toBe(true);
    workload(appender, 3, 60, 40);
    store.fs.capacityBytes = Infinity;
    await store.clock.advanceBy(2000);
    await wal.flush();
    expect(wal.error).toBeUndefined();
    const again = new Store(store.fs.afterPowerCut());
    expect(await again.replay()).toEqual([]);
    expect(again.contents()).toEqual(store.contents());
    await wal.close();
  });

  it('begins a new segment after a failed sync, as what was written may be gone, and asks for a checkpoint', async () => {
    const store = new Store();
    const { wal, appender } = store.log();
    workload(appender, 1, 0, 20);
    store.fs.failSync = true;
    await expect(wal.flush()).rejects.toThrow('EIO');
    expect(wal.accepting).toBe(false);
    workload(appender, 2, 20, 20);
    store.fs.failSync = false;
    await store.clock.advanceBy(3000);
    expect(wal.accepting).toBe(true);
    expect(wal.error).toBeUndefined();
    expect(store.gaps).toBe(1);
    const before = store.contents();
    workload(appender, 5, 40, 20);
    await wal.close();
    const again = new Store(store.fs.afterPowerCut());
    await again.replay();
    expectNothingInvented(again.contents(), store.contents());
    expect(store.contents()).not.toEqual(before);
  });
});
