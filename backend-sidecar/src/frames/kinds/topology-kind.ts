import { topologyFrameQuery, type TopologyFrameQuery } from '@observatory/protocol/frames';
import {
  HEALTHS,
  type Health,
  type TopologyAnswer,
  type TopologyKind,
  type TopologyNode,
} from '@observatory/protocol/topology';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Notice } from '../frame.ts';
import { nodeGraphFrames, shownHealth } from '../graph/node-graph-frames.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface TopologyKindOptions {
  nowMs: () => number;
  /** A part of the graph of one cluster or of all. Rejects with what the API would answer. */
  topology: (query: {
    cluster?: string;
    node?: string;
    depth?: number;
    kinds?: readonly TopologyKind[];
    atMs?: number;
    limit: number;
  }) => Promise<TopologyAnswer>;
}

/** A dashboard's "now" is as old as its query was under way; what is older asks for the past. */
const NOW_MS = 60_000;
const MAX_NODES = 20_000;

/** Kind `topology`: the two frames of Grafana's node graph. */
export function topologyKind({ topology, nowMs }: TopologyKindOptions): FrameKind {
  return frameKind(['topology'], topologyFrameQuery as z.ZodType<TopologyFrameQuery>, async (query) => {
    const { clusters, around, depth, kinds, worseThan, limit } = query;
    const answers = await Promise.all(
      (clusters.length === 0 ? [undefined] : clusters).map((cluster) =>
        topology({
          ...(cluster !== undefined && { cluster }),
          ...(around !== '' && { node: around, depth }),
          ...(kinds.length > 0 && { kinds }),
          ...(query.toMs < nowMs() - NOW_MS && { atMs: query.toMs }),
          limit: worseThan === undefined ? limit : MAX_NODES,
        }),
      ),
    );
    const all = answers.flatMap(({ nodes }) => nodes);
    const edges = answers.flatMap((answer) => answer.edges);
    const wanted = worseThan === undefined ? all : withNeighbours(all, edges, worseThan);
    const nodes = wanted.slice(0, limit);
    const ids = new Set(nodes.map(({ id }) => id));
    const notices: Notice[] = [];
    if (nodes.length < wanted.length || answers.some(({ truncated }) => truncated))
      notices.push({
        severity: 'warning',
        text: `only the first ${nodes.length} nodes are shown; the limit is ${limit}`,
      });
    for (const { cluster, unknown } of answers.flatMap((answer) => answer.clusters))
      if (unknown.length > 0)
        notices.push({
          severity: 'info',
          text: `${cluster}: ${unknown.length} facts could not be read, the first: ${unknown[0].what} (${unknown[0].reason})`,
        });
    return evaluatedFrames(
      nodeGraphFrames(
        query.refId,
        nodes,
        edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
        notices,
      ),
    );
  });
}

/** Nodes at least this bad, and what they are joined to. */
function withNeighbours(nodes: TopologyNode[], edges: TopologyAnswer['edges'], worseThan: Health): TopologyNode[] {
  const least = HEALTHS.indexOf(worseThan);
  const bad = new Set(nodes.filter((node) => HEALTHS.indexOf(shownHealth(node)) >= least).map(({ id }) => id));
  const shown = new Set(bad);
  for (const { source, target } of edges) {
    if (bad.has(source)) shown.add(target);
    if (bad.has(target)) shown.add(source);
  }
  return nodes.filter(({ id }) => shown.has(id));
}
