import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { runTimeseries } from '@observatory/protocol/runs';
import { takeSnapshot } from './prometheus-source.ts';
import { Recorder } from './recorder.ts';
import { wrapCommand } from './wrap-command.ts';

let folder: string;
let server: Server;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-run-'));
  server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    const value = query.includes('(up)') ? '1' : query.includes('jvm_memory') ? '0.5' : 'NaN';
    const metric = { job: 'pulsar/broker', instance: 'broker-1:8080' };
    response.end(JSON.stringify({ status: 'success', data: { result: [{ metric, value: [0, value] }] } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  rmSync(folder, { recursive: true, force: true });
});

const metrics = (name: string) => JSON.parse(readFileSync(path.join(folder, 'metrics', name), 'utf8')) as unknown;

describe('recording a run', () => {
  it('baseline and final snapshot, and columns in between', async () => {
    let now = 1000;
    const recorder = new Recorder({
      folder,
      stepMs: 60_000,
      snapshot: () => takeSnapshot(url, undefined, (now += 1000)),
    });
    await recorder.start();
    await recorder.stop();
    expect(recorder.troubles).toEqual([]);
    expect(metrics('baseline_snapshot.json')).toMatchObject({ timeMs: 2000 });
    expect(metrics('final_snapshot.json')).toMatchObject({ timeMs: 3000 });
    expect(runTimeseries.parse(metrics('timeseries.json'))).toEqual({
      schema: 'pulsar-observatory/timeseries/1',
      stepMs: 60_000,
      times: [2000, 3000],
      series: [
        { measure: 'heap', node: 'broker-1:8080', tier: 'broker', values: [0.5, 0.5] },
        { measure: 'up', node: 'broker-1:8080', tier: 'broker', values: [1, 1] },
      ],
      gaps: [],
    });
    expect(existsSync(path.join(folder, 'metrics/.looks.ndjson'))).toBe(false);
  });

  it('an engine that dies in the middle is a gap that is told, not an error', async () => {
    const recorder = new Recorder({ folder, stepMs: 60_000, snapshot: () => takeSnapshot(url, undefined, 1000) });
    await recorder.start();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const timeseries = await recorder.stop();
    expect(timeseries?.series.find(({ measure }) => measure === 'up')?.values).toEqual([1, null]);
    expect(timeseries?.gaps[0]).toMatch(/^The cluster could not be asked everything in 1 of 2 looks/);
  });

  it('a folder that cannot be written is told, not thrown', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const recorder = new Recorder({
      folder: path.join(folder, 'file'),
      stepMs: 60_000,
      snapshot: () => takeSnapshot(url, undefined, 1000),
    });
    await recorder.start();
    await expect(recorder.stop()).resolves.toBeUndefined();
    expect(recorder.troubles.length).toBeGreaterThan(0);
  });
});

describe('the wrapped command', () => {
  it.each([
    ['its exit code', ['sh', '-c', 'exit 7'], { exitCode: 7 }],
    ['the signal that killed it', ['sh', '-c', 'kill -9 $$'], { exitCode: 128, signal: 'SIGKILL' }],
    ['127 for what is not there', ['observatory-no-such-command'], { exitCode: 127 }],
  ])('gives %s', async (_, [command, ...parameters], end) => {
    expect(await wrapCommand(command, parameters)).toEqual(end);
    expect(process.listeners('SIGHUP')).toHaveLength(0);
  });
});
