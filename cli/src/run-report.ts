import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { explained } from './sidecar-client.ts';
import { VERSION } from './version.ts';

interface ReportFlags {
  out?: string;
  prices?: string;
  title?: string;
}

/** `observatory run report`: result files of a benchmark as a report that opens anywhere. No sidecar is asked. */
export function runReportCommand(): Command {
  return (
    new Command('report')
      .description('write a report that opens without network: of result files of OpenMessaging Benchmark, or of a run')
      .argument(
        '<files...>',
        'result files, side by side; or the folder of a run, also of one whose recorder was killed',
      )
      .option(
        '-o, --out <dir>',
        'folder for index.html, metrics.csv, metrics.json and charts/; a run has its own, report/',
      )
      .option('--title <text>', "title of the report (default: the first result's workload)")
      .option(
        '--prices <prices>',
        'what a node costs an hour: broker=0.5,bookie=0.7,currency=EUR; of the folder of a run',
      )
      // `run` has --out as well and takes it before its subcommand sees it.
      .action((files: string[], _, command: Command) => report(files, command.optsWithGlobals<ReportFlags>()))
  );
}

async function report(files: string[], { out, title, prices }: ReportFlags): Promise<void> {
  if (files.length === 1 && (await isFolder(files[0]))) return ofRun(files[0], prices);
  if (out === undefined) {
    throw explained('OBS_CLI_USAGE', 'the report needs a folder', { hint: 'give it with --out DIR' });
  }
  const { readResults, writeReport } = await import('@observatory/backend-sidecar/runs/index');
  const { results, refused } = await readResults(files);
  if (results.length === 0) {
    throw explained('OBS_RUN_NO_RESULT', refused.map(({ fileName, reason }) => `${fileName}: ${reason}`).join('; '), {
      hint: 'give the JSON files that OpenMessaging Benchmark writes at the end of a workload',
    });
  }
  const drivers = [...new Set(results.flatMap(({ result }) => result.driver ?? []))];
  const [first] = results;
  await writeReport(
    {
      title: title ?? first.result.workload ?? first.result.fileName,
      version: VERSION,
      results,
      refused,
      facts: drivers.length > 0 ? [['Driver', drivers.join(', ')]] : [],
      remarks: [],
    },
    out,
  );
  for (const { fileName, reason } of refused) console.error(`left out ${fileName}: ${reason}`);
  console.log(`${out}/index.html`);
}

async function ofRun(name: string, prices: string | undefined): Promise<void> {
  const { recoverRun, RunFolder } = await import('@observatory/backend-sidecar/runs/index');
  const folder = new RunFolder(name);
  const { parsePrices } = await import('@observatory/backend-sidecar/runs/cost/prices');
  const options = { version: VERSION, ...(prices !== undefined && { prices: parsePrices(prices) }) };
  const { troubles } = await recoverRun(folder, options);
  for (const trouble of troubles) console.error(trouble);
  console.log(folder.file('report', 'index.html'));
}

async function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
