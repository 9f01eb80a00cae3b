import { FieldType, type DataFrame, type Field, type LinkModel } from '@grafana/data';
import {
  HEALTHS,
  RELATIONS,
  TOPOLOGY_KINDS,
  type Health,
  type TopologyAnswer,
  type TopologyEdge,
  type TopologyNode,
} from '@observatory/protocol/topology';
import { parseId } from '../../views/topology/model/node-name.ts';
import { tierOf } from '../../views/topology/model/tier.ts';
import { nodeLabels } from './node-labels.ts';

/** The graph of the panel's frames, and where each node's row is, for its data links. */
export interface PanelGraph {
  answer: TopologyAnswer;
  linksOf: (id: string) => LinkModel[];
}

/**
 * Nodes and edges from frames in Grafana's node-graph format, of whatever datasource: the same frames open in the stock node
 * graph. Ours say more than the format asks for (`detail__…`); what others leave out is unknown. Undefined without a frame of nodes.
 */
export function panelGraph(frames: readonly DataFrame[]): PanelGraph | undefined {
  const nodeFrames = frames.filter((frame) => fieldOf(frame, 'id') && !fieldOf(frame, 'source'));
  if (nodeFrames.length === 0) return undefined;
  const nodes: TopologyNode[] = [];
  const rows = new Map<string, { frame: DataFrame; row: number }>();
  for (const frame of nodeFrames) {
    for (let row = 0; row < frame.length; row++) {
      const node = nodeOf(frame, row);
      if (rows.has(node.id)) continue;
      rows.set(node.id, { frame, row });
      nodes.push(node);
    }
  }
  placeAll(nodes);
  const edges = frames.filter((frame) => fieldOf(frame, 'source')).flatMap(edgesOf);
  const names = [...new Set(nodes.map(({ cluster }) => cluster))];
  return {
    answer: {
      timeMs: Date.now(),
      nodes,
      edges,
      truncated: false,
      counts: {},
      clusters: names.map((cluster) => ({ cluster, facts: 0, unknown: [], deferred: 0 })),
    },
    linksOf: (id) => {
      const at = rows.get(id);
      if (!at) return [];
      return at.frame.fields.flatMap((field) => field.getLinks?.({ valueRowIndex: at.row }) ?? []);
    },
  };
}

function nodeOf(frame: DataFrame, row: number): TopologyNode {
  const text = (...names: string[]): string => {
    for (const name of names) {
      const value: unknown = fieldOf(frame, name)?.values[row];
      if (value !== undefined && value !== null && value !== '') return String(value);
    }
    return '';
  };
  const id = text('id');
  const parsed = parseId(id);
  const kindText = text('detail__kind') || parsed.kind;
  const kind = TOPOLOGY_KINDS.find((each) => each === kindText) ?? 'host';
  const shown = healthOf(text('mainstat'));
  const own = HEALTHS.find((each) => each === text('detail__own_health')) ?? shown;
  const from = text('detail__impact_from');
  const [x, y] = placeOf(frame, row);
  const attributes = factsOf(text('detail__facts'));
  const cluster = text('detail__cluster') || parsed.cluster;
  const name = text('title') || parsed.name || id;
  const labels = nodeLabels({ kind, name, cluster, attributes });
  return {
    id,
    kind,
    cluster,
    name,
    health: own,
    reasons: text('detail__reasons', ...(shown === 'healthy' ? [] : ['secondarystat']))
      .split('; ')
      .filter((reason) => reason !== ''),
    ...(from !== '' && { impact: { health: shown, from } }),
    attributes,
    ...(labels && { metrics: labels }),
    ...(x !== undefined && y !== undefined && { x, y }),
  };
}

/**
 * Our frames say in their meta where a node stays for life. Their `fixedX` and `fixedY` are drawn together for the stock node
 * graph, which shows the surroundings of (0, 0) only, and move when a node joins.
 */
function placeOf(frame: DataFrame, row: number): [x: number | undefined, y: number | undefined] {
  const lasting = (frame.meta?.custom?.places as [number, number][] | undefined)?.[row];
  return lasting ?? [numberAt(frame, 'fixedX', row), numberAt(frame, 'fixedY', row)];
}

/** Health as our frames say it; for frames of others, whether the word is one. */
function healthOf(text: string): Health {
  return HEALTHS.find((each) => each === text) ?? 'unknown';
}

/** `rack /a, bundles 5` as attributes. */
function factsOf(text: string): TopologyNode['attributes'] {
  const facts: TopologyNode['attributes'] = {};
  for (const part of text.split(', ')) {
    const cut = part.indexOf(' ');
    if (cut <= 0) continue;
    const value = part.slice(cut + 1);
    facts[part.slice(0, cut)] =
      value === 'true' || value === 'false'
        ? value === 'true'
        : value !== '' && !Number.isNaN(Number(value))
          ? Number(value)
          : value;
  }
  return facts;
}

function edgesOf(frame: DataFrame): TopologyEdge[] {
  const [sources, targets] = [fieldOf(frame, 'source')?.values, fieldOf(frame, 'target')?.values];
  if (!sources || !targets) return [];
  return Array.from({ length: frame.length }, (_, row) => {
    const said = String(fieldOf(frame, 'mainstat')?.values[row] ?? '').replaceAll(' ', '_');
    const relation = RELATIONS.find((each) => each === said) ?? 'holds';
    const attributes = factsOf(String(fieldOf(frame, 'detail__facts')?.values[row] ?? ''));
    return { source: String(sources[row]), target: String(targets[row]), relation, attributes };
  });
}

/** Frames without places, of other datasources: rows by tier, in order of the ids. */
function placeAll(nodes: TopologyNode[]): void {
  if (nodes.every(({ x, y }) => x !== undefined && y !== undefined)) return;
  const columns = Math.max(6, Math.ceil(Math.sqrt(nodes.length * 2)));
  const byTier = new Map<number, TopologyNode[]>();
  for (const node of nodes) byTier.set(tierOf(node.kind), [...(byTier.get(tierOf(node.kind)) ?? []), node]);
  let top = 0;
  for (const [, tier] of [...byTier].sort(([a], [b]) => a - b)) {
    tier.sort((a, b) => (a.id < b.id ? -1 : 1));
    tier.forEach((node, index) => {
      node.x = (index % columns) * 140;
      node.y = top + Math.floor(index / columns) * 130;
    });
    top += Math.ceil(tier.length / columns) * 130 + 90;
  }
}

function fieldOf(frame: DataFrame, name: string): Field | undefined {
  return frame.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

function numberAt(frame: DataFrame, name: string, row: number): number | undefined {
  const field = fieldOf(frame, name);
  const value: unknown = field?.type === FieldType.number ? field.values[row] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
