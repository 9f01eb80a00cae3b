import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FilePlace } from '../link/spool.ts';
import { silentLogger } from '../util/logger.ts';
import { FileFollower } from './file-follower.ts';

let folder: string;
let file: string;
let lines: string[];
let place: FilePlace | undefined;
let follower: FileFollower;
let refuse = false;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-follow-'));
  file = path.join(folder, 'app.log');
  lines = [];
  place = undefined;
});
afterEach(async () => {
  await follower.stop();
  rmSync(folder, { recursive: true });
});

function follow(more: { fromStart?: boolean; emptyAboveBytes?: number } = {}): void {
  follower = new FileFollower({
    file,
    ...(place && { place }),
    logger: silentLogger,
    pollMs: 5,
    onLines: (found, at) => {
      if (refuse) throw new Error('no room');
      lines.push(...found);
      place = at;
    },
    ...more,
  });
  follower.start();
}

async function seen(count: number): Promise<string[]> {
  while (lines.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return lines;
}

it('follows through rotation and truncation without losing or repeating a line', async () => {
  writeFileSync(file, 'before\n');
  follow({ fromStart: true });
  await seen(1);
  appendFileSync(file, 'one\nhal');
  appendFileSync(file, 'f\r\n');
  await seen(3);
  renameSync(file, `${file}.1`);
  appendFileSync(`${file}.1`, 'late\n');
  writeFileSync(file, 'new\n');
  expect(await seen(5)).toEqual(['before', 'one', 'half', 'late', 'new']);
  truncateSync(file);
  await new Promise((resolve) => setTimeout(resolve, 300));
  appendFileSync(file, 'after\n');
  expect(await seen(6)).toEqual(['before', 'one', 'half', 'late', 'new', 'after']);
});

it('goes on where it left off, also in a file that was rotated meanwhile', async () => {
  writeFileSync(file, 'a\nb\nunfinished');
  follow({ fromStart: true });
  await seen(2);
  await follower.stop();
  appendFileSync(file, ' line\nc\n');
  renameSync(file, `${file}.1`);
  writeFileSync(file, 'd\n');
  follow();
  expect(await seen(5)).toEqual(['a', 'b', 'unfinished line', 'c', 'd']);
});

it('reads a file that is there from its end, and one that comes later from its start', async () => {
  writeFileSync(file, 'old\n');
  follow();
  await new Promise((resolve) => setTimeout(resolve, 250));
  appendFileSync(file, 'new\n');
  expect(await seen(1)).toEqual(['new']);
});

it('offers lines again that could not be kept', async () => {
  refuse = true;
  writeFileSync(file, 'x\ny\n');
  follow({ fromStart: true });
  await new Promise((resolve) => setTimeout(resolve, 100));
  refuse = false;
  expect(await seen(2)).toEqual(['x', 'y']);
});
