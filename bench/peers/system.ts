/** A system under measure: started on loopback with its data in a folder of its own, stopped by its pid. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

export interface ScrapeJob {
  /** host:port of the exporter. */
  address: string;
  /** One metrics path a target. */
  paths: string[];
  intervalMs: number;
}

export interface SystemDefinition {
  name: string;
  /** Why it cannot run here, or undefined. */
  missing(): string | undefined;
  /** Writes its configuration into `dir` and says how to start it. */
  prepare(dir: string, port: number, job: ScrapeJob | undefined): { command: string; args: string[] };
  readyPath: string;
  /** Makes all data durable in its final form and returns the bytes on disk: data and index. */
  seal(system: RunningSystem): Promise<{ dataBytes: number; indexBytes: number }>;
}

export interface RunningSystem {
  definition: SystemDefinition;
  url: string;
  pid: number;
  dir: string;
  stop(): Promise<void>;
}

export function onPath(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** @throws Error with the tail of its log when it does not become ready within 60 s. */
export async function startSystem(
  definition: SystemDefinition,
  dir: string,
  job: ScrapeJob | undefined,
): Promise<RunningSystem> {
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const { command, args } = definition.prepare(dir, port, job);
  const logFile = path.join(dir, 'output.log');
  const output = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', output, output] });
  closeSync(output);
  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopProcess(child);
  const deadline = Date.now() + 60_000;
  for (;;) {
    const ok = await fetch(url + definition.readyPath).then(
      (response) => response.ok,
      () => false,
    );
    if (ok && child.pid !== undefined) return { definition, url, pid: child.pid, dir, stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${definition.name} did not start: ${readFileSync(logFile, 'utf8').slice(-600)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exited;
  clearTimeout(hard);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** One number answered by an instant query, or NaN. */
export async function queryNumber(system: RunningSystem, expression: string): Promise<number> {
  const response = await fetch(`${system.url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ query: expression }).toString(),
  });
  const answer = (await response.json()) as { data?: { result?: { value: [number, string] }[] } };
  return Number(answer.data?.result?.[0]?.value[1] ?? NaN);
}
