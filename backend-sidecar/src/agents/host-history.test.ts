import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { HostHistory } from './host-history.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-history-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'history.jsonl');
const started = () => {
  const history = new HostHistory({ file: file(), clock: new VirtualClock(0), logger: silentLogger });
  history.start();
  return history;
};
const point = (timeMs: number) => ({ timeMs, cpuPercent: timeMs / 3, memoryPercent: 2, diskPercent: 3 });

it('keeps the last 100 points of each host over a restart, and what was cleared stays so', () => {
  const history = started();
  for (let i = 0; i < 130; i++) history.add('a', [point(i)]);
  history.add('b', [point(1)]);
  history.add('c', [point(1)]);
  history.clear('b');
  history.add('b', [point(2)]);
  history.clear('c');
  history.stop();
  const again = started();
  expect(again.of('a').map(({ timeMs }) => timeMs)).toEqual(Array.from({ length: 100 }, (_, i) => i + 30));
  expect(again.of('a').at(-1)?.cpuPercent).toBeCloseTo(43);
  expect(again.of('b')).toEqual([{ timeMs: 2, cpuPercent: 0.67, memoryPercent: 2, diskPercent: 3 }]);
  expect(again.of('c')).toEqual([]);
});

it('reads over what a crash tore, and does not grow for ever', () => {
  const history = started();
  history.add('a', [point(1)]);
  history.stop();
  appendFileSync(file(), '["a",2,\n{"no":1}\n["a",3,1,1');
  const again = started();
  expect(again.of('a').map(({ timeMs }) => timeMs)).toEqual([1]);
  for (let i = 0; i < 25_000; i++) again.add('a', [point(i)]);
  again.stop();
  expect(readFileSync(file(), 'utf8').split('\n').length).toBeLessThan(110);
  expect(started().of('a')).toHaveLength(100);
});
