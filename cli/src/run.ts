import { Command } from 'commander';
import { label, list, repeated, seconds } from './run-arguments.ts';
import { runCompareCommand } from './run-compare.ts';
import { runReportCommand } from './run-report.ts';
import { runSidecarCommands } from './run-commands.ts';
import { runWrapped, type WrapFlags } from './run-wrapped.ts';
import { DEFAULT_URL, explained } from './sidecar-client.ts';

/** `observatory run`: benchmark runs and their reports. */
export function runCommand(): Command {
  const command = new Command('run')
    .description('benchmark runs and their reports: observatory run --name NAME -- COMMAND …')
    .argument('[command...]', 'what to run, after --; its output and exit code pass through')
    .option('--name <name>', 'of the run')
    .option('-o, --out <dir>', 'folder of the run (default: runs/NAME-TIME)')
    .option('--url <url>', 'sidecar, or another engine with the Prometheus API', DEFAULT_URL)
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)')
    .option('--every <seconds>', 'between two looks at the cluster', seconds, 30)
    .option('--label <name=value>', 'a label of the run; may be repeated', label, {})
    .option('--notes <text>', 'what you want to remember of it')
    .option('--cluster <name>', 'its cluster, where the engine knows several')
    .option('--workload <file>', "the workload's YAML (default: what the command line of OMB names)")
    .option(
      '--driver <file>',
      "the driver's YAML (default: what the command line of OMB names); secrets in it are not kept",
    )
    .option('--abort-on <promql>', 'end the command when this holds; may be repeated', repeated, [])
    .option('--abort-after <seconds>', 'how long --abort-on has to hold', seconds, 30)
    .option('--prices <prices>', 'what a node costs an hour, for the report: broker=0.5,bookie=0.7,currency=EUR')
    .option(
      '--brokers <addresses>',
      'scrape these brokers, HOST[:8080] separated by commas, instead of asking --url',
      list,
    )
    .option('--bookies <addresses>', 'scrape these bookies, HOST[:8000]', list)
    .option('--omb-workers <addresses>', "scrape OMB workers' statistics, HOST[:8081]", list)
    .option('--kubernetes <namespace>', "scrape brokers and bookies of this namespace through the cluster's API")
    .option(
      '--kubeconfig <file>',
      'of --kubernetes (default: KUBECONFIG, ~/.kube/config, or the service account inside)',
    )
    .option('--broker-selector <labels>', 'of --kubernetes', 'component=broker')
    .option('--bookie-selector <labels>', 'of --kubernetes', 'component=bookie')
    .action((words: string[], flags: Partial<WrapFlags>) => {
      if (words.length > 0 && flags.name !== undefined) return runWrapped(words, flags as WrapFlags);
      throw explained('OBS_CLI_USAGE', 'a run needs a name and a command', {
        hint: 'write observatory run --name NAME -- COMMAND …',
      });
    })
    // Some have --out: what stands behind a subcommand is its own.
    .enablePositionalOptions()
    .addCommand(runReportCommand())
    .addCommand(runCompareCommand());
  for (const each of runSidecarCommands()) command.addCommand(each);
  return command;
}
