import { spawn } from 'node:child_process';

export interface ProgramResult {
  /** Undefined when it was killed or could not be started. */
  exitCode: number | undefined;
  /** Both streams, at most so much of their ends. */
  output: string;
  /** Why there is no exit code. */
  failure?: string;
}

const MAX_OUTPUT = 16_000;

/**
 * Runs a program with a list of arguments; no shell ever sees them. Never throws. At the deadline it gets SIGTERM, a moment
 * later SIGKILL, with its whole process group.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: { timeoutMs: number; env?: Readonly<Record<string, string>>; cwd?: string },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const ownGroup = process.platform !== 'win32';
    const child = spawn(file, [...args], {
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      detached: ownGroup,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    let output = '';
    let timedOut = false;
    const collect = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const kill = (signal: NodeJS.Signals) => {
      try {
        if (ownGroup && child.pid !== undefined) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It ended by itself.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      kill('SIGTERM');
      setTimeout(() => kill('SIGKILL'), 2000).unref();
    }, options.timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ exitCode: undefined, output, failure: error.message });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (timedOut) resolve({ exitCode: undefined, output, failure: `it did not end within ${options.timeoutMs} ms` });
      else if (code === null) resolve({ exitCode: undefined, output, failure: `ended by ${signal ?? 'a signal'}` });
      else resolve({ exitCode: code, output });
    });
  });
}
