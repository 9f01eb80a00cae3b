import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunRecord } from '@observatory/protocol/run-objects';
import { RUN_MEASURES, runTimeseries, type RunSeries, type RunTimeseries } from '@observatory/protocol/runs';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { writeTimeseries } from '../record/write-timeseries.ts';
import { RunFolder } from '../store/run-folder.ts';
import { finishRun, readRunFolder } from './finish-run.ts';

const START = Date.parse('2026-11-22T10:00:00Z');

let folder: RunFolder;
beforeEach(async () => {
  folder = new RunFolder(mkdtempSync(path.join(os.tmpdir(), 'observatory-run-')));
  await folder.create();
});
afterEach(() => rmSync(folder.path, { recursive: true, force: true }));

const record = (more: Partial<RunRecord> = {}): RunRecord => ({
  ...{
    schema: 'pulsar-observatory/run/1',
    id: 'r',
    name: 'run',
    labels: {},
    notes: '',
    state: 'finished',
    cluster: 'c',
  },
  ...{
    source: 'store',
    startedMs: START,
    endedMs: START + 3_600_000,
    command: 'x',
    by: 'Ann',
    stepMs: 15_000,
    looks: 240,
  },
  ...{
    troubles: [],
    results: [],
    figures: [],
    findings: [],
    reported: false,
    clusterState: [],
    abort: [],
    unfinished: false,
  },
  ...more,
});

/** As of a real cluster: values with six digits that change at every look. */
function timeseries(nodes: number, steps: number): RunTimeseries {
  const random = new SeededRandom(1);
  const series: RunSeries[] = [];
  for (const measure of RUN_MEASURES)
    for (let node = 0; node < nodes; node++)
      series.push({
        measure,
        node: `node-${node}.pulsar.svc.cluster.local:8080`,
        tier: node % 2 === 0 ? 'broker' : 'bookie',
        values: Array.from({ length: steps }, () => Number((random.next() * 1e5).toPrecision(6))),
      });
  const times = Array.from({ length: steps }, (_, index) => START + index * 15_000);
  return { schema: 'pulsar-observatory/timeseries/1', stepMs: 15_000, times, series, gaps: [] };
}

it('an hour with 20 nodes at 15 s stays under 10 MB, and comes back as it was', async () => {
  const hour = timeseries(20, 240);
  const file = folder.file('metrics', 'timeseries.json');
  await writeTimeseries(file, hour);
  const change = await finishRun(folder, record(), { version: '0', timeseries: hour });
  expect(change).toMatchObject({ reported: true });
  expect(runTimeseries.parse(JSON.parse(readFileSync(file, 'utf8')))).toEqual(hour);
  expect(await folder.bytes()).toBeLessThan(10 << 20);
  await folder.writeRecord(record());
  const { info, timeseries: again } = await readRunFolder(folder);
  expect(info).toMatchObject({ id: 'r', cluster: 'c' });
  expect(again).toEqual(hour);
});

it('places a result by the brokers, tells when it cannot, and judges both', async () => {
  const random = new SeededRandom(5);
  const load = Array.from({ length: 180 }, (_, index) => 5000 + 4000 * Math.sin(index / 7) + 500 * random.next());
  const result = { workload: 'w', driver: 'Pulsar', publishRate: load, consumeRate: load };
  writeFileSync(folder.file('benchmark_results', 'w.json'), JSON.stringify(result));
  const beginMs = START + 400_000;
  const at = (timeMs: number) => load[Math.floor((timeMs - beginMs) / 10_000)] ?? 0;
  const times = Array.from({ length: 240 }, (_, index) => START + index * 15_000);
  const broker: RunSeries = {
    measure: 'rateIn',
    node: 'b',
    tier: 'broker',
    values: times.map((timeMs) => at(timeMs - 5000)),
  };
  const series: RunTimeseries = {
    schema: 'pulsar-observatory/timeseries/1',
    stepMs: 15_000,
    times,
    series: [broker],
    gaps: [],
  };
  const found = await finishRun(folder, record(), { version: '0', timeseries: series });
  expect(found.alignment?.from).toBe('correlation');
  expect(Math.abs((found.alignment?.beginMs ?? 0) - beginMs)).toBeLessThanOrEqual(found.alignment?.uncertaintyMs ?? 0);
  expect(found.figures?.map(({ id }) => id)).toEqual(['publishRate', 'consumeRate', 'rateIn']);

  const flat = { ...series, series: [{ ...broker, values: times.map(() => 3) }] };
  const lost = await finishRun(folder, record(), { version: '0', timeseries: flat });
  expect(lost.findings?.map(({ text }) => text).join()).toContain("fits the brokers' rate in nowhere well enough");
});

it('a report that cannot be written is a trouble of the run', async () => {
  rmSync(folder.file('report'), { recursive: true });
  writeFileSync(folder.file('report'), '');
  const { troubles, reported } = await finishRun(folder, record(), { version: '0' });
  expect(reported).toBeUndefined();
  expect(troubles?.join()).toContain('The report could not be written');
});
