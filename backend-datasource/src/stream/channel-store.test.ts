import { chmodSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { channelPath, isChannelPath } from './channel-spec.ts';
import { ChannelStore } from './channel-store.ts';

const SPEC = { query: 'up', stepMs: 1000, legendFormat: '', rangeMs: 60_000 };
const asked = { refId: 'A', kind: 'range' as const, expr: 'up', fromMs: 0, toMs: 3_600_000, format: 'wide' as const };
const PATH = channelPath(asked);

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'channels-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('remembers over the end of the process', async () => {
  await new ChannelStore(path.join(folder, 'own')).put(PATH, SPEC);
  expect(await new ChannelStore(path.join(folder, 'own')).get(PATH)).toEqual(SPEC);
  expect(await new ChannelStore(null).get(PATH)).toBeUndefined();
});

it('does not believe what others may have written', async () => {
  const shared = path.join(folder, 'shared');
  await new ChannelStore(shared).put(PATH, SPEC);
  chmodSync(shared, 0o777);
  expect(await new ChannelStore(shared).get(PATH)).toBeUndefined();
});

it('leaves files of long ago and half ones alone', async () => {
  const own = path.join(folder, 'own');
  await new ChannelStore(own).put(PATH, SPEC);
  const [name] = readdirSync(own);
  writeFileSync(path.join(own, name), '{"query":');
  expect(await new ChannelStore(own).get(PATH)).toBeUndefined();
  utimesSync(path.join(own, name), 1, 1);
  await new ChannelStore(own).get(PATH);
  expect(readdirSync(own)).toEqual([]);
});

it('gives equal queries one channel and others another', () => {
  expect(isChannelPath(PATH)).toBe(true);
  expect(`ds/${'u'.repeat(40)}/${PATH}`.length).toBeLessThan(160);
  expect(channelPath({ ...asked, refId: 'B', fromMs: 60_000, toMs: 3_660_000 })).toBe(PATH);
  expect(channelPath({ ...asked, expr: 'down' })).not.toBe(PATH);
  expect(channelPath({ ...asked, fromMs: 1_800_000 })).not.toBe(PATH);
  for (const wrong of ['query/../../etc/passwd', 'query/', 'x', `${PATH}x`]) expect(isChannelPath(wrong)).toBe(false);
});
