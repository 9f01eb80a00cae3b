import { spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandEnd {
  /** As a shell would give it: 127 not found, 126 not to be run, 128 + n for a signal. */
  exitCode: number;
  signal?: NodeJS.Signals;
}

const FORWARDED: NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** Runs a command with our own input and output, and passes signals on. Never throws. */
export function wrapCommand(command: string, parameters: readonly string[]): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: 'inherit' });
    const forward = (signal: NodeJS.Signals) => {
      // A terminal gives Ctrl-C to the command itself: it would come twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const end = (how: CommandEnd) => {
      for (const signal of FORWARDED) process.off(signal, forward);
      resolve(how);
    };
    child.once('error', (error: NodeJS.ErrnoException) => end({ exitCode: error.code === 'ENOENT' ? 127 : 126 }));
    child.once('exit', (code, signal) => end(signal ? { exitCode: 128, signal } : { exitCode: code ?? 1 }));
  });
}
