import { nodesFrameQuery, type NodesFrameQuery } from '@observatory/protocol/frames';
import type { Node, NodeVitals, NodeVitalsList } from '@observatory/protocol/nodes';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, FrameField, Notice } from '../frame.ts';
import { numberColumn, textColumn, timeColumn, wordColours } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface NodesKindOptions {
  nowMs: () => number;
  nodes: () => readonly Node[];
  /** What the nodes' metrics said at a time. */
  vitals: (timeMs: number) => Promise<NodeVitalsList>;
}

const PAST_MS = 60_000;
const STATES = wordColours({ up: 'green', stale: 'yellow', down: 'red', gone: 'gray', unknown: 'gray' });

/** Kind `nodes`: a row a node with its state, its process and its disks. */
export function nodesKind({ nodes, vitals, nowMs }: NodesKindOptions): FrameKind {
  return frameKind(['nodes'], nodesFrameQuery as z.ZodType<NodesFrameQuery>, async (query) => {
    const { clusters, kinds, states, toMs } = query;
    const passes = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
    const now = nowMs();
    const isPast = toMs < now - PAST_MS;
    const { nodes: known, warnings } = await vitals(isPast ? toMs : now);
    const vitalsOf = new Map(known.map((each) => [each.id, each]));
    const rows = nodes()
      .filter(
        ({ cluster, kind, state }) => passes(clusters, cluster) && passes(kinds, kind ?? '') && passes(states, state),
      )
      .map((node) => ({ node, vitals: vitalsOf.get(node.id) ?? { id: node.id, disks: [] } }));
    const notices = warnings.map((text): Notice => ({ severity: 'warning', text }));
    if (isPast)
      notices.push({
        severity: 'info',
        text: 'state, last scrape and last error are of now; version, uptime, memory and disks are of the end of the range',
      });
    return evaluatedFrames([tableOf(query.refId, rows, notices)]);
  });
}

interface Row {
  node: Node;
  vitals: NodeVitals;
}

function tableOf(refId: string, rows: readonly Row[], notices: readonly Notice[]): Frame {
  return {
    name: 'nodes',
    refId,
    meta: {
      preferredVisualisationType: 'table',
      ...(notices.length > 0 && { notices }),
    },
    length: rows.length,
    fields: fieldsOf(rows),
  };
}

function fieldsOf(rows: readonly Row[]): FrameField[] {
  const text = (name: string, displayName: string, of: (row: Row) => string | undefined, more: object = {}) =>
    textColumn(name, rows.map(of), { displayName, ...more });
  const number = (
    name: string,
    displayName: string,
    unit: string,
    of: (row: Row) => number | undefined,
    more: object = {},
  ) => numberColumn(name, rows.map(of), { displayName, unit, ...more });
  const share = (part: number | undefined, whole: number | undefined) =>
    part !== undefined && whole !== undefined && whole > 0 ? part / whole : undefined;
  const percent = { min: 0, max: 1 };
  return [
    text('cluster', 'Cluster', ({ node }) => node.cluster),
    text('kind', 'Kind', ({ node }) => node.kind?.replaceAll('_', ' ')),
    text('address', 'Node', ({ node }) => node.address),
    text('state', 'State', ({ node }) => node.state, STATES),
    text('version', 'Version', ({ vitals }) => vitals.version),
    number('uptime', 'Uptime', 's', ({ vitals }) => vitals.uptimeSeconds),
    number('restarts', 'Restarts (24 h)', 'short', ({ vitals }) => vitals.restarts, { decimals: 0 }),
    timeColumn(
      'last_scrape',
      rows.map(({ node }) => node.lastScrapeMs),
      { displayName: 'Last scrape' },
    ),
    number('scrape_duration', 'Scrape took', 'ms', ({ node }) => node.lastScrapeDurationMs),
    number('samples', 'Samples', 'short', ({ node }) => node.samples),
    number('clock_skew', 'Clock skew', 's', ({ vitals }) => vitals.clockSkewSeconds, {
      description: "The node's clock less the sidecar's.",
    }),
    number('gc_share', 'GC share (5 min)', 'percentunit', ({ vitals }) => vitals.gcShare, percent),
    number('heap_used', 'Heap used', 'bytes', ({ vitals }) => vitals.heapUsedBytes),
    number(
      'heap_share',
      'Heap',
      'percentunit',
      ({ vitals }) => share(vitals.heapUsedBytes, vitals.heapMaxBytes),
      percent,
    ),
    number(
      'direct_share',
      'Direct memory',
      'percentunit',
      ({ vitals }) => share(vitals.directUsedBytes, vitals.directMaxBytes),
      percent,
    ),
    number('disk_used', 'Fullest disk', 'percent', ({ vitals }) => largest(vitals, ({ usedPercent }) => usedPercent), {
      min: 0,
      max: 100,
    }),
    number('disk_growth', 'Disk growth an hour', 'percent', ({ vitals }) =>
      largest(vitals, ({ percentPerHour }) => percentPerHour),
    ),
    number('disk_full_in', 'First disk full in', 's', ({ vitals }) => {
      const found = vitals.disks.flatMap(({ fullInSeconds }) => fullInSeconds ?? []);
      return found.length > 0 ? Math.min(...found) : undefined;
    }),
    text('last_error', 'Last error', ({ node }) => node.lastError),
    text('id', 'Id', ({ node }) => node.id),
  ];
}

function largest(
  { disks }: NodeVitals,
  of: (disk: NodeVitals['disks'][number]) => number | undefined,
): number | undefined {
  const found = disks.flatMap((disk) => of(disk) ?? []);
  return found.length > 0 ? Math.max(...found) : undefined;
}
