import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openDatabase } from '../tsdb/db.ts';
import { CRASH_STEP_MS, CRASH_T0, crashLabels, crashValue, presentSeries } from './crash-workload.ts';
import { SeededRandom } from './seeded-random.ts';
import { bitsOf, storeContents } from './store-contents.ts';

export interface CrashOptions {
  kills: number;
  seed: number;
  /** Longest life of a child after its first durable step. */
  maxLifeMs?: number;
  log?: (line: string) => void;
}

export interface CrashReport {
  kills: number;
  /** Steps appended and found again, over all stores. */
  steps: number;
  /** Samples checked, over all openings. */
  checkedSamples: number;
  /** Openings that cut something off the log. */
  cuts: number;
  /** What was wrong; empty when nothing was lost or invented. */
  failures: string[];
}

/**
 * Kills a writing process again and again (SIGKILL at a random moment), sometimes tears or flips what it had not yet synced, opens
 * the store and checks that every step reported as durable is there, that no sample has a value that was not written, and that
 * the store opens at all. Runs share a directory, so later ones begin with what earlier ones left, and now and then a new one begins.
 */
export async function runCrashTest(options: CrashOptions): Promise<CrashReport> {
  const random = new SeededRandom(options.seed);
  const work = await mkdtemp(path.join(os.tmpdir(), 'observatory-crash-'));
  const dir = path.join(work, 'data');
  const report: CrashReport = { kills: 0, steps: 0, checkedSamples: 0, cuts: 0, failures: [] };
  try {
    const child = path.join(work, 'child.mjs');
    await build({
      entryPoints: [path.join(sidecarRoot(), 'src/testing/crash-child.ts')],
      outfile: child,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
    });
    let nextStep = 0;
    for (; report.kills < options.kills; report.kills++) {
      const life = random.below(options.maxLifeMs ?? 250);
      const run = await killedRun(child, dir, nextStep, life);
      if (run.errors !== '') report.failures.push(`kill ${report.kills}: ${run.errors}`);
      const damage = await damageUnsynced(dir, run, random);
      const durableStep = Math.max(run.durableStep, nextStep - 1);
      const found = await check(dir, durableStep, report);
      options.log?.(
        `kill ${report.kills}: lived ${life} ms, durable to step ${durableStep}, found to step ${found}${damage}`,
      );
      nextStep = found + 1;
      if ((report.kills + 1) % KILLS_PER_STORE === 0 || report.kills + 1 === options.kills) {
        report.steps += nextStep;
        nextStep = 0;
        await rm(dir, { recursive: true, force: true });
      }
    }
    return report;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** All samples are checked each time: this keeps a long test from becoming a slow one. */
const KILLS_PER_STORE = 20;

interface KilledRun {
  durableStep: number;
  segment: number;
  offset: number;
  errors: string;
}

function killedRun(child: string, dir: string, firstStep: number, lifeMs: number): Promise<KilledRun> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, dir, String(firstStep)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    let armed: NodeJS.Timeout | undefined;
    running.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      armed ??= setTimeout(() => running.kill('SIGKILL'), lifeMs);
    });
    running.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    running.once('error', reject);
    running.once('close', () => {
      clearTimeout(armed);
      const durable = out
        .split('\n')
        .slice(0, -1)
        .filter((line) => line.startsWith('durable '))
        .at(-1)
        ?.split(' ')
        .map(Number);
      resolve({ durableStep: durable?.[1] ?? -1, segment: durable?.[2] ?? 0, offset: durable?.[3] ?? 0, errors });
    });
  });
}

/** Tears the last segment behind what was durable, or flips a bit there, as a power cut may. Returns what it did, in words. */
async function damageUnsynced(dir: string, run: KilledRun, random: SeededRandom): Promise<string> {
  const choice = random.below(3);
  const file = path.join(dir, 'wal', `${String(run.segment).padStart(8, '0')}.wal`);
  // Only when it is the last segment: a successor is begun when its predecessor is durable.
  const successor = path.join(dir, 'wal', `${String(run.segment + 1).padStart(8, '0')}.wal`);
  if (choice === 0 || run.segment === 0 || existsSync(successor) || !existsSync(file)) return '';
  const bytes = await readFile(file);
  if (bytes.length <= run.offset) return '';
  const at = run.offset + random.below(bytes.length - run.offset);
  if (choice === 1) {
    await truncate(file, at);
    return `, torn at ${at} of ${bytes.length}`;
  }
  bytes[at] ^= 1 << random.below(8);
  await writeFile(file, bytes);
  return `, bit flipped at ${at} of ${bytes.length}`;
}

/** Opens the store, checks all it holds; returns the last step found. */
async function check(dir: string, durableStep: number, report: CrashReport): Promise<number> {
  const db = await openDatabase({ path: dir, blockRangeMs: 60_000, retentionMs: 0 });
  try {
    if (db.openReport.wal.length > 0) report.cuts++;
    const problem = (text: string) => report.failures.push(`kill ${report.kills}: ${text}`);
    const contents = await storeContents(db);
    const steps = new Map<string, Map<number, string>>();
    let last = -1;
    for (const [series, samples] of contents) {
      const byStep = new Map(samples.map(([time, bits]) => [(time - CRASH_T0) / CRASH_STEP_MS, bits]));
      if (byStep.size !== samples.length) problem(`${series} has a time twice`);
      steps.set(series, byStep);
      last = Math.max(last, ...[...byStep.keys()].slice(-1));
      report.checkedSamples += samples.length;
    }
    for (let step = 0; step <= last; step++) {
      for (const series of presentSeries(step)) {
        const key = crashLabels(series).toString();
        const bits = steps.get(key)?.get(step);
        if (bits === undefined) {
          if (step <= durableStep) problem(`${key} lost step ${step}, durable was ${durableStep}`);
        } else if (bits !== bitsOf(crashValue(series, step))) {
          problem(`${key} has ${bits} at step ${step}`);
        }
        steps.get(key)?.delete(step);
      }
    }
    for (const [series, rest] of steps) {
      if (!series.includes('series="1000"') && rest.size > 0)
        problem(`${series} has ${rest.size} samples that were never written`);
    }
    if (last < durableStep) problem(`nothing after step ${last}, durable was ${durableStep}`);
    return last;
  } finally {
    await db.close();
  }
}

/** This workspace's folder, also when this file runs from a bundle below the repository. */
function sidecarRoot(): string {
  for (let dir = path.dirname(fileURLToPath(import.meta.url)); dir !== path.dirname(dir); dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'backend-sidecar');
    if (existsSync(path.join(candidate, 'src/testing/crash-child.ts'))) return candidate;
  }
  throw new Error('the crash test has to run inside the repository');
}
