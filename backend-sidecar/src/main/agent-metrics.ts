import type { Fleet } from '../agents/index.ts';
import type { LogStore } from '../logs/index.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';

/** What the sidecar says of agents and their logs at /metrics. */
export function registerAgentMetrics(metrics: SidecarMetrics, { fleet, logs }: { fleet: Fleet; logs: LogStore }): void {
  const states = ['connected', 'stale', 'gone', 'revoked'] as const;
  metrics.gauge(
    'observatory_agents',
    'Enrolled agents by state',
    () => {
      const list = fleet.list();
      return states.map((state) => [{ state }, list.filter((each) => each.state === state).length] as const);
    },
    ['state'],
  );
  metrics.counter('observatory_agent_records_total', 'Records taken from agents', () => fleet.stats.records);
  metrics.counter(
    'observatory_agent_duplicate_records_total',
    'Records that came again after a reconnect and were left out',
    () => fleet.stats.duplicates,
  );
  metrics.counter('observatory_agent_reports_total', 'Reports of metrics taken from agents', () => fleet.stats.reports);
  metrics.counter(
    'observatory_agent_refused_total',
    'Connections, messages and enrolments of agents that were refused',
    () => Object.entries(fleet.stats.refused).map(([code, count]) => [{ code }, count] as const),
    ['code'],
  );
  metrics.gauge(
    'observatory_agent_dropped_lines',
    'Log lines that had no room in the buffers of agents, as they count them',
    () => fleet.droppedLines,
  );
  metrics.counter('observatory_logs_stored_lines_total', 'Log lines stored', () => logs.stats().lines);
  metrics.gauge('observatory_logs_bytes', 'Bytes of log lines on disk', () => logs.stats().bytes);
  metrics.counter(
    'observatory_logs_dropped_segments_total',
    'Segments of log lines dropped by retention',
    () => logs.stats().droppedSegments,
  );
}
