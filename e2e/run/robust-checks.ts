/** Whatever breaks around a wrapped command, it ends as it would have without us: same output, same errors, same exit code. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunRecord } from '@observatory/protocol/run-objects';
import { demand, eventually, type Checks } from '../checks.ts';
import { start, startWrapped, splitErrors, type Ended } from './wrapped.ts';

/** Where the runs are measured, and what can be broken there. */
export interface RunWorld {
  root: string;
  sidecarUrl: string;
  killSidecar: () => Promise<void>;
  killBrokers: () => Promise<void>;
}

const TICKS = 60;

/** Writes to both streams, leaves a file, and ends with a code of its own (or by a signal). */
const program = (end: string) => `
  let n = 0;
  const timer = setInterval(() => {
    process.stdout.write('point ' + ++n + ' \\u00e9\\u4e2d\\n');
    if (n % 7 === 0) process.stderr.write('complaint ' + n + '\\n');
    if (n < ${TICKS}) return;
    clearInterval(timer);
    process.stdout.write('no newline at the end', () => { ${end} });
  }, 150);`;
const benchmark = (end = 'process.exitCode = 3') => [process.execPath, '-e', program(end)];

interface Case {
  name: string;
  command?: string[];
  url?: string;
  /** Prepares the folder of the run; undefined: it cannot be done here. */
  folder?: (base: string) => string | undefined;
  /** In the middle. */
  breaks?: (out: string) => Promise<void>;
  /** What our own lines or the record have to say. */
  says?: RegExp;
}

/** @returns how many were skipped */
export async function checkRobust(checks: Checks, world: RunWorld, log: (line: string) => void): Promise<number> {
  const base = mkdtempSync(path.join(tmpdir(), 'observatory-run-'));
  const expected = await start(benchmark(), base).ended;
  const byTerm = 'process.kill(process.pid, "SIGTERM")';
  const cases: Case[] = [
    { name: 'with nothing broken' },
    { name: 'ended by a signal', command: benchmark(byTerm) },
    { name: 'with no sidecar at all', url: 'http://127.0.0.1:9', says: /127\.0\.0\.1:9/ },
    {
      name: 'with a full disk in the middle',
      folder: smallDisk,
      breaks: async (out) => {
        await eventually(20, async () => demandFile(out));
        fill(out);
      },
      says: /ENOSPC|no space/i,
    },
    { name: 'with all brokers dead in the middle', breaks: () => world.killBrokers() },
    {
      name: 'with the sidecar killed in the middle',
      breaks: () => world.killSidecar(),
      says: /ECONNREFUSED|cannot reach|other side closed/,
    },
  ];
  let skipped = 0;
  for (const each of cases) {
    const folder = path.join(base, each.name.replaceAll(' ', '-'));
    mkdirSync(folder);
    const out = each.folder ? each.folder(folder) : path.join(folder, 'out');
    if (out === undefined) {
      log(`skipped run: ${each.name}: this machine lets us mount no small disk`);
      skipped++;
      continue;
    }
    await checks.check(`run: ${each.name} the command ends as it would have`, async () => {
      try {
        return await compare(world, each, folder, out, expected);
      } finally {
        if (each.folder) execFileSync('umount', [out]);
      }
    });
  }
  return skipped;
}

async function compare(world: RunWorld, each: Case, cwd: string, out: string, plain: Ended): Promise<string> {
  const command = each.command ?? benchmark();
  const expected = each.command ? await start(command, cwd).ended : plain;
  const options = { root: world.root, cwd, name: each.name, url: each.url ?? world.sidecarUrl, out, everySeconds: 2 };
  const running = startWrapped(options, command);
  if (each.breaks) {
    await eventually(60, async () => {
      demand(running.output().includes('point 20 '), 'the command did not come to its middle');
      return '';
    });
    await each.breaks(out);
  }
  const ended = await running.ended;
  const { own, ours } = splitErrors(ended.stderr);
  demand(ended.code === expected.code, `exit code ${ended.code}, not ${expected.code}`);
  demand(ended.stdout === expected.stdout, `other output: ${JSON.stringify(ended.stdout.slice(-80))}`);
  demand(own === expected.stderr, `other errors: ${JSON.stringify(own.slice(0, 400))}`);
  const told = [...ours, ...troublesOf(out)].join(' ');
  demand(!each.says || each.says.test(told), `it does not say what broke: ${told}`);
  const bytes = Buffer.byteLength(ended.stdout) + Buffer.byteLength(own);
  return `exit code ${ended.code}, ${bytes} bytes alike; it said: ${ours
    .map((line) => line.slice(17))
    .join('; ')
    .slice(0, 300)}`;
}

function troublesOf(out: string): string[] {
  try {
    return (JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as RunRecord).troubles;
  } catch {
    return [];
  }
}

function smallDisk(base: string): string | undefined {
  const out = path.join(base, 'disk');
  mkdirSync(out);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', out], { stdio: 'ignore' });
    return out;
  } catch {
    return undefined;
  }
}

async function demandFile(out: string): Promise<string> {
  demand(existsSync(path.join(out, 'run.json')), 'nothing was written yet');
  return '';
}

/** Until nothing fits. */
function fill(out: string): void {
  for (const size of [65_536, 4096, 512, 1])
    try {
      for (let i = 0; ; i++) writeFileSync(path.join(out, `filler-${size}-${i}`), Buffer.alloc(size));
    } catch {
      // Full, for pieces of that size.
    }
}
