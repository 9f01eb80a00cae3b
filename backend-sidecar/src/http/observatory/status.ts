import { statusAnswer } from '@observatory/protocol/status';
import type { ApiContext } from '../context.ts';
import type { OperationRegistry } from './operation.ts';

/** `GET /status`: what the sidecar says about itself. */
export function registerObservatoryStatus(operations: OperationRegistry, context: ApiContext): void {
  operations.add({
    method: 'GET',
    path: '/status',
    role: 'reader',
    summary: 'Version, readiness, store, targets and memory of the sidecar',
    answer: statusAnswer,
    handle: () => {
      const { process: view, store } = context;
      const { series, chunks, minTimeMs, maxTimeMs } = store.stats();
      const targets = { up: 0, down: 0, unknown: 0 };
      for (const { health } of context.targets.active()) targets[health]++;
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return {
        version: view.version,
        ready: view.ready(),
        startedMs: view.startedMs,
        nowMs: context.clock.now(),
        reload: view.lastReload(),
        store: { series, chunks, minTimeMs, maxTimeMs, retention: view.storageRetention() },
        targets,
        memory: { residentBytes: process.memoryUsage.rss(), heapBytes: heapUsed, bufferBytes: arrayBuffers },
        warnings: [...view.warnings()],
      };
    },
  });
}
