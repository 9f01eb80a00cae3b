import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AgentService, ServiceList } from '@observatory/protocol/agents';
import { stringify } from 'yaml';
import { demand, eventually } from '../checks.ts';
import { CLUSTER } from './conf.ts';
import { runOperation } from './control-api.ts';
import type { Distribution } from './distribution.ts';
import { NODE_NAMES, nodeSpec, type NodeName, type NodeProcesses } from './nodes.ts';
import { get, post } from './sidecar-api.ts';

/** Two hosts, as it were: what runs where. */
const AGENTS = {
  'host-a': ['zookeeper', 'bookie-1', 'broker-1'],
  'host-b': ['bookie-2', 'broker-2'],
} as const satisfies Record<string, readonly NodeName[]>;
type AgentName = keyof typeof AGENTS;
const AGENT_NAMES = Object.keys(AGENTS) as AgentName[];

/**
 * The cluster's processes as supervised services of two `observatory agent`s, started and stopped through the sidecar's own
 * operations. The agents enrol with one-time tokens that this makes.
 */
export class AgentProcesses implements NodeProcesses {
  private readonly agents = new Map<AgentName, ChildProcess>();
  private readonly options: { root: string; dir: string; sidecarUrl: string; distribution: Distribution };

  constructor(options: { root: string; dir: string; sidecarUrl: string; distribution: Distribution }) {
    this.options = options;
  }

  /** Enrols and starts both agents; returns when they are connected. */
  async startAgents(): Promise<void> {
    for (const name of AGENT_NAMES) {
      await this.configure(name);
      this.startAgent(name);
    }
    await eventually(30, async () => {
      const services = await this.services();
      const connected = services.filter(({ agentConnected }) => agentConnected).length;
      demand(connected === NODE_NAMES.length, `${connected} of ${NODE_NAMES.length} services are told of`);
      return '';
    });
  }

  /** Starts an agent (again): it takes over what runs. */
  startAgent(name: AgentName): void {
    const { root } = this.options;
    const output = openSync(path.join(this.folder(name), 'agent.log'), 'a');
    const file = path.join(this.folder(name), 'agent.yaml');
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', path.join(root, 'dist/cli.js'), 'agent', '--config', file],
      { cwd: root, stdio: ['ignore', output, output] },
    );
    this.agents.set(name, child);
  }

  async start(node: NodeName): Promise<void> {
    await runOperation(this.options.sidecarUrl, { operation: 'service-start', target: this.target(node) });
  }

  async kill(node: NodeName): Promise<void> {
    const pid = await this.pid(node);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    // Its supervisor would have it back in a second.
    await runOperation(this.options.sidecarUrl, { operation: 'service-stop', target: this.target(node) });
  }

  async pid(node: NodeName): Promise<number | undefined> {
    return (await this.service(node))?.pid;
  }

  /** What the agent last told of the node's service. */
  async service(node: NodeName): Promise<AgentService | undefined> {
    return (await this.services()).find(({ name }) => name === node);
  }

  /** `agents/<agent>/<service>`. */
  target(node: NodeName): string {
    return `agents/${agentOf(node)}/${node}`;
  }

  /** First the agents, which leave their services alone, then those: so that it also works when the sidecar is gone. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => endProcess(agent)));
    for (const node of [...NODE_NAMES].reverse()) {
      const pid = this.notedPid(node);
      if (pid !== undefined) await endPid(pid);
    }
  }

  private async services(): Promise<AgentService[]> {
    return (await get<ServiceList>(this.options.sidecarUrl, '/services')).services;
  }

  private async configure(name: AgentName): Promise<void> {
    const { dir, sidecarUrl, distribution } = this.options;
    const folder = this.folder(name);
    mkdirSync(folder, { recursive: true });
    const { token } = await post<{ token: string }>(sidecarUrl, '/admin/agents/tokens', { agent: name });
    writeFileSync(path.join(folder, 'enrol.token'), token, { mode: 0o600 });
    const supervised = AGENTS[name].map((node) => {
      const spec = nodeSpec(node, distribution, dir);
      return {
        name: node,
        command: spec.command,
        cwd: spec.cwd,
        env: { ...spec.env, NODE_OPTIONS: '' },
        // The metadata have to be laid out between the first and the second.
        autostart: false,
        stop_timeout_seconds: 120,
        ...(spec.node !== undefined && { node: spec.node }),
      };
    });
    const config = {
      agent: name,
      cluster: CLUSTER,
      url: sidecarUrl,
      data: 'data',
      token_file: 'enrol.token',
      supervised,
    };
    writeFileSync(path.join(folder, 'agent.yaml'), stringify(config), { mode: 0o600 });
  }

  private folder(name: AgentName): string {
    return path.join(this.options.dir, 'agents', name);
  }

  /** As the agent wrote it down. */
  private notedPid(node: NodeName): number | undefined {
    try {
      const file = path.join(this.folder(agentOf(node)), 'data/supervised', `${node}.json`);
      return (JSON.parse(readFileSync(file, 'utf8')) as { pid?: number }).pid;
    } catch {
      return undefined;
    }
  }
}

function agentOf(node: NodeName): AgentName {
  return AGENT_NAMES.find((name) => (AGENTS[name] as readonly NodeName[]).includes(node)) ?? 'host-a';
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(hard);
}

async function endPid(pid: number): Promise<void> {
  const signal = (name: NodeJS.Signals | 0) => {
    try {
      return process.kill(pid, name);
    } catch {
      return false;
    }
  };
  if (!signal('SIGTERM')) return;
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    if (!signal(0)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signal('SIGKILL');
}
