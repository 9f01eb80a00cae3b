/**
 * Runs end to end on the real cluster: a load generator that writes OMB's result format, a broker that is frozen in the middle,
 * and a report that has to name it; then a broker and the sidecar killed under a second run.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunRecord } from '@observatory/protocol/run-objects';
import { demand, eventually, type Checks } from '../checks.ts';
import type { AgentProcesses } from '../pulsar/agent-processes.ts';
import type { NodeName } from '../pulsar/nodes.ts';
import type { PulsarSession } from '../pulsar/session.ts';
import { startWrapped, splitErrors, type Running } from './wrapped.ts';

const TOPIC = 'persistent://public/default/omb';
const FREEZE_MS = 20_000;
const SECONDS = 110;

export interface RealRun {
  root: string;
  /** Bundle of e2e/pulsar/omb-load.ts. */
  loadGenerator: string;
  session: PulsarSession;
  agents: AgentProcesses;
  log: (line: string) => void;
}

export async function checkReports(checks: Checks, run: RealRun): Promise<void> {
  const base = mkdtempSync(path.join(tmpdir(), 'observatory-real-'));
  await checks.check('run: the report of a real run names the broker that was frozen, and when', async () => {
    const out = path.join(base, 'frozen');
    const running = startLoad(run, base, 'real', out);
    await points(running, 3);
    const { node, broker } = await ownerOf(run);
    const pid = await run.agents.pid(node);
    demand(pid !== undefined, `${node} does not run`);
    const fromMs = Date.now();
    process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, FREEZE_MS));
    process.kill(pid, 'SIGCONT');
    const toMs = Date.now();
    const ended = await running.ended;
    demand(ended.code === 0, `exit code ${ended.code}: ${ended.stderr.slice(-500)}`);
    const { findings, figures } = recordOf(out);
    for (const { grade, text } of findings) run.log(`        ${grade}: ${text}`);
    const naming = findings.find(
      ({ grade, text }) => grade === 'bad' && text.includes(broker) && timeIn(text, fromMs, toMs),
    );
    demand(naming !== undefined, `frozen was ${broker} at ${clock(fromMs)} to ${clock(toMs)}: no finding says so`);
    const html = readFileSync(path.join(out, 'report/index.html'), 'utf8');
    demand(html.includes(naming.text), 'the sentence is not in the report');
    const p99 = figures.find(({ id }) => id === 'publishP99')?.value;
    return `${node} frozen at ${clock(fromMs)} for 20 s: "${naming.text}"; publish p99 ${p99?.toFixed(0)} ms`;
  });
  await checks.check(
    'run: with a broker and then the sidecar killed, the load ends with its result and a report',
    async () => {
      const out = path.join(base, 'killed');
      const running = startLoad(run, base, 'killed', out);
      await points(running, 2);
      const { node } = await ownerOf(run);
      const pid = await run.agents.pid(node);
      demand(pid !== undefined, `${node} does not run`);
      process.kill(pid, 'SIGKILL');
      await points(running, 4);
      await run.session.killSidecar();
      const ended = await running.ended;
      demand(ended.code === 0, `exit code ${ended.code}: ${ended.stderr.slice(-500)}`);
      const { own, ours } = splitErrors(ended.stderr);
      demand(own === '', `its error stream was empty without us: ${own.slice(0, 300)}`);
      const results = readdirSync(path.join(out, 'benchmark_results'));
      demand(results.length === 1, `results: ${results.join(', ')}`);
      demand(readFileSync(path.join(out, 'report/index.html'), 'utf8').length > 10_000, 'no report');
      return `${node} and the sidecar killed: exit code 0, ${results[0]} kept; ${ours
        .map((line) => line.slice(17))
        .join('; ')
        .slice(0, 300)}`;
    },
  );
}

function startLoad({ root, loadGenerator, session }: RealRun, cwd: string, name: string, out: string): Running {
  const load = ['--cache', path.join(root, '.cache/pulsar'), '--seconds', String(SECONDS), '--rate', '300'];
  const options = { root, cwd, name, url: session.sidecarUrl, out, everySeconds: 5 };
  const running = startWrapped(options, [process.execPath, loadGenerator, ...load, '--topic', TOPIC]);
  session.cleanups.push(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
  });
  return running;
}

/** Waits until the load generator has told of so many points. */
async function points(running: Running, count: number): Promise<void> {
  await eventually(300, async () => {
    const told = running.output().match(/^Pub rate /gm)?.length ?? 0;
    demand(told >= count || running.child.exitCode !== null, `${told} points`);
    return '';
  });
}

/** The broker that has the load's topic, not by the sidecar's word. */
async function ownerOf({ session }: RealRun): Promise<{ node: NodeName; broker: string }> {
  const response = await fetch(`${session.cluster.adminUrls[0]}/lookup/v2/topic/${TOPIC.replace('://', '/')}`);
  const { httpUrl } = (await response.json()) as { httpUrl: string };
  const broker = new URL(httpUrl).host;
  return { node: broker.endsWith(':8080') ? 'broker-1' : 'broker-2', broker };
}

function recordOf(out: string): RunRecord {
  return JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as RunRecord;
}

const clock = (timeMs: number): string => new Date(timeMs).toISOString().slice(11, 19);

/** A time of day in the sentence that lies within, with two scrapes to spare. */
function timeIn(text: string, fromMs: number, toMs: number): boolean {
  const day = new Date(fromMs).toISOString().slice(0, 10);
  return [...text.matchAll(/\d\d:\d\d:\d\d/g)].some(([time]) => {
    const ms = Date.parse(`${day}T${time}Z`);
    return ms >= fromMs - 10_000 && ms <= toMs + 10_000;
  });
}
