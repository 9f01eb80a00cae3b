import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import type { Distribution } from './distribution.ts';
import { NODE_NAMES, nodeSpec, type NodeName, type NodeProcesses } from './nodes.ts';

/** The cluster's processes as children of this one. */
export class ChildProcesses implements NodeProcesses {
  private readonly processes = new Map<NodeName, ChildProcess>();
  private readonly distribution: Distribution;
  private readonly dir: string;
  private readonly log: (line: string) => void;

  constructor(distribution: Distribution, dir: string, log: (line: string) => void) {
    this.distribution = distribution;
    this.dir = dir;
    this.log = log;
  }

  start(node: NodeName): Promise<void> {
    const { command, cwd, env } = nodeSpec(node, this.distribution, this.dir);
    const logFile = path.join(this.dir, `${node}.log`);
    const output = openSync(logFile, 'a');
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env: { ...process.env, NODE_OPTIONS: undefined, ...env },
      stdio: ['ignore', output, output],
    });
    child.once('exit', (code) => {
      if (this.processes.get(node) === child) this.log(`${node} ended by itself (exit code ${code}): see ${logFile}`);
    });
    this.processes.set(node, child);
    return Promise.resolve();
  }

  kill(node: NodeName): Promise<void> {
    return this.end(node, 'SIGKILL');
  }

  pid(node: NodeName): Promise<number | undefined> {
    return Promise.resolve(this.processes.get(node)?.pid);
  }

  async stopAll(): Promise<void> {
    for (const node of [...NODE_NAMES].reverse()) await this.end(node, 'SIGTERM');
  }

  private async end(node: NodeName, signal: NodeJS.Signals): Promise<void> {
    const child = this.processes.get(node);
    this.processes.delete(node);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exited;
    clearTimeout(hard);
  }
}
