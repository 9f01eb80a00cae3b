import { spawn } from 'node:child_process';

export interface ScriptEnd {
  /** Null: it did not end by itself. */
  exitCode: number | null;
  /** Both outputs, the last 16 kB. */
  output: string;
  /** Why it was ended, or did not begin; empty when it ended by itself. */
  failure: string;
}

const KEPT_BYTES = 16_384;
/** Between asking it to end and ending it. */
const PATIENCE_MS = 5000;

/**
 * Runs a program with arguments, never through a shell, in a process group of its own. It sees no environment but where
 * programs are and which language is spoken: nothing secret of ours.
 * @param signal ends it, and all that it started
 */
export function runScript(
  file: string,
  args: readonly string[],
  { cwd, timeoutMs, signal }: { cwd: string; timeoutMs: number; signal: AbortSignal },
): Promise<ScriptEnd> {
  return new Promise((resolve) => {
    const { PATH = '/usr/bin:/bin', LANG = 'C.UTF-8', TZ } = process.env;
    const child = spawn(file, args, {
      cwd,
      shell: false,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, LANG, ...(TZ !== undefined && { TZ }) },
    });
    let output = Buffer.alloc(0);
    let failure = '';
    const collect = (piece: Buffer) => void (output = Buffer.concat([output, piece]).subarray(-KEPT_BYTES));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    let killer: NodeJS.Timeout | undefined;
    const end = (reason: string): void => {
      if (failure !== '') return;
      failure = reason;
      killGroup(child.pid, 'SIGTERM');
      killer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), PATIENCE_MS);
    };
    const timer = setTimeout(() => end(`it did not end within ${timeoutMs / 1000} s`), timeoutMs);
    const onAbort = () => end(String(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const finish = (exitCode: number | null): void => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal.removeEventListener('abort', onAbort);
      resolve({ exitCode, output: output.toString('utf8'), failure });
    };
    child.once('error', (error) => {
      failure ||= error.message;
      finish(null);
    });
    child.once('close', (code) => finish(failure === '' ? code : null));
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
