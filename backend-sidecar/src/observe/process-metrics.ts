import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SidecarMetrics } from './metrics.ts';

const NANOSECONDS = 1e9;
/** Each tick wakes the process: ten a second cost nothing that can be measured. */
const RESOLUTION_MS = 100;

/** CPU, memory and event loop of this process. prom-client's own collectors watch every garbage collection; these do not. */
export function collectProcess(metrics: SidecarMetrics): void {
  const startedSeconds = Date.now() / 1000 - process.uptime();
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  metrics.counter('process_cpu_seconds_total', 'User and system CPU time', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
  metrics.gauge('process_start_time_seconds', 'Start of the process since the epoch', () => startedSeconds);
  metrics.gauge(
    'observatory_memory_bytes',
    "Memory of the JavaScript runtime, by kind: used and reserved heap, and buffers outside of it (the store's chunks)",
    () => {
      const { heapUsed, heapTotal, arrayBuffers } = process.memoryUsage();
      return [
        [{ kind: 'heap_used' }, heapUsed],
        [{ kind: 'heap_reserved' }, heapTotal],
        [{ kind: 'buffers' }, arrayBuffers],
      ];
    },
    ['kind'],
  );
  metrics.gauge(
    'observatory_event_loop_delay_seconds',
    'How late timers fire, since the last scrape of this metric',
    () => {
      // What is recorded is the distance of the ticks, not how late they are.
      const late = (percentile: number) =>
        Math.max(0, delay.percentile(percentile) / NANOSECONDS - RESOLUTION_MS / 1000);
      const values = [0.5, 0.99, 1].map((quantile) => [{ quantile: String(quantile) }, late(quantile * 100)] as const);
      delay.reset();
      return values;
    },
    ['quantile'],
  );
}
