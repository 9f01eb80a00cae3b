import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import path from 'node:path';
import { AGENT_CONNECT_PATH, type AgentInfo } from '@observatory/protocol/agents';
import { dashboardCertificate } from '@observatory/protocol/dashboard';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import {
  agentEndpoint,
  AgentRegistry,
  Fleet,
  HostHistory,
  IntervalAdvisor,
  OwnHost,
  ReportIngest,
} from '../agents/index.ts';
import type { Config } from '../config/index.ts';
import { registerDashboard, registerNoDashboard, type ControlService } from '../http/dashboard/dashboard-routes.ts';
import { isLoopback, wasForwarded } from '../http/guard/address.ts';
import { DASHBOARD_SOCKET_PATH, DashboardSocket } from '../http/dashboard/dashboard-socket.ts';
import { DashboardView } from '../http/dashboard/dashboard-view.ts';
import { registerAgents } from '../http/observatory/agents.ts';
import { registerLogs } from '../http/observatory/logs.ts';
import type { OperationRegistry } from '../http/observatory/operation.ts';
import { LogStore } from '../logs/index.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import type { Appender } from '../storage.ts';
import type { StreamHub } from '../stream/index.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { addressedNodes, troubledIds, type AgentSurroundings } from './agent-surroundings.ts';
import { registerAgentMetrics } from './agent-metrics.ts';
import { configuredCertificates } from './certificates.ts';

export interface AgentsParts {
  appender: Appender;
  clock: Clock;
  logger: Logger;
  hub: StreamHub;
  metrics: SidecarMetrics;
}

/** Agents, their logs and the dashboard protocol, joined. */
export interface Agents {
  fleet: Fleet;
  logs: LogStore;
  /** What only exists after the agents. */
  attach(surroundings: AgentSurroundings): void;
  /** Reads what is on disk. @throws ObservatoryError `OBS_AGENT_REGISTRY`. */
  start(): void;
  stop(): Promise<void>;
  register(app: FastifyInstance, operations: OperationRegistry, control?: ControlService): void;
  /** True when the path is one of ours, and the request is answered. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/** Paths of WebSockets whose callers prove themselves inside. */
export const agentUpgradeRole = (pathname: string): 'public' | 'reader' =>
  pathname === AGENT_CONNECT_PATH ? 'public' : 'reader';

export function createAgents(config: Config, { appender, clock, logger: root, hub, metrics }: AgentsParts): Agents {
  const logger = root.child({ part: 'agents' });
  const { path: storagePath, fsync_interval: sampleFsyncMs } = config.storage;
  const registry = new AgentRegistry(path.join(storagePath, 'agents', 'registry.json'), clock);
  const logs = new LogStore({
    directory: path.join(storagePath, 'logs'),
    clock,
    logger,
    retentionMs: config.logs.retention,
    retentionBytes: config.logs.retention_size,
  });
  hub.registerChannel('logs');
  hub.registerChannel('agents');
  const history = new HostHistory({ file: path.join(storagePath, 'agents', 'history.jsonl'), clock, logger });
  let surroundings: AgentSurroundings = { graphs: () => [], busyTargets: () => [] };
  const fleet: Fleet = new Fleet({
    clock,
    logger,
    registry,
    logs,
    ingest: new ReportIngest(appender),
    history,
    nodes: () => surroundings.graphs().flatMap(addressedNodes),
    sampleFsyncMs,
    onLines: (node, lines) => {
      hub.publish('logs', { node, lines });
      socket.lines(node, lines);
    },
    onChange: (agent: string, info: AgentInfo | undefined) => {
      if (info)
        hub.publish('agents', { ...info, serviceList: fleet.services().filter((each) => each.agent === agent) }, agent);
      else hub.forget('agents', agent);
    },
  });
  const host = new OwnHost(clock, storagePath, history);
  const advisor = new IntervalAdvisor({ clock, fleet, troubled: () => troubledIds(surroundings) });
  const { dashboard } = config.cluster;
  const view = new DashboardView({ fleet, host, history, clock, refreshSeconds: dashboard.refresh_interval_seconds });
  const certificates = () => configuredCertificates(config, clock.now());
  const socket = new DashboardSocket({ clock, view, logs, certificates });
  const endpoint = agentEndpoint(fleet, {
    maxAgents: config.agents.max_agents,
    isLocal: ({ socket: { remoteAddress }, headers }) => isLoopback(remoteAddress) && !wasForwarded(headers),
  });
  registerAgentMetrics(metrics, { fleet, logs });
  return {
    fleet,
    logs,
    start() {
      registry.open();
      logs.start();
      history.start();
      fleet.start();
      host.start();
      advisor.start();
      socket.start();
    },
    async stop() {
      socket.stop();
      advisor.stop();
      host.stop();
      fleet.stop();
      history.stop();
      await logs.stop();
    },
    attach: (around) => {
      surroundings = around;
    },
    register(app, operations, control) {
      registerAgents(operations, { fleet, registry, clock });
      registerLogs(operations, logs);
      if (dashboard.enabled) registerDashboard(app, { view, socket, ...(control && { control }) });
      else registerNoDashboard(app);
      operations.add({
        method: 'GET',
        path: '/certificates',
        role: 'reader',
        summary: 'Certificates that the configuration names, with their expiry',
        answer: z.object({ certificates: z.array(dashboardCertificate) }),
        handle: async () => ({ certificates: await certificates() }),
      });
      operations.describe({
        method: 'GET',
        path: AGENT_CONNECT_PATH.replace('/api/observatory/v1', ''),
        role: 'public',
        summary: "The agents' WebSocket (upgrade); an agent proves itself with its key inside",
      });
    },
    handleUpgrade(request, duplex, head) {
      const pathname = (request.url ?? '/').split('?', 1)[0];
      if (pathname === DASHBOARD_SOCKET_PATH && !dashboard.enabled)
        duplex.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\nOBS_DASHBOARD_OFF\n');
      else if (pathname === DASHBOARD_SOCKET_PATH) socket.handleUpgrade(request, duplex, head);
      else if (pathname !== AGENT_CONNECT_PATH) return false;
      else if (config.agents.client_ca_file !== undefined && !(request.socket as TLSSocket).authorized) {
        fleet.refused('OBS_AGENT_CERTIFICATE');
        duplex.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nOBS_AGENT_CERTIFICATE\n');
      } else endpoint.handleUpgrade(request, duplex, head);
      return true;
    },
  };
}
