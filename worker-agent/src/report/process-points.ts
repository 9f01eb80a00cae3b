import type { MetricPoint, ProcessRow } from '@observatory/protocol/agents';

/** Names that a report brings as series; the rest of the table stays in the report. */
const MOST = 10;

/**
 * The largest processes as series, added up by name: numbers of processes come and go, and a series for each would never end.
 * A name is told when it is among the largest by memory or by processor.
 */
export function processPoints(rows: readonly ProcessRow[], count: number): MetricPoint[] {
  const byName = new Map<string, { cpuPercent: number; memoryBytes: number }>();
  for (const { name, cpuPercent, memoryBytes } of rows) {
    const sum = byName.get(name) ?? { cpuPercent: 0, memoryBytes: 0 };
    byName.set(name, { cpuPercent: sum.cpuPercent + cpuPercent, memoryBytes: sum.memoryBytes + memoryBytes });
  }
  const largest = (key: 'cpuPercent' | 'memoryBytes') =>
    [...byName].sort(([, a], [, b]) => b[key] - a[key]).slice(0, MOST / 2);
  const told = new Map([...largest('memoryBytes'), ...largest('cpuPercent')]);
  return [
    ['observatory_agent_processes', {}, count],
    ...[...told].flatMap(([process, { cpuPercent, memoryBytes }]): MetricPoint[] => [
      ['observatory_agent_process_memory_bytes', { process }, memoryBytes],
      ['observatory_agent_process_cpu_cores', { process }, cpuPercent / 100],
    ]),
  ];
}
