import type { PathGraph, PathNode } from '../model/path-graph.ts';
import { kindWords } from '../model/words.ts';
import type { Drawing, Item } from './draw-list.ts';

const COLUMN = 210;
const ROW = 58;
const R = 11;
const MARGIN = 16;
/** Longer names are cut in the middle: topics differ at both ends. */
const NAME = 28;

/** Causes on the left, the symptom on the right, the way between them; what is lit belongs to one candidate. */
export function drawPathPicture(graph: PathGraph, lit: string | undefined): Drawing {
  const far = Math.max(0, ...graph.nodes.map(({ distance }) => distance));
  const rows = 1 + Math.max(0, ...graph.nodes.map(({ row }) => row));
  const places = new Map(graph.nodes.map((each) => [each.node.id, place(each, far)]));
  const isLit = (candidates: readonly string[]) => lit === undefined || candidates.includes(lit);
  const litNodes = new Set(graph.edges.filter((edge) => isLit(edge.candidates)).flatMap(({ from, to }) => [from, to]));
  const items: Item[] = [];
  for (const { from, to, via, candidates } of graph.edges) {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b) continue;
    const on = isLit(candidates);
    const middle = (a.x + b.x) / 2;
    items.push(
      {
        kind: 'path',
        d: `M${a.x + R},${a.y}C${middle},${a.y} ${middle},${b.y} ${b.x - R - 5},${b.y}`,
        tone: on ? 'warn' : 'unknown',
        width: on ? 2 : 1,
        opacity: on ? 1 : 0.5,
        title: via,
      },
      {
        kind: 'path',
        d: `M${b.x - R - 1},${b.y}L${b.x - R - 8},${b.y - 4}L${b.x - R - 8},${b.y + 4}Z`,
        filled: true,
        tone: on ? 'warn' : 'unknown',
        opacity: on ? 1 : 0.5,
      },
    );
  }
  for (const { node, distance } of graph.nodes) {
    const at = places.get(node.id);
    if (!at) continue;
    const on = litNodes.has(node.id) || graph.edges.length === 0;
    items.push(
      {
        kind: 'path',
        d: outline(node.kind, at.x, at.y),
        filled: true,
        tone: distance === 0 ? 'bad' : on ? 'warn' : 'unknown',
        opacity: on ? 1 : 0.5,
        title: `${kindWords(node.kind)} ${node.name}`,
      },
      {
        kind: 'text',
        x: at.x,
        y: at.y + R + 13,
        text: shorten(node.name),
        tone: on ? 'text' : 'muted',
        anchor: 'middle',
        title: [node.name, ...node.aliases].join(', '),
      },
      {
        kind: 'text',
        x: at.x,
        y: at.y + R + 25,
        text: kindWords(node.kind),
        tone: 'muted',
        anchor: 'middle',
        size: 10,
      },
    );
  }
  return { width: 2 * MARGIN + (far + 1) * COLUMN - 40, height: 2 * MARGIN + rows * ROW, items };
}

function place({ distance, row }: PathNode, far: number): { x: number; y: number } {
  return { x: MARGIN + 70 + (far - distance) * COLUMN, y: MARGIN + R + row * ROW };
}

/** Kinds differ in shape, as on the map: brokers are round, bookies have six corners, functions four, the rest is square. */
function outline(kind: string, x: number, y: number): string {
  if (kind === 'bookie') return polygon(x, y, R * 1.06, 6, Math.PI / 6);
  if (kind.startsWith('function')) return polygon(x, y, R * 1.12, 4, 0);
  if (kind === 'broker' || kind === 'cluster') return polygon(x, y, R, 24, 0);
  return polygon(x, y, R * 1.2, 4, Math.PI / 4);
}

function polygon(x: number, y: number, r: number, corners: number, turn: number): string {
  const points = Array.from({ length: corners }, (_, corner) => {
    const angle = turn + (corner * 2 * Math.PI) / corners;
    return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}

function shorten(name: string): string {
  if (name.length <= NAME) return name;
  const half = (NAME - 1) / 2;
  return `${name.slice(0, Math.ceil(half))}…${name.slice(-Math.floor(half))}`;
}
