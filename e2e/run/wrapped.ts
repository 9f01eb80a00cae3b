/** `observatory run` as a child: what it wrote, how it ended. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface Ended {
  /** 128 and the signal's number for one that a signal ended, as a shell says it. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What it wrote to its output so far. */
  output: () => string;
}

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

export function start(command: readonly string[], cwd: string): Running {
  const child = spawn(command[0], command.slice(1), { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) =>
      resolve({ code: signal ? 128 + (SIGNAL_NUMBERS[signal] ?? 0) : (code ?? 1), stdout, stderr }),
    ),
  );
  return { child, ended, output: () => stdout };
}

export interface WrapOptions {
  root: string;
  cwd: string;
  name: string;
  url: string;
  out: string;
  everySeconds: number;
}

export function startWrapped(
  { root, cwd, name, url, out, everySeconds }: WrapOptions,
  command: readonly string[],
): Running {
  const flags = ['--name', name, '--url', url, '--every', String(everySeconds), '--out', out];
  return start([process.execPath, `${root}/dist/cli.js`, 'run', ...flags, '--', ...command], cwd);
}

/** The command's own part of the error stream, and ours. */
export function splitErrors(stderr: string): { own: string; ours: string[] } {
  const lines = stderr.split(/(?<=\n)/);
  const isOurs = (line: string) => line.startsWith('observatory run: ');
  return {
    own: lines.filter((line) => !isOurs(line)).join(''),
    ours: lines.filter(isOurs).map((line) => line.trim()),
  };
}
