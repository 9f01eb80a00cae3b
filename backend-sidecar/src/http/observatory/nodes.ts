import * as z from 'zod';
import { nodeKind, nodeList, nodeState } from '@observatory/protocol/nodes';
import type { ApiContext } from '../context.ts';
import type { OperationRegistry } from './operation.ts';

const query = z.object({ cluster: z.string().optional(), kind: nodeKind.optional(), state: nodeState.optional() });

/** `GET /nodes`: the nodes of all clusters with their state. */
export function registerNodes(operations: OperationRegistry, context: ApiContext): void {
  operations.add({
    method: 'GET',
    path: '/nodes',
    role: 'reader',
    summary: 'Brokers, bookies, function workers and other scraped nodes, and how each is',
    query,
    answer: nodeList,
    handle: ({ query: { cluster, kind, state } }) => {
      const { nodes } = context.nodes();
      const found = nodes.filter(
        (node) =>
          (cluster === undefined || node.cluster === cluster) &&
          (kind === undefined || node.kind === kind) &&
          (state === undefined || node.state === state),
      );
      const states: Partial<Record<(typeof found)[number]['state'], number>> = {};
      for (const node of found) states[node.state] = (states[node.state] ?? 0) + 1;
      return { nodes: found, states };
    },
  });
}
