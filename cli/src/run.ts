import { Command } from 'commander';
import { runReportCommand } from './run-report.ts';
import { runWrapped, type WrapFlags } from './run-wrapped.ts';
import { DEFAULT_URL, explained } from './sidecar-client.ts';

/** `observatory run`: benchmark runs and their reports. */
export function runCommand(): Command {
  return (
    new Command('run')
      .description('benchmark runs and their reports: observatory run --name NAME -- COMMAND …')
      .argument('[command...]', 'what to run, after --; its output and exit code pass through')
      .option('--name <name>', 'of the run')
      .option('-o, --out <dir>', 'folder of the run (default: runs/NAME-TIME)')
      .option('--url <url>', 'sidecar, or another engine with the Prometheus API', DEFAULT_URL)
      .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)')
      .option('--every <seconds>', 'between two looks at the cluster', '30')
      .action((command: string[], flags: Partial<WrapFlags>) => {
        if (command.length > 0 && flags.name !== undefined) return runWrapped(command, flags as WrapFlags);
        throw explained('OBS_CLI_USAGE', 'a run needs a name and a command', {
          hint: 'write observatory run --name NAME -- COMMAND …',
        });
      })
      // Both have --out: what stands behind "report" is its own.
      .enablePositionalOptions()
      .addCommand(runReportCommand())
  );
}
