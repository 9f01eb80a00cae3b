import { spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandEnd {
  /** As a shell would give it: 127 not found, 126 not to be run, 128 + n for a signal. */
  exitCode: number;
  signal?: NodeJS.Signals;
}

export interface WrappedCommand {
  /** Never rejects. */
  ended: Promise<CommandEnd>;
  /** SIGTERM, and SIGKILL when it is still there after `graceMs`. */
  kill(graceMs: number): void;
}

const FORWARDED: NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** Runs a command with our own input and output, and passes signals on. */
export function wrapCommand(command: string, parameters: readonly string[]): WrappedCommand {
  const child = spawn(command, parameters, { stdio: 'inherit' });
  let patience: NodeJS.Timeout | undefined;
  const ended = new Promise<CommandEnd>((resolve) => {
    const forward = (signal: NodeJS.Signals) => {
      // A terminal gives Ctrl-C to the command itself: it would come twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const end = (how: CommandEnd) => {
      clearTimeout(patience);
      for (const signal of FORWARDED) process.off(signal, forward);
      resolve(how);
    };
    child.once('error', (error: NodeJS.ErrnoException) => end({ exitCode: error.code === 'ENOENT' ? 127 : 126 }));
    child.once('exit', (code, signal) => end(signal ? { exitCode: 128, signal } : { exitCode: code ?? 1 }));
  });
  return {
    ended,
    kill(graceMs) {
      child.kill('SIGTERM');
      patience ??= setTimeout(() => child.kill('SIGKILL'), graceMs);
      patience.unref();
    },
  };
}
