import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, closeSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AgentService, ServiceList } from '@observatory/protocol/agents';
import { stringify } from 'yaml';
import { demand, eventually } from '../checks.ts';
import { get, post } from '../pulsar/sidecar-api.ts';

export interface AgentsProductOptions {
  sidecarPort: number;
  /** 20 when it is not said. Agent `i` supervises two services, every other one three. */
  agents?: number;
  /** Milliseconds from SIGTERM to the end of a service: the middle of an operation is that long. */
  stopMs?: number;
  /** Milliseconds between two log lines of a service; 0 for none. */
  lineMs?: number;
  /** Where agents look for the sidecar, if not at its own address: a proxy that can cut the link. */
  agentUrl?: string;
  /** `control:` of the sidecar's configuration, YAML; `{ mode: confirm }` when it is not said. */
  control?: string;
  /** More of the sidecar's configuration, YAML. */
  sidecarConfig?: string;
  /** More of an agent's configuration. */
  agentConfig?: (agent: string) => Record<string, unknown>;
}

/** One start of a service, as the service itself noted it. */
export interface StartRecord {
  pid: number;
  timeMs: number;
}

/** A sidecar and its agents with supervised services, all of them processes of the built command. */
export interface AgentsProduct {
  /** `http://127.0.0.1:<port>`; callers on this host are admins. The console is at `/`. */
  origin: string;
  /** Everything that it writes: `data/` of the sidecar, `<agent>/` of the agents. Gone after `stop`. */
  folder: string;
  /** `host-01`, `host-02`, … */
  agents: readonly string[];
  /** What the sidecar knows, sorted by agent and name. */
  services(): Promise<AgentService[]>;
  /** Starts of a service so far, oldest first, told by the service and not by whom it is about. */
  starts(agent: string, service: string): StartRecord[];
  /** Resolves when all services of all agents are told of by connected agents, and are in that state (any, when not said). */
  settled(state?: AgentService['state'], seconds?: number): Promise<void>;
  /** kill -9; resolves when the process is gone. Its services go on. */
  killAgent(agent: string): Promise<void>;
  /** Starts an agent (again); it takes over the services that run. */
  startAgent(agent: string): void;
  killSidecar(): Promise<void>;
  /** Starts the sidecar (again); resolves when it answers. */
  startSidecar(): Promise<void>;
  /** Ends everything, services included, and removes the folder. */
  stop(): Promise<void>;
}

/** Tokens of people who may carry operations out, by name. */
export const OPERATORS = { ada: 'token-of-ada-0123456789', bob: 'token-of-bob-0123456789' };

const SERVICES = ['broker', 'bookie', 'proxy'];

/** Names of the services of the agent with this index (from 0). */
const servicesOf = (index: number): readonly string[] => SERVICES.slice(0, 2 + (index % 2));

/**
 * Starts a sidecar with `control.mode: confirm` and agents that enrol with one-time tokens; resolves when all services run.
 * Needs the built command (`node scripts/build.mjs cli`, for the page also `console`) and takes some 20 s for 20 agents. End it
 * with `stop()`, also when a check fails.
 *
 * ```ts
 * const product = await startAgentsProduct({ sidecarPort: 8201 });
 * try { await page.goto(product.origin); } finally { await product.stop(); }
 * ```
 * @throws Error naming what did not come up; everything that was started is ended then.
 */
export async function startAgentsProduct(options: AgentsProductOptions): Promise<AgentsProduct> {
  const { sidecarPort, agents: count = 20, stopMs = 0, lineMs = 1000 } = options;
  const origin = `http://127.0.0.1:${sidecarPort}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'observatory-agents-e2e-'));
  const agents = Array.from({ length: count }, (_, i) => `host-${String(i + 1).padStart(2, '0')}`);
  const expected = agents.reduce((sum, _agent, i) => sum + servicesOf(i).length, 0);
  const running = new Map<string, ChildProcess>();
  const people = Object.entries(OPERATORS).map(([name, token]) => `{ role: operator, name: ${name}, token: ${token} }`);
  writeFileSync(
    path.join(folder, 'observatory.yaml'),
    [
      `listen: 127.0.0.1:${sidecarPort}`,
      `storage: { path: ${folder}/data }`,
      `control: ${options.control ?? '{ mode: confirm }'}`,
      `auth: { loopback_role: admin, tokens: [${people}] }`,
      options.sidecarConfig ?? '',
    ].join('\n'),
  );

  /** Its output goes to `<name>.log` of the folder. */
  const run = (name: string, ...args: string[]) => {
    const output = openSync(path.join(folder, `${name}.log`), 'a');
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', '--disable-warning=ExperimentalWarning', 'dist/cli.js', ...args],
      { stdio: ['ignore', output, output] },
    );
    closeSync(output);
    running.set(name, child);
  };
  const product: AgentsProduct = {
    origin,
    folder,
    agents,
    async services() {
      const { services } = await get<ServiceList>(origin, '/services');
      return services.sort((a, b) => a.agent.localeCompare(b.agent) || a.name.localeCompare(b.name));
    },
    starts: (agent, service) => startsIn(path.join(folder, agent, `${service}.starts`)),
    async settled(state, seconds = 120) {
      await eventually(seconds, async () => {
        const fit = (await product.services()).filter(
          (each) => each.agentConnected && (state === undefined || each.state === state),
        );
        demand(fit.length === expected, `${fit.length} of ${expected} services are ${state ?? 'told of'}`);
        return '';
      });
    },
    killAgent: (agent) => end(running.get(agent), 'SIGKILL'),
    startAgent: (agent) => run(agent, 'agent', '--config', path.join(folder, agent, 'agent.yaml')),
    killSidecar: () => end(running.get('sidecar'), 'SIGKILL'),
    async startSidecar() {
      run('sidecar', 'sidecar', '--config', path.join(folder, 'observatory.yaml'));
      await eventually(60, async () => {
        const answer = await fetch(`${origin}/-/ready`).catch(() => undefined);
        demand(answer?.ok === true, `${origin} does not answer: see ${folder}/sidecar.log`);
        return '';
      });
    },
    async stop() {
      await Promise.all([...running.values()].map((child) => end(child, 'SIGTERM')));
      for (const pid of supervisedPids(folder, agents)) killPid(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };

  /** The agent's folder: configuration and a one-time token of its own. */
  async function configure(agent: string, index: number): Promise<void> {
    const directory = path.join(folder, agent);
    mkdirSync(directory);
    const { token } = await post<{ token: string }>(origin, '/admin/agents/tokens', { agent });
    writeFileSync(path.join(directory, 'enrol.token'), token, { mode: 0o600 });
    const config = {
      agent,
      cluster: 'demo-1',
      url: options.agentUrl ?? origin,
      data: 'data',
      token_file: 'enrol.token',
      supervised: servicesOf(index).map((name) => ({
        name,
        command: [process.execPath, path.resolve('e2e/agents/sample-service.mjs')],
        env: {
          STARTS_FILE: path.join(directory, `${name}.starts`),
          STOP_MS: String(stopMs),
          LINE_MS: String(lineMs),
        },
        stop_timeout_seconds: 30,
      })),
      ...options.agentConfig?.(agent),
    };
    writeFileSync(path.join(directory, 'agent.yaml'), stringify(config), { mode: 0o600 });
  }

  try {
    await product.startSidecar();
    for (const [index, agent] of agents.entries()) {
      await configure(agent, index);
      product.startAgent(agent);
    }
    await product.settled('running');
  } catch (error) {
    await product.stop();
    throw error;
  }
  return product;
}

function startsIn(file: string): StartRecord[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StartRecord);
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await exited;
  clearTimeout(hard);
}

/** Supervised processes outlive their agents; their numbers stand in the agents' folders. */
function supervisedPids(folder: string, agents: readonly string[]): number[] {
  return agents.flatMap((agent) => {
    const directory = path.join(folder, agent, 'data', 'supervised');
    try {
      return readdirSync(directory).flatMap((name): number[] => {
        const { pid } = JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as { pid?: number };
        return pid === undefined ? [] : [pid];
      });
    } catch {
      return [];
    }
  });
}

function killPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
