import { constants } from 'node:os';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReportInput } from '@observatory/backend-sidecar/runs/index';
import type { RunTimeseries } from '@observatory/protocol/runs';
import { VERSION } from './version.ts';

export interface WrapFlags {
  name: string;
  out?: string;
  url: string;
  tokenFile?: string;
  every: string;
}

/**
 * Runs a command as a named run: looks at the cluster before, during and after, and writes the report. The exit code is the
 * command's; nothing that fails around it changes that.
 */
export async function runWrapped(command: string[], flags: WrapFlags): Promise<void> {
  const { Recorder, takeSnapshot, wrapCommand } = await import('@observatory/backend-sidecar/runs/index');
  const beginMs = Date.now();
  const stamp = new Date(beginMs).toISOString().slice(0, 19).replace(/[-:]/g, '');
  const folder = flags.out ?? path.join('runs', `${flags.name.replace(/[^\w.-]+/g, '_')}-${stamp}`);
  const token = await tokenOf(flags.tokenFile).catch(() => undefined);
  const recorder = new Recorder({
    folder,
    stepMs: Math.max(1, Number(flags.every) || 30) * 1000,
    snapshot: () => takeSnapshot(flags.url, token, Date.now()),
  });
  await recorder.start();
  const end = await wrapCommand(command[0], command.slice(1));
  if (end.exitCode === 127) tell(`${command[0]} was not found`);
  if (end.exitCode === 126) tell(`${command[0]} cannot be run`);
  const metrics = await recorder.stop();
  try {
    await writeFiles({ folder, beginMs, command, flags, end, metrics, troubles: recorder.troubles });
    tell(`${folder}/report/index.html`);
  } catch (error) {
    tell(`the run could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const trouble of recorder.troubles) tell(trouble);
  for (const gap of metrics?.gaps ?? []) tell(gap);
  process.exitCode = end.signal ? 128 + constants.signals[end.signal] : end.exitCode;
}

interface Ended {
  folder: string;
  beginMs: number;
  command: string[];
  flags: WrapFlags;
  end: { exitCode: number; signal?: NodeJS.Signals };
  metrics: RunTimeseries | undefined;
  troubles: string[];
}

async function writeFiles({ folder, beginMs, command, flags, end, metrics, troubles }: Ended): Promise<void> {
  const { readResults, reportPlots, writeReport } = await import('@observatory/backend-sidecar/runs/index');
  const endMs = Date.now();
  const results = await keepResults(folder, beginMs);
  const how = end.signal ? `ended by ${end.signal}` : `exit code ${end.exitCode}`;
  const run = { name: flags.name, beginMs, endMs, command: command[0], ...end, troubles };
  await writeFile(path.join(folder, 'run.json'), `${JSON.stringify(run, null, 1)}\n`);
  const input: ReportInput = {
    title: flags.name,
    version: VERSION,
    ...(await readResults(results)),
    metrics: metrics && metrics.series.length > 0 ? metrics : undefined,
    // Arguments of the command may hold secrets: only its name is kept.
    facts: [
      ['Command', command[0]],
      ['Begin', `${new Date(beginMs).toISOString().slice(0, 19)}Z`],
      ['End', `${new Date(endMs).toISOString().slice(0, 19)}Z`],
      ['Ended with', how],
    ],
    remarks: [
      ...(end.exitCode === 0 && !end.signal ? [] : [{ grade: 'bad' as const, text: `The command failed: ${how}.` }]),
      ...troubles.map((text) => ({ grade: 'warn' as const, text: `${text}.` })),
      ...(metrics && metrics.series.length === 0 ? metrics.gaps.map((text) => ({ grade: 'warn' as const, text })) : []),
    ],
  };
  await writeFile(path.join(folder, 'metrics', 'plot_data.json'), `${JSON.stringify(reportPlots(input))}\n`);
  await writeReport(input, path.join(folder, 'report'));
}

/** Copies what the benchmark wrote into this folder meanwhile; returns the copies. */
async function keepResults(folder: string, sinceMs: number): Promise<string[]> {
  const target = path.join(folder, 'benchmark_results');
  await mkdir(target, { recursive: true });
  const kept: string[] = [];
  for (const name of (await readdir('.')).filter((file) => file.endsWith('.json')).sort()) {
    const { mtimeMs, size } = await stat(name);
    // File systems round times down, some to whole seconds.
    if (mtimeMs < sinceMs - 1000 || size > MAX_RESULT_BYTES) continue;
    await copyFile(name, path.join(target, name));
    kept.push(path.join(target, name));
  }
  return kept;
}

const MAX_RESULT_BYTES = 256 * 1024 * 1024;

async function tokenOf(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? process.env.OBSERVATORY_TOKEN : (await readFile(file, 'utf8')).trim();
}

/** To the error stream: the command's output is not ours. */
function tell(text: string): void {
  console.error(`observatory run: ${text}`);
}
