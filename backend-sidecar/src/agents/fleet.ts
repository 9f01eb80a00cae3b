import {
  MAX_INTERVAL_SECONDS,
  type AgentInfo,
  type AgentMessage,
  type AgentRecord,
  type AgentReport,
  type AgentService,
  type HostSummary,
  type ReporterCommand,
  type ReporterStatistics,
  type ServiceAction,
  type ServiceStatus,
  type SidecarMessage,
} from '@observatory/protocol/agents';
import type { StoredLogLine } from '@observatory/protocol/logs';
import type { WebSocket } from 'ws';
import type { LogStore } from '../logs/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import { every } from '../util/every.ts';
import type { Logger } from '../util/logger.ts';
import { AgentLink } from './agent-link.ts';
import { PendingCommands } from './pending-commands.ts';
import type { AgentRegistry } from './registry.ts';
import type { ReportIngest } from './report-ingest.ts';
import type { AgentCommands, ArgvOptions, CommandOptions, CommandResult } from './types.ts';

type Hello = Extract<AgentMessage, { type: 'hello' }>;

/** Silence after which an agent is dropped from lists, dashboards and series; it stays enrolled. */
export const GONE_AFTER_MS = 600_000;
const SWEEP_MS = 15_000;
const HISTORY_POINTS = 100;

export interface FleetOptions {
  clock: Clock;
  logger: Logger;
  registry: AgentRegistry;
  logs: LogStore;
  ingest: ReportIngest;
  /** Time after which an appended sample is on disk: no report is acknowledged before. */
  sampleFsyncMs: number;
  onLines: (agent: string, lines: StoredLogLine[]) => void;
  /** An agent or its services changed; undefined when it is gone. */
  onChange: (agent: string, info: AgentInfo | undefined) => void;
}

/** What is known of an agent that was heard of since the start. */
interface LiveAgent {
  hello: Hello;
  link: AgentLink | undefined;
  lastSeenMs: number;
  report: AgentReport | undefined;
  summary: HostSummary | undefined;
  services: ServiceStatus[];
  droppedLines: number;
  history: HostSummary[];
}

export interface FleetStats {
  connected: number;
  records: number;
  duplicates: number;
  reports: number;
  lines: number;
  refused: Readonly<Record<string, number>>;
}

/** All agents: their links, what they last said, and the way to command them. */
export class Fleet implements AgentCommands {
  readonly stats = { records: 0, duplicates: 0, reports: 0, lines: 0, refused: {} as Record<string, number> };
  private readonly options: FleetOptions;
  private readonly agents = new Map<string, LiveAgent>();
  private readonly links = new Set<AgentLink>();
  private readonly pending: PendingCommands;
  private readonly reporterAnswers = new Map<string, (statistics: ReporterStatistics) => void>();
  private readonly cancels: (() => void)[] = [];
  private nextRequest = 1;

  constructor(options: FleetOptions) {
    this.options = options;
    this.pending = new PendingCommands(options.clock);
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

  /** Takes a WebSocket that somebody opened at the agents' path. */
  connect(socket: WebSocket): void {
    const { clock, registry } = this.options;
    this.links.add(
      new AgentLink(socket, {
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

  /**
   * Tells a reporter what to do. @returns its statistics afterwards.
   * @throws ObservatoryError `OBS_AGENT_OFFLINE` (409), `OBS_AGENT_UNANSWERED` (504).
   */
  reporter(agentId: string, request: ReporterCommand, timeoutMs = 10_000): Promise<ReporterStatistics> {
    const id = `r${this.nextRequest++}`;
    return new Promise((resolve, reject) => {
      const cancel = this.options.clock.setTimeout(() => {
        this.reporterAnswers.delete(id);
        reject(
          new ObservatoryError('OBS_AGENT_UNANSWERED', `the agent ${agentId} did not answer`, {
            httpStatus: 504,
            hint: 'look at its log; it may be overloaded',
          }),
        );
      }, timeoutMs);
      this.reporterAnswers.set(id, (statistics) => {
        cancel();
        resolve(statistics);
      });
      if (this.sender(agentId)({ type: 'reporter', id, request })) return;
      cancel();
      this.reporterAnswers.delete(id);
      reject(
        new ObservatoryError('OBS_AGENT_OFFLINE', `the agent ${agentId} is not connected`, {
          httpStatus: 409,
          hint: 'start it, or look at its log for why the link is down',
        }),
      );
    });
  }

  /** Somebody looks: the agent may report more often for a while. */
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
        registered.revokedMs !== undefined ? 'revoked' : !live ? 'gone' : this.isFresh(live) ? 'connected' : 'stale',
      host: live?.hello.host ?? '',
      platform: live?.hello.platform ?? '',
      version: live?.hello.version ?? '',
      cluster: live?.hello.cluster ?? '',
      enrolledMs: registered.enrolledMs,
      ...(live && { lastSeenMs: live.lastSeenMs }),
      kid: registered.kid,
      commands: live?.hello.commands ?? [],
      nodes: [...new Set(live?.services.flatMap(({ node }) => node ?? []))],
      ...(statistics && { statistics }),
      ...(live?.summary && { summary: live.summary }),
      processes: live?.report?.processes ?? [],
      services: live?.services.length ?? 0,
    };
  }

  /** Services of all agents that are not gone. */
  services(): AgentService[] {
    return [...this.agents].flatMap(([agent, { services, hello, link }]) =>
      services.map((service) => ({
        ...service,
        agent,
        host: hello.host,
        cluster: hello.cluster,
        agentConnected: link !== undefined,
      })),
    );
  }

  /** Newest last, at most 100. */
  history(agentId: string): readonly HostSummary[] {
    return this.agents.get(agentId)?.history ?? [];
  }

  /** Of one agent, or of all. */
  clearHistory(agentId?: string): void {
    for (const [id, live] of this.agents) if (agentId === undefined || id === agentId) live.history = [];
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
    const live: LiveAgent = {
      hello,
      link,
      lastSeenMs: clock.now(),
      report: before?.report,
      summary: before?.summary,
      services: before?.services ?? [],
      droppedLines: before?.droppedLines ?? 0,
      history: before?.history ?? [],
    };
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
        this.reporterAnswers.get(message.id)?.(message.statistics);
        return void this.reporterAnswers.delete(message.id);
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
    const { logs, ingest, onLines, onChange } = this.options;
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
      live.history = [...live.history, ...record.report.samples.map(({ summary }) => summary)].slice(-HISTORY_POINTS);
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
      else ingest.append(id, live.hello.cluster, now, [['up', {}, this.isFresh(live) ? 1 : 0]]);
    }
  }

  private isFresh({ link, report, summary }: LiveAgent): boolean {
    if (!link) return false;
    if (!report || !summary || !report.statistics.running) return true;
    const intervalMs = Math.min(MAX_INTERVAL_SECONDS, report.statistics.current_interval) * 1000;
    return this.options.clock.now() - summary.timeMs < 2 * intervalMs + 60_000;
  }

  private drop(agent: string): void {
    if (!this.agents.delete(agent)) return;
    this.options.ingest.end(agent, this.options.clock.now());
    this.options.onChange(agent, undefined);
  }
}
