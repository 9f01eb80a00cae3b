import { Command } from 'commander';
import { explained } from './sidecar-client.ts';
import { VERSION } from './version.ts';

interface ReportFlags {
  out?: string;
  title?: string;
}

/** `observatory run report`: result files of a benchmark as a report that opens anywhere. No sidecar is asked. */
export function runReportCommand(): Command {
  return (
    new Command('report')
      .description('turn result files of OpenMessaging Benchmark into a report that opens without network')
      .argument('<files...>', 'result files; several become one report, side by side')
      .option('-o, --out <dir>', 'folder for index.html, metrics.csv, metrics.json and charts/')
      .option('--title <text>', "title of the report (default: the first result's workload)")
      // `run` has --out as well and takes it before its subcommand sees it.
      .action((files: string[], _, command: Command) => report(files, command.optsWithGlobals<ReportFlags>()))
  );
}

async function report(files: string[], { out, title }: ReportFlags): Promise<void> {
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
