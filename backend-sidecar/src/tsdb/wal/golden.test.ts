import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Labels } from '../../model/labels.ts';
import { MemoryWalFs } from '../../testing/memory-wal-fs.ts';
import { bitsAt } from '../../testing/store-contents.ts';
import { silentLogger } from '../../util/logger.ts';
import { VirtualClock } from '../../util/clock.ts';
import { SampleBuffer } from '../../storage.ts';
import { loadCheckpoint } from '../checkpoint/load-checkpoint.ts';
import { writeCheckpoint } from '../checkpoint/write-checkpoint.ts';
import { ExemplarRing } from '../database/exemplar-ring.ts';
import { HeadAppender } from '../database/head-appender.ts';
import { MetadataStore } from '../database/metadata-store.ts';
import { Head } from '../head/head.ts';
import { replaySegments } from './replay.ts';
import { ReplayVisitor } from './replay-visitor.ts';
import { Wal } from './wal.ts';

/**
 * The bytes of docs/format/{wal,head-chunk,checkpoint}.md, version 1. When this fails, either the code broke the format, or the
 * format changed: then raise its version, keep reading the old one, and record anew with UPDATE_GOLDEN=1.
 */
const TESTDATA = path.join(path.dirname(fileURLToPath(import.meta.url)), 'testdata');
const DIR = '/wal';

function parts() {
  const head = new Head({ blockRangeMs: 7_200_000, outOfOrderWindowMs: 3_600_000, maxSeries: 0, maxBytes: 0 });
  return { head, metadata: new MetadataStore(), exemplars: new ExemplarRing(10) };
}

/** One of each record, with each kind of value and time step. */
async function record(fs: MemoryWalFs): Promise<ReturnType<typeof parts>> {
  const all = parts();
  const wal = new Wal(all.head.index, {
    dir: DIR, firstSegment: 1, segmentBytes: 1 << 20, fsyncIntervalMs: 1000, fs, clock: new VirtualClock(0), logger: silentLogger,
    onGapClosed: () => {},
  }); // prettier-ignore
  const clock = { now: () => Infinity, setTimeout: () => () => {} };
  const appender = new HeadAppender(all.head, wal, all.metadata, all.exemplars, clock, 0);
  const refs = Uint32Array.from(['a', 'b', 'ü'], (topic) =>
    appender.seriesRef(Labels.fromObject({ __name__: 'm', topic })),
  );
  const rows = [
    [0, 1, NaN],
    [5, 1.5, NaN],
    [40_000, 1.5, -0],
    [3e6, 1e300, Infinity],
    [-2e9, 1e300, 0],
  ];
  const times = [0, 15_000, 30_007, 46_000, 700_000];
  rows.forEach((row, i) => {
    appender.appendBatch({
      timestampMs: times[i],
      length: 3,
      refs,
      values: Float64Array.from(row),
      layoutId: 900,
      layoutVersion: 1,
    });
  });
  appender.appendStale(refs[0], 800_000);
  appender.append(refs[1], 800_001, 1e300);
  appender.append(refs[2], 20_000, 7);
  appender.setMetadata('m', { type: 'counter', help: 'h', unit: 'bytes', steppedMs: 60_000 });
  appender.appendExemplar(refs[1], { labels: Labels.fromObject({ trace_id: 'x' }), value: 0.5, timestampMs: 700_000 });
  wal.deletion(refs.subarray(1, 2), 15_000, 15_000);
  wal.cut('begins', 1000);
  wal.cut('done', 1000);
  await wal.close();
  return all;
}

function samplesOf({ head }: ReturnType<typeof parts>): string[] {
  const found: string[] = [];
  const out = new SampleBuffer();
  for (const slot of head.index.liveSlots()) {
    out.length = 0;
    head.read(slot, -Infinity, Infinity, out);
    for (let i = 0; i < out.length; i++)
      found.push(`${head.index.labelsAt(slot).toString()} ${out.timestamps[i]} ${bitsAt(out.valueWords, i)}`);
  }
  return found;
}

async function golden(name: string, bytes: Uint8Array): Promise<void> {
  const file = path.join(TESTDATA, name);
  const hex = `${Buffer.from(bytes).toString('hex').replace(/.{64}/g, '$&\n')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') await writeFile(file, hex);
  expect(hex).toBe(await readFile(file, 'utf8'));
}

describe('formats on disk', () => {
  it('the log', async () => {
    const fs = new MemoryWalFs();
    const written = await record(fs);
    await golden('segment-v1.hex', await fs.read('/wal/00000001.wal'));
    const target = parts();
    expect(
      await replaySegments(
        fs,
        DIR,
        [1],
        () => new ReplayVisitor(target.head, target.metadata, target.exemplars),
        silentLogger,
      ),
    ).toEqual([]);
    // The recording did not carry out the deletion and the cut that it wrote down.
    const expected = samplesOf(written).filter((sample) => !sample.includes('topic="b"} 15000 '));
    expect(samplesOf(target)).toEqual(expected);
    expect(target.head.cutTimeMs).toBe(1000);
  });

  it('the checkpoint and the chunks in it', async () => {
    const written = await record(new MemoryWalFs());
    const fs = new MemoryWalFs();
    await writeCheckpoint(written, fs, DIR, 2);
    await golden('checkpoint-v1.hex', await fs.read('/wal/checkpoint.00000002'));
    const target = parts();
    expect(await loadCheckpoint(target, fs, DIR)).toMatchObject({ segment: 2, problems: [] });
    expect(samplesOf(target)).toEqual(samplesOf(written));
  });
});
