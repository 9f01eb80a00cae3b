import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { runComparison, type RunComparison } from '@observatory/protocol/run-objects';
import { optionsOf } from './run-arguments.ts';
import { runFromFolder } from './run-from-folder.ts';
import { askSidecar, DEFAULT_URL, explained } from './sidecar-client.ts';

interface CompareFlags {
  url: string;
  tokenFile?: string;
  failOn?: string;
  prices?: string;
  json?: true;
}

/** `observatory run compare BASE RUN…`: what changed, and a gate for pipelines. */
export function runCompareCommand(): Command {
  return new Command('compare')
    .description('compare runs with a base: effects with intervals, regressions with their likely reasons')
    .argument('<base>', 'id of a run at the sidecar, or the folder of one')
    .argument('<runs...>', 'the same; all of one kind')
    .option(
      '--fail-on <conditions>',
      'exit 1 when one holds, 3 when one cannot be judged: regression, publish_p99>10%, e2e_p99>500ms, separated by commas',
    )
    .option('--prices <prices>', 'what a node costs an hour: broker=0.5,bookie=0.7,currency=EUR')
    .option('--json', 'print the comparison as JSON')
    .option('--url <url>', 'address of the sidecar', DEFAULT_URL)
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)')
    .action((base: string, runs: string[], _flags: unknown, command: Command) =>
      compare(base, runs, optionsOf<CompareFlags>(command)),
    );
}

async function compare(base: string, runs: string[], flags: CompareFlags): Promise<void> {
  const { evaluateGate, parseGate } = await import('@observatory/backend-sidecar/runs/index');
  // A gate that cannot be read is said before anything is asked.
  const gate = flags.failOn === undefined ? undefined : parseGate(flags.failOn);
  const comparison = await compared(base, runs, flags);
  console.log(flags.json ? JSON.stringify(comparison, null, 1) : await reportOf(comparison));
  if (!gate) return;
  const { status, exitCode, sentences } = evaluateGate(comparison, gate);
  for (const sentence of sentences) console.error(`${status}: ${sentence}`);
  process.exitCode = exitCode;
}

async function compared(base: string, runs: string[], flags: CompareFlags): Promise<RunComparison> {
  const folders = [base, ...runs].filter(isFolder);
  if (folders.length === 0) {
    const search = new URLSearchParams({ base });
    for (const run of runs) search.append('run', run);
    if (flags.prices !== undefined) search.set('prices', flags.prices);
    return runComparison.parse(await (await askSidecar(flags, `runs/compare?${search}`)).json());
  }
  if (folders.length <= runs.length) {
    throw explained('OBS_CLI_USAGE', 'folders and runs of the sidecar cannot be compared with each other', {
      hint: 'bring the folders there with observatory run import, or give folders only',
    });
  }
  const { compareRuns } = await import('@observatory/backend-sidecar/runs/index');
  const { parsePrices } = await import('@observatory/backend-sidecar/runs/cost/prices');
  const [first, ...others] = await Promise.all(folders.map(runFromFolder));
  return compareRuns(first, others, flags.prices === undefined ? {} : { prices: parsePrices(flags.prices) });
}

function isFolder(run: string): boolean {
  return existsSync(path.join(run, 'run.json')) || existsSync(path.join(run, 'benchmark_results'));
}

const NAME_WIDTH = 34;

/** A line a measure: its mean in the base, and the change with its interval in each run. */
async function reportOf({ base, runs, measures, regressions, notes }: RunComparison): Promise<string> {
  const { changeText, measureText } = await import('@observatory/backend-sidecar/runs/compare/measure-text');
  const others = runs.filter(({ id }) => id !== base);
  const lines = [`base ${base}`, ...others.map(({ id, name, phase }) => `run  ${id}  ${name}, ${phase}`), ''];
  for (const { title, unit, effects } of measures) {
    const cells = effects.map(({ mean, change, changeLow, changeHigh, verdict }) => {
      if (verdict === 'base') return measureText(mean, unit).padStart(12);
      const interval =
        changeLow == null || changeHigh == null ? '' : ` (${changeText(changeLow)} to ${changeText(changeHigh)})`;
      return `${changeText(change)}${interval} ${verdict}`;
    });
    lines.push(`${title.padEnd(NAME_WIDTH)} ${cells.join('  ')}`);
  }
  for (const { sentence, reasons } of regressions) lines.push('', sentence, ...reasons.map((reason) => `  ${reason}`));
  if (notes.length > 0) lines.push('', ...notes);
  return lines.join('\n');
}
