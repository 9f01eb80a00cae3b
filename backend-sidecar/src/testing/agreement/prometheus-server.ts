import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { BatchEncoder } from '../../remote/sender/batch-encoder.ts';
import type { RecordedSeries } from './recorded-series.ts';

/** A Prometheus that was started for a test, on loopback, with its data in a folder that goes with it. */
export interface PrometheusServer {
  readonly url: string;
  /** Remote-writes whole series. @throws Error with what the server answered when it refused. */
  write(series: readonly RecordedSeries[]): Promise<void>;
  /** The answer's `data`, or its error. */
  query(kind: 'query' | 'query_range', params: Record<string, string>): Promise<PrometheusAnswer>;
  stop(): Promise<void>;
}

export type PrometheusAnswer =
  | { status: 'success'; data: { resultType: string; result: unknown }; warnings?: string[]; infos?: string[] }
  | { status: 'error'; error: string };

/** Languages features that the embedded engine has on. */
const FEATURES_3 =
  'promql-experimental-functions,promql-delayed-name-removal,promql-duration-expr,promql-extended-range-selectors,promql-binop-fill-modifiers';

export function isInstalled(binary: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${binary}`]).status === 0;
}

export async function startPrometheus(binary: string, major: 2 | 3): Promise<PrometheusServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'agreement-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(folder, 'empty.yml'), '');
  const child = spawn(
    binary,
    [
      `--config.file=${folder}/empty.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=error',
      ...(major === 3 ? [`--enable-feature=${FEATURES_3}`] : []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 30_000;
  while (!(await isReady(url))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error(`${binary} did not start: ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    write: (series) => write(url, series),
    async query(kind, params) {
      const response = await fetch(`${url}/api/v1/${kind}`, { method: 'POST', body: new URLSearchParams(params) });
      return (await response.json()) as PrometheusAnswer;
    },
    stop,
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/-/ready`).then(
    (response) => response.ok,
    () => false,
  );
}

async function write(url: string, series: readonly RecordedSeries[]): Promise<void> {
  const encoder = new BatchEncoder('v1', () => new Map());
  for (let from = 0; from < series.length; from += 500) {
    const part = series.slice(from, from + 500);
    const labels = part.flatMap((each) => Array.from(each.timestamps, () => each.labels));
    const timestamps = Float64Array.from(part.flatMap((each) => each.timestamps));
    const words = Uint32Array.from(part.flatMap((each) => [...new Uint32Array(Float64Array.from(each.values).buffer)]));
    const body = encoder.samples({ length: labels.length, labels, timestamps, words });
    const response = await fetch(`${url}/api/v1/write`, {
      method: 'POST',
      headers: { 'content-encoding': 'snappy', 'content-type': 'application/x-protobuf' },
      body: Buffer.from(body),
    });
    if (!response.ok) throw new Error(`${url} refused a write: ${response.status} ${await response.text()}`);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
