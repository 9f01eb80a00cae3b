import type { TopologyEdge, TopologyNode } from '@observatory/protocol/topology';
import { MAX_FOCUS } from './level.ts';
import { tierOf } from './tier.ts';

export interface FocusCard {
  node: TopologyNode;
  x: number;
  y: number;
}

export interface FocusLayout {
  /** In the order of tiers and places: also the order of the Tab key. */
  cards: readonly FocusCard[];
  lines: readonly { edge: TopologyEdge; from: FocusCard; to: FocusCard }[];
  width: number;
  height: number;
  /** Nodes beyond the most that can be read. */
  left: number;
}

export const CARD = { width: 190, height: 58, gapX: 22, gapY: 14, gapTier: 62 } as const;
const SWEEPS = 4;

/**
 * A few nodes in layers by tier. Within a layer the order is that of the neighbours' middles, a few sweeps down and up
 * (barycentre heuristic of Sugiyama, Tagawa and Toda, 1981), which keeps crossings low; ties go by name, so that the same
 * nodes always lie the same way. A layer wider than the window is wrapped into several rows.
 */
export function layoutFocus(
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
  centre: string,
  availableWidth: number,
): FocusLayout {
  const kept = nearestFirst(nodes, edges, centre).slice(0, MAX_FOCUS);
  const byId = new Map(kept.map((node) => [node.id, node]));
  const inside = edges.filter(({ source, target }) => byId.has(source) && byId.has(target) && source !== target);
  const neighbours = new Map<string, string[]>(kept.map(({ id }) => [id, []]));
  for (const { source, target } of inside) {
    neighbours.get(source)?.push(target);
    neighbours.get(target)?.push(source);
  }
  const layers = new Map<number, TopologyNode[]>();
  for (const node of [...kept].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const tier = tierOf(node.kind);
    const layer = layers.get(tier);
    if (layer) layer.push(node);
    else layers.set(tier, [node]);
  }
  const order = [...layers.keys()].sort((a, b) => a - b);
  const rank = new Map<string, number>();
  const note = (layer: readonly TopologyNode[]) =>
    layer.forEach(({ id }, index) => rank.set(id, (index + 0.5) / layer.length));
  for (const layer of layers.values()) note(layer);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const tier of sweep % 2 === 0 ? order : [...order].reverse()) {
      const layer = layers.get(tier) ?? [];
      const middle = new Map(
        layer.map(({ id }) => [
          id,
          mean(
            (neighbours.get(id) ?? []).map((other) => rank.get(other) ?? 0.5),
            rank.get(id) ?? 0.5,
          ),
        ]),
      );
      layer.sort((a, b) => (middle.get(a.id) ?? 0) - (middle.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
      note(layer);
    }
  }
  const perRow = Math.max(1, Math.floor((availableWidth + CARD.gapX) / (CARD.width + CARD.gapX)));
  const widest = Math.min(perRow, Math.max(1, ...[...layers.values()].map(({ length }) => length)));
  const width = Math.max(widest * (CARD.width + CARD.gapX) - CARD.gapX, Math.min(availableWidth, CARD.width));
  const cards: FocusCard[] = [];
  let y = 0;
  for (const tier of order) {
    const layer = layers.get(tier) ?? [];
    for (let from = 0; from < layer.length; from += perRow) {
      const row = layer.slice(from, from + perRow);
      const left = (width - (row.length * (CARD.width + CARD.gapX) - CARD.gapX)) / 2;
      row.forEach((node, index) => cards.push({ node, x: left + index * (CARD.width + CARD.gapX), y }));
      y += CARD.height + CARD.gapY;
    }
    y += CARD.gapTier - CARD.gapY;
  }
  const cardOf = new Map(cards.map((card) => [card.node.id, card]));
  const lines = inside.flatMap((edge) => {
    const [from, to] = [cardOf.get(edge.source), cardOf.get(edge.target)];
    return from && to ? [{ edge, from, to }] : [];
  });
  return { cards, lines, width, height: Math.max(CARD.height, y - CARD.gapTier), left: nodes.length - kept.length };
}

function mean(values: readonly number[], otherwise: number): number {
  return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The centre, then its neighbours, then theirs; what is not well before what is, so that a cut leaves trouble in. */
function nearestFirst(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[], centre: string): TopologyNode[] {
  const steps = new Map([[centre, 0]]);
  for (let step = 1; step <= 4; step++)
    for (const { source, target } of edges)
      for (const [from, to] of [
        [source, target],
        [target, source],
      ])
        if (steps.get(from) === step - 1 && !steps.has(to)) steps.set(to, step);
  const well = ({ health, impact }: TopologyNode) => Number(health === 'healthy' && !impact);
  return [...nodes].sort(
    (a, b) => (steps.get(a.id) ?? 9) - (steps.get(b.id) ?? 9) || well(a) - well(b) || (a.id < b.id ? -1 : 1),
  );
}

/** Nodes within so many steps of one, with the edges between them: for hosts that cannot ask for them. */
export function neighbourhood(
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
  centre: string,
  depth: number,
): { nodes: TopologyNode[]; edges: TopologyEdge[] } {
  const around = new Map<string, string[]>();
  for (const { source, target } of edges) {
    for (const [from, to] of [
      [source, target],
      [target, source],
    ]) {
      const list = around.get(from);
      if (list) list.push(to);
      else around.set(from, [to]);
    }
  }
  const inside = new Set([centre]);
  let ring = [centre];
  for (let step = 0; step < depth; step++) {
    ring = ring.flatMap((id) => around.get(id) ?? []).filter((id) => !inside.has(id));
    for (const id of ring) inside.add(id);
  }
  return {
    nodes: nodes.filter(({ id }) => inside.has(id)),
    edges: edges.filter(({ source, target }) => inside.has(source) && inside.has(target)),
  };
}
