/**
 * The map as data: which marks stand where, how they look, and what connects them. Made anew when the answer, the filters or
 * the measures change; never while the camera moves. All of it costs O(nodes + edges).
 */
import type { Health, TopologyEdge, TopologyKind, TopologyNode } from '@observatory/protocol/topology';
import { parseFind } from './find.ts';
import { healthReason, rankOf, shownHealth } from './health.ts';
import type { MapState } from './map-state.ts';
import { edgeId, type Measured } from './measured.ts';
import { nameOf, shortName } from './node-name.ts';
import { TIERS, tierOf } from './tier.ts';

export type Change = 'added' | 'removed' | 'changed';

export interface Mark {
  readonly node: TopologyNode;
  readonly id: string;
  readonly kind: TopologyKind;
  readonly tier: number;
  readonly rack: string;
  readonly label: string;
  /** Middle, in the map's units. */
  readonly x: number;
  readonly y: number;
  readonly health: Health;
  /** Not well because of another node only. */
  readonly suffers: boolean;
  readonly reason: string;
  /** 0 to 1 of the largest, or undefined when there is no value. */
  readonly color: number | undefined;
  readonly ring: number | undefined;
  /** Factor on the usual size. */
  readonly size: number;
  /** Not what the find box looks for. */
  readonly dim: boolean;
  readonly change: Change | undefined;
  /** It left: since when, or before which comparison. */
  readonly gone: boolean;
}

export interface Line {
  readonly a: number;
  readonly b: number;
  readonly edge: TopologyEdge;
  readonly health: Health;
  /** 0 to 1 of the widest. */
  readonly weight: number;
  readonly change: Change | undefined;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Band extends Box {
  title: string;
  cluster: string;
  tier: number;
  counts: Readonly<Record<Health, number>>;
}

export interface Scene {
  readonly marks: readonly Mark[];
  readonly lines: readonly Line[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** How wide the name of each mark may be, in the map's units: up to its neighbours in the row. */
  readonly room: Float32Array;
  /** Lines of each mark, by index. */
  readonly linesOf: readonly (readonly number[])[];
  readonly bands: readonly Band[];
  readonly bounds: Box;
  /** Nodes that filters took away. */
  readonly hidden: number;
  /** How many of each health there are before the legend's filter. */
  readonly healths: Readonly<Record<Health, number>>;
  readonly found: number;
  readonly errors: { find?: string; hide?: string };
}

export interface SceneInput {
  nodes: readonly TopologyNode[];
  edges: readonly TopologyEdge[];
  state: MapState;
  /** Positions that the user gave. */
  moved?: ReadonlyMap<string, readonly [x: number, y: number]>;
  color?: Measured;
  size?: Measured;
  ring?: Measured;
  width?: Measured;
  /** What differs from another time, by node id. */
  changes?: ReadonlyMap<string, Change>;
  edgeChanges?: ReadonlyMap<string, Change>;
  /** Nodes that are no more, shown where they stood. */
  gone?: readonly TopologyNode[];
}

/** Kinds of which it is trouble when one leaves; namespaces and functions may have been deleted. */
export const PROCESSES: ReadonlySet<TopologyKind> = new Set<TopologyKind>([
  'broker',
  'function_worker',
  'bookie',
  'host',
]);

/** Half of what a mark with its two lines of text needs. */
const CELL_X = 70;
const CELL_Y = 65;
const EMPTY_COUNTS: Readonly<Record<Health, number>> = { healthy: 0, unknown: 0, degraded: 0, down: 0 };

export function buildScene(input: SceneInput): Scene {
  const { state, moved, changes, edgeChanges } = input;
  const find = parseFind(state.find);
  const hide = parseFind(state.hide);
  const kinds = new Set(state.kinds);
  const without = new Set(state.without);
  const racks = rackNames(input.nodes, input.edges);
  const healths = { ...EMPTY_COUNTS };
  const marks: Mark[] = [];
  const indexOf = new Map<string, number>();
  let hidden = 0;
  let found = 0;

  const add = (node: TopologyNode, gone: boolean): void => {
    if (!kinds.has(node.kind) || indexOf.has(node.id)) return;
    if (state.cluster !== '' && node.cluster !== state.cluster) return;
    const value = input.color?.nodes.get(node.id);
    if (hide.ok && hide.matches?.(node, value)) {
      hidden++;
      return;
    }
    const health = gone ? (PROCESSES.has(node.kind) ? 'down' : 'unknown') : shownHealth(node);
    healths[health]++;
    if (without.has(health) || (state.problems && health === 'healthy' && changes?.get(node.id) === undefined)) {
      hidden++;
      return;
    }
    const matches = !find.ok || !find.matches || find.matches(node, value);
    if (matches && find.ok && find.matches) found++;
    const [x, y] = moved?.get(node.id) ?? [node.x ?? 0, node.y ?? 0];
    indexOf.set(node.id, marks.length);
    marks.push({
      node,
      id: node.id,
      kind: node.kind,
      tier: tierOf(node.kind),
      rack: String(node.attributes.rack ?? racks.get(node.id) ?? ''),
      label: shortName(node),
      x,
      y,
      health,
      suffers: !gone && rankOf(health) > rankOf(node.health),
      reason: gone ? (node.reasons.at(-1) ?? 'it left') : healthReason(node, nameOf),
      color: share(value, input.color?.max),
      ring: share(input.ring?.nodes.get(node.id), input.ring?.max),
      size: sizeOf(input.size, node.id),
      dim: !matches,
      change: gone ? 'removed' : changes?.get(node.id),
      gone,
    });
  };
  for (const node of input.nodes) add(node, false);
  for (const node of input.gone ?? []) add(node, true);

  const lines = state.edges ? buildLines(input, indexOf, marks, edgeChanges) : [];
  const linesOf: number[][] = marks.map(() => []);
  lines.forEach(({ a, b }, index) => {
    linesOf[a].push(index);
    linesOf[b].push(index);
  });
  return {
    marks,
    lines,
    indexOf,
    linesOf,
    room: roomOf(marks),
    bands: buildBands(marks),
    bounds: boundsOf(marks),
    hidden,
    healths,
    found,
    errors: { ...(!find.ok && { find: find.error }), ...(!hide.ok && { hide: hide.error }) },
  };
}

function share(value: number | undefined, max: number | undefined): number | undefined {
  return value === undefined ? undefined : max ? Math.max(0, value / max) : 0;
}

/** Area follows the value, from half to double the usual one. */
function sizeOf(measured: Measured | undefined, id: string): number {
  if (!measured) return 1;
  return Math.sqrt(0.45 + 1.55 * (share(measured.nodes.get(id), measured.max) ?? 0));
}

/** Relations that say where something is; the map's columns show them already. */
const PLACES: ReadonlySet<string> = new Set(['in_rack', 'runs_on', 'member']);

function buildLines(
  { edges, width, state }: SceneInput,
  indexOf: ReadonlyMap<string, number>,
  marks: readonly Mark[],
  changes: ReadonlyMap<string, Change> | undefined,
): Line[] {
  const lines: Line[] = [];
  // Without a measure an edge is as wide as what it stands for is many: bundles, instances.
  const most = edges.reduce((max, { attributes }) => Math.max(max, Number(attributes?.count ?? 0)), 0);
  const placesShown = state.kinds.some((kind) => kind === 'rack' || kind === 'host');
  for (const edge of edges) {
    const [a, b] = [indexOf.get(edge.source), indexOf.get(edge.target)];
    if (a === undefined || b === undefined || a === b) continue;
    if (PLACES.has(edge.relation) && !(placesShown && edge.relation !== 'member')) continue;
    const own = edge.attributes?.health;
    const ends = rankOf(marks[a].health) < rankOf(marks[b].health) ? marks[a].health : marks[b].health;
    // What is down pulls the edge down with it; a namespace that is degraded does not make all its brokers look so.
    const isDown = marks[a].health === 'down' || marks[b].health === 'down';
    lines.push({
      a,
      b,
      edge,
      health: own === 'down' || own === 'degraded' ? own : isDown ? 'down' : ends,
      weight:
        (width
          ? share(width.edges.get(edgeId(edge)), width.edgeMax)
          : share(Number(edge.attributes?.count ?? 0), most)) ?? 0,
      change: changes?.get(edgeId(edge)),
    });
  }
  return lines;
}

/** Racks by edges, for answers whose nodes do not name theirs. */
function rackNames(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): Map<string, string> {
  const racks = new Map<string, string>();
  for (const { source, target, relation } of edges)
    if (relation === 'in_rack') racks.set(source, target.slice(target.indexOf('/rack/') + 6));
  for (const { id, kind, name } of nodes) if (kind === 'rack') racks.set(id, name);
  return racks;
}

function buildBands(marks: readonly Mark[]): Band[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${mark.node.cluster}\n${mark.tier}`;
    const group = groups.get(key);
    if (group) group.push(mark);
    else groups.set(key, [mark]);
  }
  const extents = new Map<string, { left: number; right: number }>();
  for (const { node, x } of marks) {
    const extent = extents.get(node.cluster) ?? { left: Infinity, right: -Infinity };
    extents.set(node.cluster, { left: Math.min(extent.left, x), right: Math.max(extent.right, x) });
  }
  const several = extents.size > 1;
  return [...groups.values()].map((group) => {
    const [{ tier, node }] = group;
    const { y, height } = boundsOf(group);
    const { left, right } = extents.get(node.cluster) ?? { left: 0, right: 0 };
    const counts = { ...EMPTY_COUNTS };
    for (const { health } of group) counts[health]++;
    const title = several ? `${node.cluster} · ${TIERS[tier].title}` : TIERS[tier].title;
    return {
      tier,
      cluster: node.cluster,
      title,
      counts,
      y,
      height,
      x: left - CELL_X,
      width: right - left + 2 * CELL_X,
    };
  });
}

export function boundsOf(marks: readonly Pick<Mark, 'x' | 'y'>[]): Box {
  if (marks.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of marks) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return {
    x: left - CELL_X,
    y: top - CELL_Y,
    width: right - left + 2 * CELL_X,
    height: bottom - top + 2 * CELL_Y,
  };
}

const MOST_ROOM = 210;

function roomOf(marks: readonly Mark[]): Float32Array {
  const room = new Float32Array(marks.length).fill(MOST_ROOM);
  const order = marks.map((_, index) => index).sort((a, b) => marks[a].y - marks[b].y || marks[a].x - marks[b].x);
  for (let i = 1; i < order.length; i++) {
    const [left, right] = [order[i - 1], order[i]];
    if (marks[left].y !== marks[right].y) continue;
    const gap = Math.max(CELL_X, marks[right].x - marks[left].x);
    room[left] = Math.min(room[left], gap);
    room[right] = Math.min(room[right], gap);
  }
  return room;
}
