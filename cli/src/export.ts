import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Command, Option } from 'commander';
import type { ExportRequest } from '@observatory/protocol/export';
import { askSidecar, DEFAULT_URL, explained } from './sidecar-client.ts';

interface ExportOptions extends Omit<ExportRequest, 'tz'> {
  url: string;
  tokenFile?: string;
  output?: string;
  timeZone?: string;
}

/** `observatory export`: a query over any time as CSV or JSON, to the terminal or into a file. */
export function exportCommand(): Command {
  return new Command('export')
    .description('export samples of a running sidecar, raw or as hourly or daily averages, as CSV or JSON')
    .requiredOption('--query <promql>', 'a selector (its raw samples) or an expression')
    .requiredOption('--start <time>', '2026-11-22, 2026-11-22T10:00:00Z, seconds since the epoch, or now-7d')
    .option('--end <time>', 'as --start; not included (default: now)')
    .option('--every <duration>', 'length of a bucket, such as 1h or 1d (default: samples as they are)')
    .option('--agg <list>', 'of each bucket: avg, min, max, sum, count, last (default: avg)')
    .option('--step <duration>', 'evaluate the query in these steps (default of expressions: 1m)')
    .option('--time-zone <name>', 'of days and of times in the answer, such as Europe/Berlin (default: UTC)')
    .option('--labels <list>', 'labels that become columns of a CSV (default: all)')
    .addOption(new Option('--format <format>', 'default: csv').choices(['csv', 'json', 'ndjson']))
    .addOption(new Option('--time <format>', 'default: rfc3339').choices(['rfc3339', 'unix', 'unix_ms']))
    .option('-o, --output <file>', 'write into a file, which is complete when it is there')
    .option('--url <url>', 'address of the sidecar', DEFAULT_URL)
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)')
    .action((options: ExportOptions) => run(options));
}

async function run({ url, tokenFile, output, timeZone, ...request }: ExportOptions): Promise<void> {
  const parameters = new URLSearchParams(Object.entries(request));
  if (timeZone !== undefined) parameters.set('tz', timeZone);
  const { body } = await askSidecar({ url, tokenFile }, `export?${parameters}`);
  if (!body) return;
  const rows = Readable.fromWeb(body as ReadableStream);
  if (output === undefined) await toTerminal(rows);
  else await toFile(rows, output);
}

/** Who pipes into `head` has enough when it closes. */
async function toTerminal(rows: Readable): Promise<void> {
  try {
    await pipeline(rows, process.stdout, { end: false });
  } catch (error) {
    if (systemCode(error) !== 'EPIPE') throw brokenOff(error);
  }
}

async function toFile(rows: Readable, output: string): Promise<void> {
  const partial = `${output}.partial`;
  try {
    await pipeline(rows, createWriteStream(partial));
    await rename(partial, output);
  } catch (error) {
    await rm(partial, { force: true });
    const code = systemCode(error);
    if (code === undefined) throw brokenOff(error);
    throw explained('OBS_CLI_OUTPUT', `${output} cannot be written (${code})`, { cause: error });
  }
}

function brokenOff(error: unknown): Error {
  return explained('OBS_CLI_BROKEN_OFF', 'the sidecar broke the export off: it is incomplete', {
    hint: 'the log of the sidecar says why',
    cause: error,
  });
}

/** Of errors of files and pipes; those of the connection have none of their own. */
function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error)) return undefined;
  return String(error.code);
}
