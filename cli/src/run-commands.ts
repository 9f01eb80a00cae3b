import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import {
  runDetails,
  runInfo,
  runList,
  type RunDetails,
  type RunInfo,
  type RunStart,
} from '@observatory/protocol/run-objects';
import { label, optionsOf, repeated, seconds } from './run-arguments.ts';
import { runDocuments } from './run-documents.ts';
import {
  askSidecar,
  DEFAULT_URL,
  explained,
  postToSidecar,
  sendToSidecar,
  type SidecarAddress,
} from './sidecar-client.ts';

interface StartFlags extends SidecarAddress {
  label: Record<string, string>;
  notes?: string;
  cluster?: string;
  workload?: string;
  driver?: string;
  every: number;
  duration?: number;
  abortOn: string[];
  abortAfter: number;
  json?: true;
}

interface StopFlags extends SidecarAddress {
  failed?: true;
  aborted?: true;
  reason?: string;
}

/** What is done with runs that a sidecar keeps. */
export function runSidecarCommands(): Command[] {
  return [
    atSidecar('start', 'begin a run at the sidecar; end it with stop')
      .argument('<name>', 'of the run')
      .option('--label <name=value>', 'a label of the run; may be repeated', label, {})
      .option('--notes <text>', 'what you want to remember of it')
      .option('--cluster <name>', 'its cluster, where the sidecar knows several')
      .option('--workload <file>', "the workload's YAML")
      .option('--driver <file>', "the driver's YAML; secrets in it are not sent")
      .option('--every <seconds>', 'between two looks at the cluster', seconds, 30)
      .option('--duration <seconds>', 'end it by itself after so long', seconds)
      .option('--abort-on <promql>', 'end it when this holds; may be repeated', repeated, [])
      .option('--abort-after <seconds>', 'how long --abort-on has to hold', seconds, 30)
      .action((name: string, _flags: unknown, command: Command) => start(name, optionsOf(command))),
    atSidecar('stop', 'end a run at the sidecar')
      .argument('<run>', 'its id')
      .option('--failed', 'it did not work')
      .option('--aborted', 'it was given up')
      .option('--reason <text>', 'why it ended')
      .action((id: string, _flags: unknown, command: Command) => stop(id, optionsOf(command))),
    atSidecar('list', 'runs of the sidecar, newest first')
      .option('--json', 'print them as JSON')
      .action((_flags: unknown, command: Command) => list(optionsOf(command))),
    atSidecar('show', 'one run of the sidecar')
      .argument('<run>', 'its id')
      .option('--json', 'print it as JSON')
      .action((id: string, _flags: unknown, command: Command) => show(id, optionsOf(command))),
    atSidecar('delete', 'delete a run of the sidecar with its files; it wants an admin')
      .argument('<run>', 'its id')
      .action((id: string, _flags: unknown, command: Command) => remove(id, optionsOf(command))),
    atSidecar('import', 'bring the folder of a run (or a .tar, .tar.gz of one) to the sidecar; its series are stored')
      .argument('<path>', 'the folder that observatory run wrote')
      .action((source: string, _flags: unknown, command: Command) => bring(source, optionsOf(command))),
  ];
}

function atSidecar(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--url <url>', 'address of the sidecar', DEFAULT_URL)
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)');
}

async function start(name: string, flags: StartFlags): Promise<void> {
  const { troubles, workload, driver } = await runDocuments([], flags);
  if (troubles.length > 0) throw explained('OBS_CLI_USAGE', troubles.join(' '));
  const body: RunStart = {
    name,
    labels: flags.label,
    notes: flags.notes,
    cluster: flags.cluster,
    workload,
    driver,
    stepSeconds: flags.every,
    durationSeconds: flags.duration,
    abort: flags.abortOn.map((expr, index) => ({ name: `rule ${index + 1}`, expr, forSeconds: flags.abortAfter })),
  };
  const run = runInfo.parse(await (await send(flags, 'POST', 'control/runs', body)).json());
  console.log(run.id);
}

async function stop(id: string, flags: StopFlags): Promise<void> {
  const state = flags.aborted ? 'aborted' : flags.failed ? 'failed' : 'finished';
  const answer = await send(flags, 'POST', `control/runs/${encodeURIComponent(id)}/stop`, {
    state,
    reason: flags.reason,
  });
  console.log(lineOf(runInfo.parse(await answer.json())));
}

async function list(flags: SidecarAddress & { json?: true }): Promise<void> {
  const { runs } = runList.parse(await (await askSidecar(flags, 'runs')).json());
  if (flags.json) return console.log(JSON.stringify(runs, null, 1));
  for (const run of runs) console.log(lineOf(run));
  if (runs.length === 0) console.log('no runs');
}

async function show(id: string, flags: SidecarAddress & { json?: true }): Promise<void> {
  const { measureText } = await import('@observatory/backend-sidecar/runs/compare/measure-text');
  const run = runDetails.parse(await (await askSidecar(flags, `runs/${encodeURIComponent(id)}`)).json());
  console.log(flags.json ? JSON.stringify(run, null, 1) : detailsOf(run, measureText));
}

async function remove(id: string, flags: SidecarAddress): Promise<void> {
  await sendToSidecar(flags, `admin/runs/${encodeURIComponent(id)}`, { method: 'DELETE' });
  console.log(`deleted ${id}`);
}

async function bring(source: string, flags: SidecarAddress): Promise<void> {
  const isFolder = await stat(source).then(
    (found) => found.isDirectory(),
    () => {
      throw explained('OBS_CLI_USAGE', `${source} is not there`, {
        hint: 'give the folder that observatory run wrote',
      });
    },
  );
  const { RunFolder, writeTar } = await import('@observatory/backend-sidecar/runs/index');
  const body = isFolder
    ? Readable.from(writeTar(source, await new RunFolder(source).importable()), { objectMode: false })
    : createReadStream(source);
  const answer = await postToSidecar(flags, 'control/runs/import', { contentType: 'application/x-tar', body });
  console.log(lineOf(runInfo.parse(await answer.json())));
}

function send(flags: SidecarAddress, method: string, route: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return sendToSidecar(flags, route, { method, headers, body: JSON.stringify(body) });
}

function lineOf({ id, state, name, startedMs, endedMs = Date.now(), labels }: RunInfo): string {
  const shown = Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(' ');
  const minutes = `${((endedMs - startedMs) / 60_000).toFixed(1)} min`;
  return [id, state, minutes, name, shown].filter((part) => part !== '').join('  ');
}

function detailsOf(run: RunDetails, textOf: (value: number | null, unit: string) => string): string {
  const facts: [string, string | undefined][] = [
    ['state', [run.state, run.reason].filter(Boolean).join(': ')],
    ['cluster', run.cluster],
    ['command', run.command],
    ['by', run.by],
    [
      'labels',
      Object.entries(run.labels)
        .map((pair) => pair.join('='))
        .join(', '),
    ],
    ['notes', run.notes],
  ];
  return [
    lineOf(run),
    ...facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)}${value}`] : [])),
    ...run.figures.map(({ title, value, unit }) => `  ${title} ${textOf(value, unit)}`),
    ...run.findings.map(({ grade, text }) => `  ${grade.toUpperCase()}: ${text}`),
    ...run.troubles.map((text) => `  TROUBLE: ${text}`),
    ...run.files.map(({ path, bytes }) => `  ${path} (${bytes} bytes)`),
  ].join('\n');
}
