import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import {
  auditList,
  auditVerification,
  controlStatus,
  execution as executionSchema,
  executionList,
  operationList,
  plan as planSchema,
  type Execution,
  type OperationInfo,
  type Plan,
} from '@observatory/protocol/control';
import type { z } from 'zod';
import { auditLine, executionReport, planReport, progressLine } from './control-report.ts';
import { askSidecar, DEFAULT_URL, explained, postToSidecar, type SidecarAddress } from './sidecar-client.ts';

interface PlanFlags extends SidecarAddress {
  set?: string[];
  json?: true;
}

interface RunFlags extends PlanFlags {
  yes?: true;
  confirm?: string;
  key?: string;
}

const FOLLOW_MS = 500;

/** `observatory control`: plans operations, carries them out, and shows who did what. */
export function controlCommand(): Command {
  const command = new Command('control').description(
    'plan operations on a cluster, carry them out, and see who did what',
  );
  sub(command, 'operations')
    .description('list the operations, and what the token may do')
    .option('--json', 'print the answer as JSON')
    .action((flags: PlanFlags) => listOperations(flags));
  sub(command, 'plan <operation> <target>')
    .description('what an operation would do; changes nothing. The target is a topology id')
    .option('--set <name=value...>', 'a parameter of the operation')
    .option('--json', 'print the plan as JSON')
    .action(async (name: string, target: string, flags: PlanFlags) => {
      const plan = await makePlan(name, target, flags);
      console.log(flags.json ? JSON.stringify(plan, null, 2) : planReport(plan));
    });
  sub(command, 'run <operation> <target>')
    .description('plan, confirm and carry out an operation, and wait for its end')
    .option('--set <name=value...>', 'a parameter of the operation')
    .option('--yes', 'confirm what asks for a button or a dialog')
    .option('--confirm <name>', 'confirm a dangerous operation by the name of its target')
    .option('--key <key>', 'the same key never begins anything twice')
    .action((name: string, target: string, flags: RunFlags) => run(name, target, flags));
  sub(command, 'executions')
    .description('list executions, newest first')
    .action(async (flags: SidecarAddress) => {
      const { executions } = await read(flags, 'executions', executionList);
      for (const each of executions) console.log(executionReport(each));
    });
  sub(command, 'stop <execution>')
    .description('stop an execution: no further step is begun')
    .action(async (id: string, flags: SidecarAddress) => {
      await post(flags, `control/executions/${encodeURIComponent(id)}/stop`, {}, executionSchema);
      await follow(flags, id);
    });
  sub(command, 'approve <execution>')
    .description('approve the execution of somebody else')
    .action(async (id: string, flags: SidecarAddress) => {
      await post(flags, `control/executions/${encodeURIComponent(id)}/approve`, {}, executionSchema);
      await follow(flags, id);
    });
  sub(command, 'automation <on|off>')
    .description('the stop switch of all automation')
    .action(async (state: string, flags: SidecarAddress) => {
      if (state !== 'on' && state !== 'off') throw explained('OBS_CLI_USAGE', `${state} is neither on nor off`);
      const { automation } = await post(flags, 'control/automation', { automation: state === 'on' }, controlStatus);
      console.log(`automation is ${automation ? 'on' : 'off'}`);
    });
  const audit = new Command('audit').description('who did what');
  sub(audit, 'list')
    .description('audit records, newest first')
    .option('--limit <n>', 'most records', '50')
    .action(async ({ limit, ...flags }: SidecarAddress & { limit: string }) => {
      const { records } = await read(flags, `audit?limit=${encodeURIComponent(limit)}`, auditList);
      for (const record of records) console.log(auditLine(record));
    });
  sub(audit, 'verify')
    .description('check the chain of the audit log; ends with 1 when it is broken')
    .option('--data <dir>', 'check the files of a sidecar (storage.path) that need not run, instead of --url')
    .action((flags: SidecarAddress & { data?: string }) => verify(flags));
  return command.addCommand(audit);
}

function sub(parent: Command, usage: string): Command {
  return parent
    .command(usage)
    .option('--url <url>', 'address of the sidecar', DEFAULT_URL)
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)');
}

async function listOperations(flags: PlanFlags): Promise<void> {
  const answer = await read(flags, 'operations', operationList);
  if (flags.json) return console.log(JSON.stringify(answer, null, 2));
  if (answer.status.fault !== '') console.log(`Control is off: ${answer.status.fault}`);
  for (const { id, targets, risk, role, summary, permission } of answer.operations) {
    console.log(`${id}  (${targets.join(', ')}; risk ${risk}; ${role})`);
    console.log(`  ${summary}${permission.allowed ? '' : `\n  Not now: ${permission.reason}`}`);
  }
}

async function run(name: string, target: string, flags: RunFlags): Promise<void> {
  const plan = await makePlan(name, target, flags);
  console.log(planReport(plan));
  if (plan.confirmation.kind === 'typed' && flags.confirm === undefined)
    throw explained('OBS_CLI_CONFIRM', 'this operation is dangerous and was not confirmed: nothing was done', {
      hint: `read the plan, then add --confirm '${plan.confirmation.text}'`,
    });
  if (plan.confirmation.kind !== 'typed' && !flags.yes)
    throw explained('OBS_CLI_CONFIRM', 'the plan was not confirmed: nothing was done', {
      hint: 'read the plan, then add --yes',
    });
  const started = await post(
    flags,
    'control/executions',
    {
      plan: plan.id,
      hash: plan.hash,
      key: flags.key ?? randomUUID(),
      ...(flags.confirm !== undefined && { confirmation: flags.confirm }),
    },
    executionSchema,
  );
  await follow(flags, started.id);
}

/** Prints what happens until the execution is over; anything but success is an error of the command. */
async function follow(flags: SidecarAddress, id: string): Promise<void> {
  const told = new Set<string>();
  for (;;) {
    const now = await read(flags, `executions/${encodeURIComponent(id)}`, executionSchema);
    for (const step of now.steps) {
      const line = progressLine(step);
      if (step.state !== 'waiting' && !told.has(line)) console.log(line);
      told.add(line);
    }
    if (now.endedMs !== undefined || now.state === 'awaiting_approval') return finish(now);
    await pause(FOLLOW_MS);
  }
}

function finish(execution: Execution): void {
  console.log(executionReport(execution));
  if (execution.state !== 'succeeded' && execution.state !== 'awaiting_approval') process.exitCode = 1;
}

async function makePlan(operation: string, target: string, flags: PlanFlags): Promise<Plan> {
  const { operations } = await read(flags, 'operations', operationList);
  const info = operations.find(({ id }) => id === operation);
  const parameters = parametersOf(flags.set ?? [], info);
  return post(flags, 'operations/plan', { operation, target, parameters }, planSchema);
}

/** `name=value` as the operation declares them. */
export function parametersOf(
  settings: readonly string[],
  info: Pick<OperationInfo, 'parameters'> | undefined,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    settings.map((setting) => {
      const cut = setting.indexOf('=');
      if (cut < 1) throw explained('OBS_CLI_USAGE', `--set ${setting}: write it as name=value`);
      const [name, text] = [setting.slice(0, cut), setting.slice(cut + 1)];
      const type = info?.parameters.find((each) => each.name === name)?.type;
      if (type === 'boolean' && (text === 'true' || text === 'false')) return [name, text === 'true'];
      const value = Number(text);
      return [name, type === 'number' && text.trim() !== '' && Number.isFinite(value) ? value : text];
    }),
  );
}

async function verify(flags: SidecarAddress & { data?: string }): Promise<void> {
  const answer =
    flags.data === undefined ? await read(flags, 'audit/verify', auditVerification) : await offline(flags.data);
  if (answer.ok)
    console.log(`The audit is whole: ${answer.records} records, the last is ${answer.lastSeq} ${answer.lastHash}`);
  else {
    console.log(`The audit is broken after record ${answer.lastSeq}: ${answer.problem}`);
    process.exitCode = 1;
  }
}

async function offline(data: string): Promise<z.infer<typeof auditVerification>> {
  const path = await import('node:path');
  const { verifyAuditDirectory } = await import('@observatory/backend-sidecar/control/index');
  return verifyAuditDirectory(path.join(data, 'control'));
}

async function read<T>(address: SidecarAddress, resource: string, shape: z.ZodType<T>): Promise<T> {
  return shape.parse(await (await askSidecar(address, resource)).json());
}

async function post<T>(address: SidecarAddress, resource: string, body: unknown, shape: z.ZodType<T>): Promise<T> {
  const stream = Readable.from([Buffer.from(JSON.stringify(body))]);
  return shape.parse(
    await (await postToSidecar(address, resource, { contentType: 'application/json', body: stream })).json(),
  );
}
