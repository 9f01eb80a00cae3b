import { bookieReads } from './bookie-reads.ts';
import { bookieWrites } from './bookie-writes.ts';
import { brokers } from './brokers.ts';
import { buildDashboard } from './dashboard.ts';
import { functions } from './functions.ts';
import { hosts } from './hosts.ts';
import { incidents } from './incidents.ts';
import { jvm } from './jvm.ts';
import { loadBalancing } from './load-balancing.ts';
import { metadata } from './metadata.ts';
import type { DashboardSource } from './model.ts';
import { overview } from './overview.ts';
import { runs } from './runs.ts';
import { topics } from './topics.ts';

/** In the order an operator opens them: from effect to cause. */
export const dashboardSources: readonly DashboardSource[] = [
  overview,
  incidents,
  topics,
  brokers,
  bookieWrites,
  bookieReads,
  jvm,
  loadBalancing,
  metadata,
  functions,
  hosts,
  runs,
];

/** Path from src/ and Grafana's JSON of each. */
export function dashboardFiles(): [file: string, dashboard: Record<string, unknown>][] {
  return dashboardSources.map((source) => [`dashboards/${source.uid}.json`, buildDashboard(source)]);
}
