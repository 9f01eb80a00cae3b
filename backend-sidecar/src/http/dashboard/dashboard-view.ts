import type { HostSummary, ServiceState } from '@observatory/protocol/agents';
import {
  DASHBOARD_HISTORY_POINTS,
  type DashboardHost,
  type DashboardLog,
  type DashboardMetrics,
  type DashboardPoint,
  type DashboardStats,
} from '@observatory/protocol/dashboard';
import type { StoredLogLine } from '@observatory/protocol/logs';
import { COORDINATOR, type Fleet, type HistoryPoint, type HostHistory, type OwnHost } from '../../agents/index.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';

/** What the dashboard protocol shows of agents: its own names and units, made from what the fleet knows. */
export class DashboardView {
  private readonly fleet: Fleet;
  private readonly host: OwnHost;
  private readonly past: HostHistory;
  private readonly clock: Clock;
  private readonly startedMs: number;
  /** How often clients should read anew what is not pushed. */
  readonly refreshSeconds: number;

  constructor(parts: { fleet: Fleet; host: OwnHost; history: HostHistory; clock: Clock; refreshSeconds?: number }) {
    this.fleet = parts.fleet;
    this.host = parts.host;
    this.past = parts.history;
    this.clock = parts.clock;
    this.startedMs = parts.clock.now();
    this.refreshSeconds = parts.refreshSeconds ?? 30;
  }

  metrics(): DashboardMetrics {
    const services = this.fleet.services();
    const workers: Record<string, DashboardHost> = {};
    for (const { id, state, summary, statistics } of this.fleet.list()) {
      if ((state !== 'connected' && state !== 'stale') || !summary) continue;
      workers[id] = {
        ...hostOf(id, summary),
        status: state === 'connected' ? 'online' : 'stale',
        services: services
          .filter(({ agent }) => agent === id)
          .map(({ name, state: each }) => ({ name, status: statusOf(each) })),
        ...(statistics && { reporter: statistics }),
      };
    }
    const { summary } = this.host;
    return { coordinator: summary ? hostOf(COORDINATOR, summary) : null, workers };
  }

  /** The last 100 points of every node. */
  histories(): Record<string, DashboardPoint[]> {
    const nodes = [COORDINATOR, ...this.fleet.list().flatMap(({ id, state }) => (isShown(state) ? id : []))];
    return Object.fromEntries(nodes.map((node) => [node, this.history(node)]));
  }

  /** @throws ObservatoryError `OBS_AGENT_UNKNOWN` (404). */
  history(node: string): DashboardPoint[] {
    if (node !== COORDINATOR && !this.fleet.info(node))
      throw new ObservatoryError('OBS_AGENT_UNKNOWN', `there is no node ${node}`, {
        httpStatus: 404,
        hint: `nodes are ${COORDINATOR} and the enrolled agents`,
      });
    return this.past.of(node).slice(-DASHBOARD_HISTORY_POINTS).map(pointOf);
  }

  /** Of one node, or of all. @throws as `history`. */
  clear(node: string | undefined): void {
    if (node !== undefined) this.history(node);
    for (const each of node === undefined ? this.past.nodes : [node]) this.past.clear(each);
  }

  stats(connectedClients: number): DashboardStats {
    const agents = this.fleet.list();
    const services = this.fleet.services();
    return {
      active_workers: agents.filter(({ state }) => state === 'connected').length,
      stale_workers: agents.filter(({ state }) => state === 'stale').length,
      total_services: services.length,
      running_services: services.filter(({ state }) => state === 'running').length,
      uptime: (this.clock.now() - this.startedMs) / 1000,
      connected_clients: connectedClients,
      dropped_lines: this.fleet.droppedLines,
      refresh_interval_seconds: this.refreshSeconds,
    };
  }
}

/** A stored line in the protocol's words. */
export function dashboardLog(line: StoredLogLine): DashboardLog {
  return {
    timestamp: line.timeMs / 1000,
    level: line.level.toUpperCase(),
    logger_name: line.logger === '' ? line.source : line.logger,
    message: line.message,
    module: line.module ?? '',
    funcName: line.funcName ?? '',
    lineno: line.lineNumber ?? 0,
  };
}

const isShown = (state: string): boolean => state === 'connected' || state === 'stale';

function pointOf({ timeMs, cpuPercent, memoryPercent, diskPercent }: HistoryPoint): DashboardPoint {
  return {
    timestamp: timeMs / 1000,
    cpu_percent: cpuPercent,
    memory_percent: memoryPercent,
    disk_percent: diskPercent,
  };
}

function hostOf(node: string, summary: HostSummary): DashboardHost {
  return {
    node_id: node,
    status: 'online',
    ...pointOf(summary),
    memory_total: summary.memoryTotalBytes,
    memory_available: summary.memoryAvailableBytes,
    memory_used: summary.memoryUsedBytes,
    services: [],
  };
}

function statusOf(state: ServiceState): 'running' | 'stopped' | 'error' {
  if (state === 'running' || state === 'starting') return 'running';
  return state === 'stopped' || state === 'stopping' ? 'stopped' : 'error';
}
