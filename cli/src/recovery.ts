import { Readable } from 'node:stream';
import { Command } from 'commander';
import { recoveryRuns, recoveryStatus, type RecoveryRun, type RecoveryStatus } from '@observatory/protocol/recovery';
import { askSidecar, DEFAULT_URL, postToSidecar, type SidecarAddress } from './sidecar-client.ts';

/** `observatory recovery`: alerts with recovery, what they set off, and what waits for a person. */
export function recoveryCommand(): Command {
  const command = new Command('recovery').description('alerts with recovery: what fires, what was done, what waits');
  sub(command, 'status')
    .description('alerts, actions, and what was set off, newest first')
    .option('--json', 'print the answer as JSON')
    .action(async ({ json, ...address }: SidecarAddress & { json?: true }) => {
      const status = recoveryStatus.parse(await (await askSidecar(address, 'recovery')).json());
      console.log(json ? JSON.stringify(status, null, 2) : statusReport(status));
    });
  for (const [verb, description] of [
    ['approve', 'begin an action that waits for approval'],
    ['dismiss', 'let an action that waits for approval be'],
  ] as const) {
    sub(command, `${verb} <run>`)
      .description(description)
      .action(async (run: string, address: SidecarAddress) => {
        const path = `control/recovery/${encodeURIComponent(run)}/${verb}`;
        const sent = { contentType: 'application/json', body: Readable.from(['{}']) };
        const { runs } = recoveryRuns.parse(await (await postToSidecar(address, path, sent)).json());
        for (const each of runs) console.log(runLine(each));
      });
  }
  return command;
}

function sub(parent: Command, usage: string): Command {
  return parent
    .command(usage)
    .option('--url <url>', 'address of the sidecar', DEFAULT_URL)
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)');
}

/** What `status` prints. */
export function statusReport({ enabled, problem, automation, alerts, actions, runs }: RecoveryStatus): string {
  const lines: string[] = [];
  if (problem !== undefined) lines.push(`Recovery is off: ${problem}`);
  else if (!enabled) lines.push('Recovery is off: cluster.monitoring.enabled is false.');
  if (!automation) lines.push('The stop switch is on: nothing is done by itself.');
  for (const alert of alerts) {
    const { id, severity, durationMinutes, action, nodes } = alert;
    const goes = action === '' ? '' : ` -> ${action}`;
    lines.push(`${id}  (${severity}, for ${durationMinutes} min, ${nodes.length} nodes)${goes}`);
    if (alert.problem !== undefined) lines.push(`  cannot be told: ${alert.problem}`);
    for (const { node, state, value, sinceMs } of nodes)
      if (state !== 'ok') lines.push(`  ${state} since ${time(sinceMs)}  ${node}: ${value ?? 'no value'}`);
  }
  lines.push('', 'Actions');
  for (const { name, says, cooldownSeconds, runsPerHour, dryRun, needsApproval } of actions) {
    const notes = [
      `cool-down ${cooldownSeconds / 60} min`,
      `${runsPerHour} runs an hour`,
      ...(dryRun ? ['dry run'] : []),
      ...(needsApproval ? ['needs approval'] : []),
    ];
    lines.push(`  ${name}: ${says} (${notes.join(', ')})`);
  }
  lines.push('', runs.length === 0 ? 'Nothing was set off.' : 'Set off');
  return [...lines, ...runs.map((run) => `  ${runLine(run)}`)].join('\n');
}

function runLine({ id, timeMs, alert, action, node, outcome, detail }: RecoveryRun): string {
  return `${time(timeMs)}  ${outcome}  ${action} of ${node} for ${alert} [${id}]: ${detail}`;
}

const time = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
