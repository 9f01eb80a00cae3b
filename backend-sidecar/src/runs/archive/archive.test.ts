import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { RunTimeseries } from '@observatory/protocol/runs';
import fc from 'fast-check';
import { SampleBuffer } from '../../storage.ts';
import { RunFolder } from '../store/run-folder.ts';
import { RunStore } from '../store/run-store.ts';
import { importRun } from './import-run.ts';
import { readTar } from './read-tar.ts';
import { seriesOfRun } from './series-of-run.ts';
import { writeTar } from './write-tar.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-archive-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The archive in pieces of any length, as a network gives it. */
const inPieces = (archive: Buffer, length: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(archive.length / length) }, (_, index) =>
      archive.subarray(index * length, (index + 1) * length),
    ),
  );

async function filesOf(archive: Readable): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, content } of readTar(archive)) files[name] = (await buffer(content)).toString('latin1');
  return files;
}

describe('archives', () => {
  it('what is written is read again, in pieces of any length, also gzipped', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,3}\.json$/), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(fc.string({ maxLength: 2000 })),
        fc.integer({ min: 1, max: 3000 }),
        fc.boolean(),
        async (files, texts, length, zipped) => {
          const source = mkdtempSync(path.join(folder, 'x'));
          const expected: Record<string, string> = {};
          for (const [index, name] of files.entries()) {
            mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
            expected[name] = Buffer.from(texts[index] ?? '').toString('latin1');
            writeFileSync(path.join(source, name), texts[index] ?? '');
          }
          const archive = await buffer(Readable.from(writeTar(source, files)));
          expect(await filesOf(inPieces(zipped ? gzipSync(archive) : archive, length))).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('those of tar itself: long names, folders, links left out; tar reads ours', async () => {
    const long = `${'d'.repeat(90)}/${'n'.repeat(120)}.json`;
    mkdirSync(path.join(folder, 'a', path.dirname(long)), { recursive: true });
    writeFileSync(path.join(folder, 'a', long), 'long');
    writeFileSync(path.join(folder, 'a/short'), '');
    symlinkSync('/etc/passwd', path.join(folder, 'a/link'));
    for (const format of ['gnu', 'pax']) {
      const archive = execFileSync('tar', [`--format=${format}`, '-cz', '-C', path.join(folder, 'a'), '.']);
      expect(await filesOf(inPieces(archive, 1000))).toEqual({ [`./${long}`]: 'long', './short': '' });
    }
    writeFileSync(
      path.join(folder, 'own.tar'),
      await buffer(Readable.from(writeTar(path.join(folder, 'a'), ['short']))),
    );
    expect(execFileSync('tar', ['-tf', path.join(folder, 'own.tar')], { encoding: 'utf8' })).toBe('short\n');
  });

  it('nothing but an error comes of bytes that are none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (bytes) => {
        // Zeros alone are the end of an archive.
        fc.pre(bytes.some((byte) => byte !== 0));
        await expect(filesOf(Readable.from([Buffer.from(bytes)]))).rejects.toMatchObject({ code: 'OBS_RUN_ARCHIVE' });
      }),
      { numRuns: 50 },
    );
  });
});

describe('importing folders of runs', () => {
  const pack = async (files: Record<string, string>, modifiedMs = 1_760_000_600_000): Promise<Readable> => {
    const source = mkdtempSync(path.join(folder, 'run'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
      writeFileSync(path.join(source, name), text);
      utimesSync(path.join(source, name), modifiedMs / 1000, modifiedMs / 1000);
    }
    return Readable.from(writeTar(source, Object.keys(files)), { objectMode: false });
  };
  const store = async (): Promise<RunStore> => {
    const opened = new RunStore(path.join(folder, 'runs'));
    await opened.open();
    return opened;
  };
  const look = (timeMs: number, value: number) =>
    JSON.stringify({ timeMs, values: [{ measure: 'rateIn', node: 'b', tier: 'broker', value }], troubles: [] });

  it('of a recorder that was killed: its looks become series, its end is when it was last seen', async () => {
    const runs = await store();
    const record = {
      schema: 'pulsar-observatory/run/1',
      id: 'r-1',
      name: 'r',
      labels: {},
      notes: '',
      state: 'running',
      cluster: '',
      source: 'store',
      startedMs: 1000,
      command: 'c',
      by: '',
      stepMs: 1000,
      looks: 2,
      troubles: [],
      results: [],
      figures: [],
      findings: [],
      reported: false,
    };
    const id = await importRun(
      await pack({
        'exp/run.json': JSON.stringify(record),
        'exp/metrics/.looks.ndjson': `${look(1000, 5)}\n${look(2000, 6)}\n{"timeM`,
      }),
      { store: runs, by: 'Ann', nowMs: 9000 },
    );
    expect(runs.record(id)).toMatchObject({ id: 'r-1', state: 'interrupted', endedMs: 2000 });
    expect((await runs.folder(id).readTimeseries())?.series[0].values).toEqual([5, 6]);
    expect((await new RunStore(path.join(folder, 'runs')).open()).length).toBe(0);
  });

  it('as teams have them, without run.json, and as the command wrote them before', async () => {
    const runs = await store();
    const results = {
      'mine/benchmark_results/w-Pulsar-2021-02-05-22-34-17.json': '{"publishRate":[1]}',
      'mine/notes.txt': 'x',
    };
    const id = await importRun(await pack(results), { store: runs, by: 'Ann', nowMs: 9000 });
    expect(runs.record(id)).toMatchObject({
      name: 'mine',
      startedMs: 1_760_000_600_000,
      by: 'Ann',
      troubles: ['Not taken over: 1 files, such as mine/notes.txt.'],
    });
    const earlier = { name: 'old', beginMs: 5000, endMs: 6000, command: 'bin/benchmark', exitCode: 1, troubles: [] };
    const old = await importRun(await pack({ 'run.json': JSON.stringify(earlier) }), {
      store: runs,
      by: 'Ann',
      nowMs: 9000,
    });
    expect(runs.record(old)).toMatchObject({
      name: 'old',
      state: 'failed',
      startedMs: 5000,
      endedMs: 6000,
      exitCode: 1,
    });
  });

  it('nothing outside of its folder is written, and nothing is left of one that fails', async () => {
    const runs = await store();
    const source = mkdtempSync(path.join(folder, 'evil'));
    mkdirSync(path.join(source, 'benchmark_results'));
    writeFileSync(path.join(source, 'benchmark_results/x.json'), '{"publishRate":[1]}');
    const archive = await buffer(Readable.from(writeTar(source, ['benchmark_results/x.json'])));
    const evil = Buffer.from(archive);
    evil.write('../../benchmark_results/x.json\0', 0, 'latin1');
    evil.write('        ', 148, 'latin1');
    const sum = evil.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    evil.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    await expect(importRun(Readable.from([evil]), { store: runs, by: '', nowMs: 1 })).rejects.toMatchObject({
      code: 'OBS_RUN_ARCHIVE',
    });
    expect(await new RunFolder(path.join(folder, 'runs')).list()).toEqual([]);
    expect(runs.list()).toEqual([]);
  });
});

it('measures of a run are series in the order of blocks, without samples where nothing was seen', () => {
  const timeseries: RunTimeseries = {
    schema: 'pulsar-observatory/timeseries/1',
    stepMs: 10,
    times: [0, 10, 20],
    series: [
      { measure: 'writeP99', node: 'b', tier: 'bookie', values: [1, null, 3] },
      { measure: 'rateIn', node: 'a', tier: 'broker', values: [null, 5, null] },
    ],
    gaps: [],
  };
  const out = new SampleBuffer();
  const read = seriesOfRun({ id: 'r', cluster: 'c' }, timeseries).map(({ labels, read: fill }) => {
    fill(out);
    return [labels.toString(), [...out.timestamps.subarray(0, out.length)], [...out.values.subarray(0, out.length)]];
  });
  expect(read).toEqual([
    ['observatory_run_rate_in{cluster="c", instance="a", run="r", tier="broker"}', [10], [5]],
    ['observatory_run_write_p99{cluster="c", instance="b", run="r", tier="bookie"}', [0, 20], [1, 3]],
  ]);
});
