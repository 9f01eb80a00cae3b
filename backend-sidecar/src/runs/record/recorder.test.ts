import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as turn } from 'node:timers/promises';
import { runTimeseries } from '@observatory/protocol/runs';
import { VirtualClock } from '../../util/clock.ts';
import { FakeEngine } from '../testing/fake-engine.ts';
import { Recorder } from './recorder.ts';
import { wrapCommand } from './wrap-command.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
const STEP = 30_000;

let folder: string;
let clock: VirtualClock;
let engine: FakeEngine;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'observatory-run-'));
  clock = new VirtualClock(START);
  engine = new FakeEngine();
  engine.node({ job: 'pulsar/c1/broker', instance: 'broker-1:8080' }, { '(up{': 1, 'area="heap"': 0.5 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = () => ({ promql: engine, cluster: 'c1' });
const recorder = (more: Partial<ConstructorParameters<typeof Recorder>[0]> = {}) =>
  new Recorder({ folder, stepMs: STEP, source: source(), clock, ...more });
const metrics = (name: string) => JSON.parse(readFileSync(path.join(folder, 'metrics', name), 'utf8')) as unknown;
const values = (series: { measure: string; values: (number | null)[] }[] | undefined, measure: string) =>
  series?.find((each) => each.measure === measure)?.values;

describe('recording a run', () => {
  it('has a baseline, a final snapshot, and all that the engine stored in between', async () => {
    const looks: number[] = [];
    const run = recorder({ onLook: ({ timeMs }) => looks.push(timeMs - START) });
    await run.start();
    for (const count of [2, 3]) {
      await clock.advanceBy(STEP);
      while (looks.length < count) await turn();
    }
    const timeseries = await run.stop({ fromMs: START, toMs: START + 2 * STEP });
    expect(run.troubles).toEqual([]);
    expect(looks).toEqual([0, STEP, 2 * STEP, 2 * STEP]);
    expect(metrics('baseline_snapshot.json')).toMatchObject({ timeMs: START });
    expect(metrics('final_snapshot.json')).toMatchObject({ timeMs: START + 2 * STEP });
    expect(runTimeseries.parse(metrics('timeseries.json'))).toEqual(timeseries);
    expect(timeseries).toEqual({
      schema: 'pulsar-observatory/timeseries/1',
      stepMs: STEP,
      times: [START, START + STEP, START + 2 * STEP],
      series: [
        { measure: 'heap', node: 'broker-1:8080', tier: 'broker', values: [0.5, 0.5, 0.5] },
        { measure: 'up', node: 'broker-1:8080', tier: 'broker', values: [1, 1, 1] },
      ],
      gaps: [],
    });
    expect(existsSync(path.join(folder, 'metrics/.looks.ndjson'))).toBe(false);
    expect(engine.asked.every((query) => !query.includes('CLUSTER'))).toBe(true);
    expect(engine.asked.some((query) => query.includes('up{cluster="c1"}'))).toBe(true);
  });

  it('an engine that dies in the middle leaves the looks and a sentence, not an error', async () => {
    const run = recorder();
    await run.start();
    engine.broken = 'connection refused';
    await clock.advanceBy(STEP);
    const timeseries = await run.stop({ fromMs: START, toMs: START + STEP });
    expect(values(timeseries?.series, 'up')).toEqual([1, null, null]);
    expect(timeseries?.gaps[0]).toMatch(/could not be asked everything in 2 of 3 looks, first at .*connection refused/);
  });

  it('a folder that cannot be written is told, not thrown', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const told: string[] = [];
    const run = recorder({ folder: path.join(folder, 'file'), onTrouble: (sentence) => told.push(sentence) });
    await run.start();
    await expect(run.stop({ fromMs: START, toMs: START })).resolves.toBeUndefined();
    expect(told).toEqual(run.troubles);
    expect(told.length).toBeGreaterThan(0);
  });

  it('goes on after its process was killed in the middle of a line, and tells of the pause', async () => {
    const first = recorder();
    await first.start();
    await first.pause();
    const looks = path.join(folder, 'metrics/.looks.ndjson');
    writeFileSync(looks, `${readFileSync(looks, 'utf8')}{"timeMs":17`);
    await clock.advanceBy(10 * STEP);
    const second = recorder();
    await second.resume();
    engine.broken = 'gone';
    const timeseries = await second.stop({ fromMs: START, toMs: START + 10 * STEP });
    expect(timeseries?.times.map((timeMs) => (timeMs - START) / STEP)).toEqual([0, 10, 10]);
    expect(timeseries?.gaps.join()).toContain(
      'Nobody looked at the cluster from 2026-11-22T10:00:00Z to 2026-11-22T10:05:00Z',
    );
  });
});

describe('the wrapped command', () => {
  it.each([
    ['its exit code', ['sh', '-c', 'exit 7'], { exitCode: 7 }],
    ['the signal that killed it', ['sh', '-c', 'kill -9 $$'], { exitCode: 128, signal: 'SIGKILL' }],
    ['127 for what is not there', ['observatory-no-such-command'], { exitCode: 127 }],
  ])('gives %s', async (_, [command, ...parameters], end) => {
    expect(await wrapCommand(command, parameters).ended).toEqual(end);
    expect(process.listeners('SIGHUP')).toHaveLength(0);
  });

  it('is asked to end, and killed when it does not', async () => {
    const deaf = wrapCommand(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
    deaf.kill(0);
    expect((await deaf.ended).signal).toMatch(/^SIG(TERM|KILL)$/);
  });
});
