import * as z from 'zod';
import { nodeVitalsList, type NodeVitalsList } from '@observatory/protocol/nodes';
import type { OperationRegistry } from './operation.ts';
import { timeQuery } from './query-scalars.ts';

const query = z.object({ at: timeQuery('at').optional() });

/** `GET /nodes/vitals`: what the nodes' own metrics say of their processes and disks. */
export function registerNodeVitals(
  operations: OperationRegistry,
  vitals: (timeMs: number | undefined) => Promise<NodeVitalsList>,
): void {
  operations.add({
    method: 'GET',
    path: '/nodes/vitals',
    role: 'reader',
    summary: 'Version, uptime, restarts, garbage collection, memory and disk forecast of every node',
    query,
    answer: nodeVitalsList,
    handle: ({ query: { at } }) => vitals(at),
  });
}
