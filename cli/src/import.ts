import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import type { Recording } from '@observatory/backend-sidecar/recording/index';
import { importedRecording, type ImportedRecordingAnswer } from '@observatory/protocol/recording';
import { DEFAULT_URL, postToSidecar } from './sidecar-client.ts';

interface ImportOptions {
  url?: string;
  tokenFile?: string;
  data?: string;
  cluster?: string;
  json?: true;
}

/** `observatory import scrapes DIR`: a recorded incident, examined as if it were live. */
export function importCommand(): Command {
  const scrapes = new Command('scrapes')
    .description('load a recorded incident (scrapes.jsonl, scrapes/, rest/) at its own times')
    .argument('<dir>', 'folder of the recording')
    .option('--url <url>', `address of a running sidecar; it wants an admin's token (default: ${DEFAULT_URL})`)
    .option('--data <dir>', 'data directory (storage.path) of a sidecar that does not run, instead of --url')
    .option('--storage.path <dir>', 'the same as --data')
    .option('--cluster <name>', 'name of the cluster (default: the one that the brokers expose)')
    .option('--token-file <file>', 'file with the token (default: the OBSERVATORY_TOKEN variable)')
    .option('--json', 'print what was loaded as JSON')
    .action((directory: string, options: ImportOptions & { 'storage.path'?: string }) =>
      run(directory, { ...options, data: options.data ?? options['storage.path'] }),
    );
  return new Command('import').description('load recorded data').addCommand(scrapes);
}

async function run(directory: string, options: ImportOptions): Promise<void> {
  const { readRecording } = await import('@observatory/backend-sidecar/recording/index');
  const recording = await readRecording(directory);
  const answer =
    options.data === undefined
      ? await upload(recording, options)
      : await intoData(recording, options.data, options.cluster);
  if (options.json) {
    console.log(JSON.stringify(answer, null, 2));
    return;
  }
  console.log(
    `${answer.scrapes} scrapes of ${answer.cluster}, ${answer.failures} of them failed, ${answer.samples} samples`,
  );
  console.log(`${answer.from} to ${answer.to}`);
  for (const { kind, name, id, address } of answer.nodes) console.log(`  ${kind} ${name} = ${id} (${address})`);
  for (const error of answer.errors) console.log(`  not read: ${error}`);
}

async function intoData(
  recording: Recording,
  data: string,
  cluster: string | undefined,
): Promise<ImportedRecordingAnswer> {
  const { importAsBlocks, keepRecordedTopology, toAnswer } =
    await import('@observatory/backend-sidecar/recording/index');
  const { openDatabase } = await import('@observatory/backend-sidecar/tsdb/db');
  // Retention is the sidecar's affair: an old incident must not vanish while it is loaded.
  const database = await openDatabase({ path: data, retentionMs: 0 });
  try {
    const imported = await importAsBlocks(recording, database, cluster === undefined ? {} : { cluster });
    await database.flush();
    await keepRecordedTopology(recording, imported, data);
    return toAnswer(imported);
  } finally {
    await database.close();
  }
}

async function upload(
  recording: Recording,
  { url = DEFAULT_URL, tokenFile }: ImportOptions,
): Promise<ImportedRecordingAnswer> {
  const response = await postToSidecar({ url, tokenFile }, 'admin/import/scrapes', {
    contentType: 'application/x-ndjson',
    body: Readable.from(uploadLines(recording)),
  });
  return importedRecording.parse(await response.json());
}

async function* uploadLines({ directory, lines, answers }: Recording): AsyncGenerator<string> {
  for (const answer of answers) yield `${JSON.stringify({ answer })}\n`;
  for (const scrape of lines) {
    const good = scrape.file && !scrape.error && (scrape.status ?? 200) === 200;
    const body =
      good && scrape.file
        ? await readFile(path.join(directory, 'scrapes', path.basename(scrape.file)), 'base64')
        : undefined;
    yield `${JSON.stringify({ scrape, ...(body !== undefined && { body }) })}\n`;
  }
}
