import { Command } from 'commander';
import { VERSION } from './version.ts';
import { controlCommand } from './control.ts';
import { agentCommand } from './agent.ts';
import { sidecarCommand } from './sidecar.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { recoveryCommand } from './recovery.ts';
import { runCommand } from './run.ts';
import { pkiCommand } from './pki.ts';
import { testCommand } from './test-rules.ts';

/** The `observatory` command. Each subcommand loads the workspace it needs when it runs, not before. */
export function program(): Command {
  return new Command('observatory')
    .description('See, explain and control Apache Pulsar clusters.')
    .version(VERSION, '-V, --version')
    .showHelpAfterError('(observatory --help shows what there is)')
    .addCommand(sidecarCommand())
    .addCommand(agentCommand())
    .addCommand(demoCommand())
    .addCommand(controlCommand())
    .addCommand(recoveryCommand())
    .addCommand(doctorCommand())
    .addCommand(explainCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(runCommand())
    .addCommand(testCommand())
    .addCommand(pkiCommand());
}
