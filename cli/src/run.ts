import { Command } from 'commander';
import { runReportCommand } from './run-report.ts';

/** `observatory run`: benchmark runs and their reports. */
export function runCommand(): Command {
  return new Command('run').description('benchmark runs and their reports').addCommand(runReportCommand());
}
