import type {
  AgentInfo,
  AgentMessage,
  AgentRecord,
  AgentService,
  MetricPoint,
  ReporterCommand,
  ReporterStatistics,
  ServiceAction,
  SidecarMessage,
} from '@observatory/protocol/agents';
import type { StoredLogLine } from '@observatory/protocol/logs';
import type { WebSocket } from 'ws';
import type { LogStore } from '../logs/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import { every } from '../util/every.ts';
import type { Logger } from '../util/logger.ts';
import { AgentLink } from './agent-link.ts';
import type { HostHistory } from './host-history.ts';
import { connected, isFresh, type Hello, type LiveAgent } from './live-agent.ts';
import { mapServices, type AddressedNode } from './node-mapping.ts';
import { PendingCommands } from './pending-commands.ts';
import type { AgentRegistry } from './registry.ts';
import type { ReportIngest } from './report-ingest.ts';
import { ReporterRequests } from './reporter-requests.ts';
import type { AgentCommands, ArgvOptions, CommandOptions, CommandResult } from './types.ts';

/** Silence after which an agent is dropped from lists, dashboards and series; it stays enrolled. */
export const GONE_AFTER_MS = 600_000;
const SWEEP_MS = 15_000;
/** Services are looked up for each step of each operation; where nodes are changes seldom. */
const MAPPING_MS = 2000;

export interface FleetOptions {
  clock: Clock;
  logger: Logger;
  registry: AgentRegistry;
  logs: LogStore;
  ingest: ReportIngest;
  history: Pick<HostHistory, 'add' | 'clear'>;
  /** Nodes of all clusters, to find out which of them services are. */
  nodes?: () => readonly AddressedNode[];
  /** Time after which an appended sample is on disk: no report is acknowledged before. */
  sampleFsyncMs: number;
  onLines: (agent: string, lines: StoredLogLine[]) => void;
  /** An agent or its services changed; undefined when it is gone. */
  onChange: (agent: string, info: AgentInfo | undefined) => void;
}

/** All agents: their links, what they last said, and the way to command them. */
export class Fleet implements AgentCommands {
  readonly stats = { records: 0, duplicates: 0, reports: 0, lines: 0, refused: {} as Record<string, number> };
  private readonly options: FleetOptions;
  private readonly agents = new Map<string, LiveAgent>();
  private readonly links = new Set<AgentLink>();
  private readonly pending: PendingCommands;
  private readonly requests: ReporterRequests;
  private readonly cancels: (() => void)[] = [];
  private mapping = { atMs: Number.NEGATIVE_INFINITY, nodes: new Map() as ReadonlyMap<string, string> };

  constructor(options: FleetOptions) {
    this.options = options;
    this.pending = new PendingCommands(options.clock);
    this.requests = new ReporterRequests(options.clock);
  }

  start(): void {
    const { clock, logs, sampleFsyncMs } = this.options;
    this.cancels.push(every(clock, SWEEP_MS, () => this.sweep()));
    this.cancels.push(
      logs.onSync(() => {
        const durable = [...this.agents].map(
          ([id, { hello }]) => [id, hello.buffer, logs.durableOf(id, hello.buffer)] as const,
        );
        clock.setTimeout(() => this.acknowledge(durable), sampleFsyncMs);
      }),
    );
  }

  stop(): void {
    for (const cancel of this.cancels) cancel();
    this.pending.abandon(undefined, 'the sidecar stopped');
    for (const link of this.links) link.close(1001, 'the sidecar is stopping');
  }

  /** Takes a WebSocket that somebody opened at the agents' path. @param isLocal from the sidecar's own host */
  connect(socket: WebSocket, isLocal = false): void {
    const { clock, registry } = this.options;
    this.links.add(
      new AgentLink(socket, isLocal, {
        clock,
        admits: ({ agent, jws }, nonce) => registry.admits(agent, jws, nonce),
        onOpen: (link, hello) => this.opened(link, hello),
        onMessage: (link, message) => this.received(link, message),
        onClose: (link) => this.closed(link),
        onRefused: (code, agent) => this.refused(code, agent),
      }),
    );
  }

  /** Connections, those without proof included. */
  get connections(): number {
    return this.links.size;
  }

  refused(code: string, agent?: string): void {
    this.stats.refused[code] = (this.stats.refused[code] ?? 0) + 1;
    this.options.logger.warn({ code, agent }, 'agents: refused');
  }

  isConnected(agentId: string): boolean {
    return this.agents.get(agentId)?.link !== undefined;
  }

  run(agentId: string, service: string, action: ServiceAction, options: CommandOptions): Promise<CommandResult> {
    return this.pending.add(agentId, { type: 'command', service, action }, options, this.sender(agentId));
  }

  exec(agentId: string, options: ArgvOptions): Promise<CommandResult> {
    const { command, args } = options;
    return this.pending.add(agentId, { type: 'exec', command, args: [...args] }, options, this.sender(agentId));
  }

  /** Tells a reporter what to do. @returns its statistics afterwards. @throws as `ReporterRequests.ask`. */
  reporter(agentId: string, request: ReporterCommand, timeoutMs = 10_000): Promise<ReporterStatistics> {
    return this.requests.ask(agentId, request, this.sender(agentId), timeoutMs);
  }

  /** For the next five minutes. */
  suggestInterval(agentId: string, intervalSeconds: number): boolean {
    return this.sender(agentId)({ type: 'suggest', intervalSeconds });
  }

  /** Asks an agent to change its key. */
  rotateKey(agentId: string): boolean {
    return this.sender(agentId)({ type: 'rotate_key' });
  }

  /** Ends its link; it cannot come back. @throws as `AgentRegistry.revoke`. */
  revoke(agentId: string): void {
    this.options.registry.revoke(agentId);
    this.pending.abandon(agentId, 'the agent was revoked');
    this.agents.get(agentId)?.link?.refuse('OBS_AGENT_REVOKED', 'the key was revoked');
    this.drop(agentId);
    this.options.history.clear(agentId);
  }

  list(): AgentInfo[] {
    return this.options.registry
      .list()
      .map(({ id }) => this.info(id))
      .filter((info): info is AgentInfo => info !== undefined);
  }

  info(agentId: string): AgentInfo | undefined {
    const registered = this.options.registry.get(agentId);
    if (!registered) return undefined;
    const live = this.agents.get(agentId);
    const statistics = live?.report && { ...live.report.statistics, dropped_lines: live.droppedLines };
    return {
      id: agentId,
      state:
        registered.revokedMs !== undefined
          ? 'revoked'
          : !live
            ? 'gone'
            : isFresh(live, this.options.clock.now())
              ? 'connected'
              : 'stale',
      host: live?.hello.host ?? '',
      platform: live?.hello.platform ?? '',
      version: live?.hello.version ?? '',
      cluster: live?.hello.cluster ?? '',
      enrolledMs: registered.enrolledMs,
      ...(live && { lastSeenMs: live.lastSeenMs }),
      kid: registered.kid,
      commands: live?.hello.commands ?? [],
      nodes: [...new Set(live?.services.flatMap(({ name, node }) => node ?? this.mapped(agentId, name) ?? []))],
      ...(statistics && { statistics }),
      ...(live?.summary && { summary: live.summary }),
      processes: live?.report?.processes ?? [],
      services: live?.services.length ?? 0,
    };
  }

  /** Services of all agents that are not gone, with the node that each is, where that is certain. */
  services(): AgentService[] {
    return [...this.agents].flatMap(([agent, { services, hello, link }]) =>
      services.map((service) => {
        const node = service.node ?? this.mapped(agent, service.name);
        return {
          ...service,
          ...(node !== undefined && { node, nodeFrom: service.node === undefined ? 'address' : 'configuration' }),
          agent,
          host: hello.host,
          cluster: hello.cluster,
          agentConnected: link !== undefined,
        };
      }),
    );
  }

  get droppedLines(): number {
    return [...this.agents.values()].reduce((sum, { droppedLines }) => sum + droppedLines, 0);
  }

  private sender(agentId: string): (message: SidecarMessage) => boolean {
    return (message) => {
      const link = this.agents.get(agentId)?.link;
      link?.send(message);
      return link !== undefined;
    };
  }

  private opened(link: AgentLink, hello: Hello): void {
    const { clock, logs, logger } = this.options;
    const before = this.agents.get(hello.agent);
    // The newer connection is the true one: the older may be half open for minutes.
    before?.link?.close(1008, 'the agent connected again');
    const live = connected(link, hello, before, clock.now());
    this.agents.set(hello.agent, live);
    logger.info({ agent: hello.agent, host: hello.host }, 'agents: connected');
    link.send({ type: 'welcome', seq: logs.receivedOf(hello.agent, hello.buffer), timeMs: clock.now() });
    this.pending.resend(hello.agent, this.sender(hello.agent));
    this.options.onChange(hello.agent, this.info(hello.agent));
  }

  private closed(link: AgentLink): void {
    this.links.delete(link);
    const { agent } = link;
    const live = agent === undefined ? undefined : this.agents.get(agent);
    if (agent === undefined || live?.link !== link) return;
    live.link = undefined;
    live.lastSeenMs = this.options.clock.now();
    this.options.logger.info({ agent }, 'agents: the link is down');
    this.options.onChange(agent, this.info(agent));
  }

  private received(link: AgentLink, message: Exclude<AgentMessage, Hello>): void {
    const { agent = '' } = link;
    const live = this.agents.get(agent);
    if (live?.link !== link) return;
    live.lastSeenMs = this.options.clock.now();
    switch (message.type) {
      case 'record':
        return this.record(agent, live, message.seq, message.record);
      case 'result':
        return this.pending.answer(agent, message.id, message.result);
      case 'statistics':
        return this.requests.answer(agent, message.id, message.statistics);
      case 'rotate':
        return void this.rotate(link, agent, message);
    }
  }

  private async rotate(
    link: AgentLink,
    agent: string,
    message: Extract<AgentMessage, { type: 'rotate' }>,
  ): Promise<void> {
    try {
      const kid = await this.options.registry.rotate(agent, message.publicKey, message.jws, link.nonce);
      link.send({ type: 'rotated', kid });
    } catch (error) {
      link.refuse('OBS_AGENT_PROOF', messageOf(error));
    }
  }

  private record(agent: string, live: LiveAgent, seq: number, record: AgentRecord): void {
    const { logs, ingest, history, onLines, onChange } = this.options;
    const { buffer } = live.hello;
    if (seq <= logs.receivedOf(agent, buffer)) {
      this.stats.duplicates++;
      return;
    }
    const stored = logs.append({ agent, buffer, seq }, record.kind === 'logs' ? record.lines : []);
    this.stats.records++;
    this.stats.lines += stored.length;
    if (stored.length > 0) onLines(agent, stored);
    if (record.kind === 'report') {
      this.stats.reports++;
      live.report = record.report;
      live.services = record.report.services;
      live.summary = record.report.samples.at(-1)?.summary;
      live.droppedLines = record.report.statistics.dropped_lines;
      history.add(
        agent,
        record.report.samples.map(({ summary }) => summary),
      );
      ingest.report(agent, live.hello.cluster, record.report);
    } else if (record.kind === 'services') {
      live.services = record.services;
    } else if (record.kind === 'dropped') {
      live.droppedLines = record.lines;
    }
    if (record.kind !== 'logs') onChange(agent, this.info(agent));
  }

  private acknowledge(durable: readonly (readonly [string, string, number])[]): void {
    for (const [id, buffer, seq] of durable) {
      const live = this.agents.get(id);
      if (seq > 0 && live?.hello.buffer === buffer) live.link?.send({ type: 'ack', seq });
    }
  }

  /** Who is silent, and the series that says who is there. */
  private sweep(): void {
    const { clock, ingest } = this.options;
    const now = clock.now();
    for (const [id, live] of [...this.agents]) {
      if (live.link) live.lastSeenMs = now;
      if (now - live.lastSeenMs >= GONE_AFTER_MS) this.drop(id);
      else
        ingest.append(id, live.hello.cluster, now, [
          ['up', {}, isFresh(live, now) ? 1 : 0],
          ...this.foundNodes(id, live),
        ]);
    }
  }

  /** What the agent cannot say itself: the nodes that its services were found to be. */
  private foundNodes(agent: string, { services }: LiveAgent): MetricPoint[] {
    const found = services.flatMap(({ name, node }) => (node === undefined ? (this.mapped(agent, name) ?? []) : []));
    return [...new Set(found)].map((node) => ['observatory_agent_info', { node }, 1]);
  }

  private mapped(agent: string, service: string): string | undefined {
    const { clock, nodes } = this.options;
    if (!nodes) return undefined;
    const now = clock.now();
    if (Math.abs(now - this.mapping.atMs) >= MAPPING_MS) {
      const services = [...this.agents].flatMap(([id, { hello, link, services: list }]) =>
        list.map(({ name, node, listens }) => ({
          agent: id,
          name,
          cluster: hello.cluster,
          hostNames: [hello.host, ...(hello.addresses ?? [])],
          isLocal: link?.isLocal === true,
          ...(node !== undefined && { node }),
          ...(listens && { listens }),
        })),
      );
      const isNeeded = services.some(({ node, listens }) => node === undefined && listens?.length);
      this.mapping = { atMs: now, nodes: isNeeded ? mapServices(services, nodes()) : new Map() };
    }
    return this.mapping.nodes.get(`${agent}/${service}`);
  }

  private drop(agent: string): void {
    if (!this.agents.delete(agent)) return;
    this.options.ingest.end(agent, this.options.clock.now());
    this.options.onChange(agent, undefined);
  }
}
