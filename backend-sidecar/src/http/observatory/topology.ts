import * as z from 'zod';
import { nodeGraphAnswer, type JsonFrame, type NodeGraphAnswer } from '@observatory/protocol/frames';
import {
  HEALTHS,
  topologyAnswer,
  topologyDifference,
  TOPOLOGY_KINDS,
  type TopologyAnswer,
} from '@observatory/protocol/topology';
import { frameJson, nodeGraphFrames } from '../../frames/index.ts';
import type { Topology } from '../../topology/index.ts';
import type { OperationRegistry } from './operation.ts';
import { integerQuery, listQuery, timeQuery } from './query-scalars.ts';

const MAX_NODES = 20_000;

const query = z.object({
  cluster: z.string().optional(),
  node: z.string().optional().describe('Id of the node in the middle.'),
  depth: integerQuery(0, 10).optional().describe('Steps from the middle; 1 unless said.'),
  kinds: listQuery(TOPOLOGY_KINDS).optional(),
  collapse: listQuery(TOPOLOGY_KINDS)
    .optional()
    .describe('Kinds shown as edges between their neighbours: bundle, function_instance.'),
  health: listQuery(HEALTHS).optional().describe('Own health, or what reaches the node, is one of these.'),
  search: z.string().max(256).optional().describe('Part of the name.'),
  at: timeQuery('at').optional().describe('The graph as it was then.'),
  limit: integerQuery(1, MAX_NODES).optional().describe('Most nodes; 2000 unless said.'),
  ledgers: z.enum(['true', 'false']).optional().describe('Read the ledgers of the topic in the middle first.'),
  format: z.enum(['graph', 'nodegraph']).optional().describe("`nodegraph`: the frames of Grafana's node graph panel."),
});

const changesQuery = z.object({
  cluster: z.string(),
  from: timeQuery('from'),
  to: timeQuery('to').optional().describe('Now unless said.'),
  kinds: listQuery(TOPOLOGY_KINDS).optional().describe('Only these.'),
});

/** `GET /topology` and `GET /topology/changes`. */
export function registerTopology(operations: OperationRegistry, topology: Topology): void {
  operations.add({
    method: 'GET',
    path: '/topology',
    role: 'reader',
    summary: 'The graph of the clusters: around a node, by kind, health and time',
    query,
    answer: z.union([topologyAnswer, nodeGraphAnswer]),
    handle: async ({ query: { at, ledgers, format, ...rest } }) => {
      const answer = await topology.query({
        ...rest,
        ...(at !== undefined && { atMs: at }),
        ledgers: ledgers === 'true',
      });
      return format === 'nodegraph' ? nodeGraphOf(answer) : answer;
    },
  });
  operations.add({
    method: 'GET',
    path: '/topology/changes',
    role: 'reader',
    summary: 'What differs between two times of a cluster',
    query: changesQuery,
    answer: topologyDifference,
    handle: ({ query: { cluster, from, to, kinds } }) => topology.difference(cluster, from, to, kinds),
  });
}

/** The same frames as those of `POST /frames`. */
function nodeGraphOf({ nodes, edges }: TopologyAnswer): NodeGraphAnswer {
  const frames = nodeGraphFrames('', nodes, edges);
  return { frames: frames.map((frame) => JSON.parse([...frameJson(frame)].join('')) as JsonFrame) };
}
