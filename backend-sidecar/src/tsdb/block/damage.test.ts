import { jest } from '@jest/globals';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Matcher } from '../../model/matcher.ts';
import { VirtualClock } from '../../util/clock.ts';
import { silentLogger } from '../../util/logger.ts';
import { openBlocks } from './block-store.ts';
import { actual, expected, inputOf, labelsOf, sample, type ModelSeries } from './testing/naive-model.ts';
import { TempStore } from './testing/temp-store.ts';

// Thousands of small files and fsyncs: generous for machines that do much else meanwhile.
jest.setTimeout(30_000);

const T0 = 1_699_999_200_000;
const all = [new Matcher('=~', '__name__', '.*')];
/** Reads every kind of page: `.+` needs the posting lists of both names. */
const thorough = [new Matcher('=~', '__name__', '.+'), new Matcher('=~', 'instance', '.+')];
const everything = { matchers: all, minTimeMs: 0, maxTimeMs: 1e14 };
const options = { clock: new VirtualClock(T0), logger: silentLogger, retentionMs: 0, retentionSizeBytes: 0 };

const model: ModelSeries[] = Array.from({ length: 5 }, (_, n) => ({
  labels: labelsOf({ __name__: `m${n % 3}`, instance: `i${n}` }),
  samples: Array.from({ length: 20 }, (__, i) => sample(T0 + i * 15_000 + (n % 2), n === 0 ? i / 7 : i * n)),
}));
const sound = expected(model, all, 0, 1e14);

let temp: TempStore;
beforeEach(async () => {
  temp = await TempStore.create();
});
afterEach(() => temp.dispose());

/** A store of one good block and one whose file is `bytes`: what it answers, and how it opened. */
async function openWith(
  good: string,
  bytes: Uint8Array,
): Promise<{ answers: Record<string, string>; aside: string[]; names: string[] }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'damage-'));
  const id = path.basename(good);
  await mkdir(path.join(dir, id));
  await writeFile(path.join(dir, id, 'block'), bytes);
  const store = await openBlocks(dir, options);
  const answers = actual(await store.select({ ...everything, matchers: thorough }));
  const aside = store.stats().setAside.map((entry) => entry.id);
  await store.close();
  const names = await readdir(dir);
  await rm(dir, { recursive: true });
  return { answers, aside, names };
}

async function writeOne(): Promise<{ folder: string; bytes: Buffer }> {
  const store = await temp.open();
  const meta = await store.write(inputOf(model), 0, 1e14);
  const folder = path.join(temp.dir, meta?.id ?? '');
  return { folder, bytes: await readFile(path.join(folder, 'block')) };
}

describe('a damaged block', () => {
  it('is found by a flipped bit anywhere in the file', async () => {
    const { folder, bytes } = await writeOne();
    for (let at = 0; at < bytes.length; at++) {
      const copy = Buffer.from(bytes);
      copy[at] ^= 1 << (at % 8);
      const { answers, aside, names } = await openWith(folder, copy);
      expect({ at, answers, aside, names }).toEqual({
        at,
        answers: {},
        aside: [path.basename(folder)],
        names: [`${path.basename(folder)}.corrupt`],
      });
    }
  });

  it('is found wherever the file is cut off', async () => {
    const { folder, bytes } = await writeOne();
    for (let length = 0; length < bytes.length; length += length < 100 ? 3 : 17) {
      const { answers, aside } = await openWith(folder, bytes.subarray(0, length));
      expect({ length, answers, aside }).toEqual({ length, answers: {}, aside: [path.basename(folder)] });
    }
    expect((await openWith(folder, Buffer.concat([bytes, Buffer.alloc(1)]))).aside).toHaveLength(1);
    expect((await openWith(folder, bytes)).answers).toEqual(sound);
  });

  it('does not keep the others from serving, whether found at open, at select, or by a compaction', async () => {
    const { folder, bytes } = await writeOne();
    const other = [{ labels: labelsOf({ __name__: 'other' }), samples: [sample(T0 + 1, 1)] }];
    const store = await temp.open();
    await store.write(inputOf(other), 0, 1e14);
    expect(store.metas()).toHaveLength(2);
    // Damage that appears while the block is open.
    const damaged = Buffer.from(bytes);
    damaged[20] ^= 0xff;
    await writeFile(path.join(folder, 'block'), damaged);
    expect(actual(await store.select(everything))).toEqual(expected(other, all, 0, 1e14));
    expect(store.stats().setAside).toEqual([
      { id: path.basename(folder), reason: expect.stringContaining('checksum') },
    ]);
    await store.close();
    expect(await readdir(temp.dir)).toContain(`${path.basename(folder)}.corrupt`);
    await mkdir(folder);
    await writeFile(path.join(folder, 'block'), damaged);
    const again = await temp.open();
    expect(again.openReport.setAside).toEqual([]);
    await again.maintain(T0 + 1e9);
    expect(actual(await again.select(everything))).toEqual(expected(other, all, 0, 1e14));
    expect(again.stats().setAside).toHaveLength(1);
  });

  it('fails a read that had begun, with an error that says what to do, and no other', async () => {
    const { folder, bytes } = await writeOne();
    const store = await temp.open({ prefetchBytes: 0, cacheBytes: 0 });
    const [set] = await store.select(everything);
    const damaged = Buffer.from(bytes);
    damaged[20] ^= 0xff;
    await writeFile(path.join(folder, 'block'), damaged);
    expect(() => actual([set])).toThrow(
      expect.objectContaining({ code: 'OBS_BLOCK_CORRUPT', hint: expect.stringContaining('set aside') }),
    );
    set.close();
    expect(await store.select(everything)).toEqual([]);
    await store.close();
    expect(await readdir(temp.dir)).toEqual([`${path.basename(folder)}.corrupt`]);
  });

  it('may be its tombstones', async () => {
    const { folder } = await writeOne();
    const store = await temp.open();
    await store.deleteSeries([new Matcher('=', 'instance', 'i3')], 0, T0 + 60_000);
    await store.close();
    const file = path.join(folder, 'tombstones');
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at++) {
      const dir = await mkdtemp(path.join(tmpdir(), 'damage-'));
      const target = path.join(dir, path.basename(folder));
      await mkdir(target);
      await copyFile(path.join(folder, 'block'), path.join(target, 'block'));
      const copy = Buffer.from(bytes);
      copy[at] ^= 1 << (at % 8);
      await writeFile(path.join(target, 'tombstones'), copy);
      const again = await openBlocks(dir, options);
      expect(again.openReport.setAside).toEqual([{ id: path.basename(folder), reason: 'tombstones are damaged' }]);
      await again.close();
      await rm(dir, { recursive: true });
    }
  });
});
