import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SidecarMetrics } from './metrics.ts';

const NANOSECONDS = 1e9;

/** CPU, memory and event loop of this process. prom-client's own collectors watch every garbage collection; these do not. */
export function collectProcess(metrics: SidecarMetrics): void {
  const startedSeconds = Date.now() / 1000 - process.uptime();
  const delay = monitorEventLoopDelay({ resolution: 20 });
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
      const values = [0.5, 0.99, 1].map(
        (quantile) => [{ quantile: String(quantile) }, delay.percentile(quantile * 100) / NANOSECONDS] as const,
      );
      delay.reset();
      return values;
    },
    ['quantile'],
  );
}
