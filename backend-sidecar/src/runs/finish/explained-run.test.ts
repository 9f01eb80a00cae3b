import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunRecord } from '@observatory/protocol/run-objects';
import { BEGIN_MS, madeCluster, madeRun } from '../compare/testing/made-run.ts';
import { RunFolder } from '../store/run-folder.ts';
import { finishRun, type ExplainSpan } from './finish-run.ts';

let folder: RunFolder;
beforeEach(async () => {
  folder = new RunFolder(mkdtempSync(path.join(os.tmpdir(), 'observatory-run-')));
  await folder.create();
});
afterEach(() => rmSync(folder.path, { recursive: true, force: true }));

const record: RunRecord = {
  ...madeRun({ id: 'r', info: { cluster: 'c' } }).info,
  schema: 'pulsar-observatory/run/1',
  clusterState: [],
  abort: [],
  unfinished: false,
};
const timeseries = madeCluster(20, { 'broker-2': { up: (index) => (index === 9 ? 0 : 1) } });
const report = () => readFileSync(folder.file('report', 'index.html'), 'utf8');

it("a report asks for the causes of its run's worst span, on the cluster of the run", async () => {
  const asked: unknown[] = [];
  const explain: ExplainSpan = (span, cluster) => {
    asked.push([span, cluster]);
    return Promise.resolve([{ grade: 'warn', text: 'broker-2 was lost.' }]);
  };
  const change = await finishRun(folder, record, { version: '1', timeseries, explain });
  expect(asked).toEqual([[{ fromMs: BEGIN_MS + 30_000, toMs: BEGIN_MS + 150_000, what: 'broker-2 being down' }, 'c']]);
  expect(change.findings?.map(({ text }) => text)).toContain('broker-2 was lost.');
  expect(report()).toContain('broker-2 was lost.');
});

it('without an answer the report is written all the same', async () => {
  const explain: ExplainSpan = () => Promise.reject(new Error('no store'));
  expect(await finishRun(folder, record, { version: '1', timeseries, explain })).toMatchObject({ reported: true });
  expect(report()).toContain('broker-2 was down in 1 of 20 samples');
});
