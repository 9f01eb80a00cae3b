/** `observatory export` against a server of the sidecar's HTTP layer. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import {
  fakeContext,
  startTestServer,
  START_MS,
  tokenSettings,
  TOKENS,
} from '@observatory/backend-sidecar/http/testing/fake-context';
import { Labels } from '@observatory/backend-sidecar/model/labels';
import { MemorySource } from '@observatory/backend-sidecar/promql/testing/memory-source';
import { program } from './program.ts';
import { reportError } from './report-error.ts';

const HOUR_MS = 3_600_000;
type TestServer = Awaited<ReturnType<typeof startTestServer>>;
let running: TestServer;
let folder: string;
let source: MemorySource;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'observatory-export-'));
  source = new MemorySource();
  const labels = Labels.fromObject({ __name__: 'm', broker: 'a' });
  for (let i = 100; i > 0; i--) source.append(labels, { timestampMs: START_MS - i * 60_000, value: i });
  running = await startTestServer({ context: fakeContext({ source }) });
});
afterEach(async () => {
  await running.server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What the command prints on stdout, and the line that it says when it fails. */
async function run(...args: string[]): Promise<{ out: string; error: string }> {
  const out = new PassThrough();
  let text = '';
  out.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const stdout = jest.spyOn(process, 'stdout', 'get').mockReturnValue(out as unknown as typeof process.stdout);
  let error = '';
  try {
    await program().parseAsync(['node', 'observatory', 'export', '--url', running.url, ...args]);
  } catch (thrown) {
    reportError(thrown, (line) => (error += line));
  } finally {
    stdout.mockRestore();
  }
  return { out: text, error };
}

it('prints a CSV', async () => {
  const start = String((START_MS - 3 * 60_000) / 1000);
  expect(await run('--query', 'm', '--start', start, '--time', 'unix', '--labels', 'broker')).toEqual({
    out: `time,broker,value\n${[3, 2, 1].map((i) => `${START_MS / 1000 - 60 * i},a,${i}\n`).join('')}`,
    error: '',
  });
});

it('writes buckets into a file', async () => {
  const file = path.join(folder, 'out.ndjson');
  await run(
    '--query',
    'm',
    '--start',
    'now-2h',
    '--every',
    '1d',
    '--agg',
    'count,max',
    '--format',
    'ndjson',
    '-o',
    file,
    '--time-zone',
    'Asia/Tokyo',
  );
  const rows = readFileSync(file, 'utf8').trim().split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { time: string }).time)).toEqual(['2026-01-03T00:00:00+09:00']);
  expect(readdirSync(folder)).toEqual(['out.ndjson']);
});

it.each([
  [['--query', 'sum(', '--start', 'now-1h'], /^observatory: 1:\d+: parse error.* \[OBS_QUERY_PARSE\]\n$/],
  [
    ['--query', 'm', '--start', 'soon'],
    /^observatory: start: cannot read "soon" as a time\. Write .* \[OBS_EXPORT_TIME\]\n$/,
  ],
  [
    ['--query', 'm', '--start', 'now-1h', '--url', 'http://127.0.0.1:1'],
    /^observatory: no sidecar answers at http:\/\/127\.0\.0\.1:1 \(.*\)\. Start it .* \[OBS_CLI_CONNECT\]\n$/,
  ],
  [
    ['--query', 'm', '--start', 'now-1h', '--url', 'sidecar'],
    /^observatory: "sidecar" is no address.* \[OBS_CLI_USAGE\]\n$/,
  ],
  [['--query', 'm', '--start', 'now-1h', '--token-file', '/nonexistent'], /\[OBS_CLI_TOKEN_FILE\]\n$/],
  [['--query', 'm', '--start', 'now-1h', '-o', '/nonexistent/x'], /\[OBS_CLI_OUTPUT\]\n$/],
])('%j fails in a line', async (args, line) => {
  expect((await run(...args)).error).toMatch(line);
});

it('leaves no half a file', async () => {
  const file = path.join(folder, 'out.csv');
  const labels = Labels.fromObject({ __name__: 'm', broker: 'b' });
  for (let timestampMs = START_MS - 5 * HOUR_MS; timestampMs < START_MS; timestampMs += 1000)
    source.append(labels, { timestampMs, value: 1 });
  let selections = 0;
  const select = source.select.bind(source);
  source.select = async (request) => {
    if (++selections < 3) return select(request);
    while (!existsSync(`${file}.partial`)) await new Promise((resolve) => setTimeout(resolve, 5));
    throw new Error('disk on fire');
  };
  const { error } = await run('--query', 'm', '--start', 'now-5h', '-o', file);
  expect(error).toMatch(/^observatory: the sidecar broke the export off.*\[OBS_CLI_BROKEN_OFF\]\n$/);
  expect(readdirSync(folder)).toEqual([]);
});

it('shows its token', async () => {
  await running.server.stop();
  running = await startTestServer({ context: fakeContext({ source }), auth: tokenSettings() });
  expect((await run('--query', 'm', '--start', 'now-1h')).error).toMatch(/\[OBS_AUTH_\w+\]\n$/);
  const file = path.join(folder, 'token');
  writeFileSync(file, `${TOKENS.reader}\n`);
  expect((await run('--query', 'm', '--start', 'now-2m', '--token-file', file)).out.split('\n')).toHaveLength(4);
});
