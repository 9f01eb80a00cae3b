import path from 'node:path';
import { Command } from 'commander';
import { explanation, type Explanation } from '@observatory/protocol/analysis';
import { explanationReport } from './explanation-report.ts';
import { askSidecar, DEFAULT_URL, explained } from './sidecar-client.ts';

interface ExplainFlags {
  from: string;
  to: string;
  baselineFrom?: string;
  baselineTo?: string;
  query?: string;
  cluster?: string;
  limit?: string;
  json?: true;
  url: string;
  tokenFile?: string;
  data?: string;
}

/** `observatory explain`: from a symptom, named or found in the window, to its ranked causes. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('rank what may have caused a symptom, with evidence')
    .requiredOption('--from <time>', 'begin of the window: 2026-11-22T04:08:30Z, or seconds since the epoch')
    .requiredOption('--to <time>', 'end of the window')
    .option('--query <promql>', 'the symptom (default: it is looked for in the window)')
    .option('--baseline-from <time>', 'begin of the time to compare with (default: four windows before)')
    .option('--baseline-to <time>', 'its end (default: the begin of the window)')
    .option('--cluster <name>', 'only this cluster')
    .option('--limit <n>', 'most candidates (default: 5)')
    .option('--json', 'print the answer as JSON')
    .option('--url <url>', 'address of the sidecar', DEFAULT_URL)
    .option('--data <dir>', 'read a data directory (storage.path) of a sidecar that does not run, instead of --url')
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)')
    .action((flags: ExplainFlags) => run(flags));
}

async function run(flags: ExplainFlags): Promise<void> {
  const answer = flags.data === undefined ? await ask(flags) : await offline(flags, flags.data);
  console.log(flags.json ? JSON.stringify(answer, null, 2) : explanationReport(answer));
}

async function ask({
  url,
  tokenFile,
  from,
  to,
  query,
  cluster,
  limit,
  baselineFrom,
  baselineTo,
}: ExplainFlags): Promise<Explanation> {
  const parameters = new URLSearchParams({ from, to });
  for (const [name, value] of Object.entries({ query, cluster, limit, baselineFrom, baselineTo }))
    if (value !== undefined) parameters.set(name, value);
  const response = await askSidecar({ url, tokenFile }, `explain?${parameters}`);
  return explanation.parse(await response.json());
}

/** The same on a data directory: opened, asked, and closed again. */
async function offline(flags: ExplainFlags, data: string): Promise<Explanation> {
  const { explain, knownTopology } = await import('@observatory/backend-sidecar/analysis/index');
  const { RecordedTopologies } = await import('@observatory/backend-sidecar/topology/index');
  const { openDatabase } = await import('@observatory/backend-sidecar/tsdb/db');
  const { createEngine } = await import('@observatory/backend-sidecar/promql/index');
  const { systemClock } = await import('@observatory/backend-sidecar/util/clock');
  const recorded = new RecordedTopologies(path.join(data, 'topology'));
  await recorded.read();
  const database = await openDatabase({ path: data, retentionMs: 0 });
  try {
    return await explain(
      {
        source: database,
        promql: createEngine({ source: database, clock: systemClock }),
        topology: (window) =>
          knownTopology(recorded.clusters, window, (cluster, atMs) =>
            atMs === undefined ? undefined : recorded.graph(cluster, atMs),
          ),
      },
      {
        fromMs: momentOf('--from', flags.from),
        toMs: momentOf('--to', flags.to),
        ...(flags.baselineFrom !== undefined && { baselineFromMs: momentOf('--baseline-from', flags.baselineFrom) }),
        ...(flags.baselineTo !== undefined && { baselineToMs: momentOf('--baseline-to', flags.baselineTo) }),
        ...(flags.query !== undefined && { query: flags.query }),
        ...(flags.cluster !== undefined && { cluster: flags.cluster }),
        ...(flags.limit !== undefined && { limit: Number(flags.limit) }),
      },
    );
  } finally {
    await database.close();
  }
}

function momentOf(flag: string, text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw explained('OBS_CLI_USAGE', `${flag} is ${JSON.stringify(text)}: no time`, {
    hint: 'write it like 2026-11-22T04:08:30Z, or as seconds since the epoch',
  });
}
