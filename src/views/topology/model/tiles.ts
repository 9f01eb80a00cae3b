import type { Health } from '@observatory/protocol/topology';
import type { Box, Mark, Scene } from './scene.ts';
import { boundsOf } from './scene.ts';

/** A part of a tier in one rack, as one rectangle with a histogram of states. */
export interface Tile extends Box {
  cluster: string;
  tier: number;
  rack: string;
  count: number;
  counts: Readonly<Record<Health, number>>;
  /** Marks that are not healthy, worst first; drawn in place even here. */
  troubled: readonly number[];
}

/** Edges between two tiles, all of them as one. */
export interface TileLine {
  a: number;
  b: number;
  count: number;
  health: Health;
}

export interface Fleet {
  tiles: readonly Tile[];
  lines: readonly TileLine[];
}

const GAP = 12;

/**
 * One tile for each tier, rack and contiguous run of columns: a rack that grew to the right of others has a second one, so
 * that tiles never lie upon each other.
 */
export function buildFleet({ marks, lines }: Scene): Fleet {
  const columns = new Map<string, Map<number, number[]>>();
  marks.forEach(({ node, tier, x }, index) => {
    const key = `${node.cluster}\n${tier}`;
    const tierColumns = columns.get(key) ?? new Map<number, number[]>();
    columns.set(key, tierColumns);
    const column = tierColumns.get(x);
    if (column) column.push(index);
    else tierColumns.set(x, [index]);
  });
  const tiles: Tile[] = [];
  const tileOf = new Int32Array(marks.length).fill(-1);
  for (const tierColumns of columns.values()) {
    let run: number[] = [];
    const close = () => {
      if (run.length === 0) return;
      for (const index of run) tileOf[index] = tiles.length;
      tiles.push(tileFrom(run, marks));
      run = [];
    };
    for (const [, members] of [...tierColumns].sort(([a], [b]) => a - b)) {
      if (run.length > 0 && marks[run[0]].rack !== marks[members[0]].rack) close();
      run.push(...members);
    }
    close();
  }
  return { tiles, lines: joinLines(lines, marks, tileOf) };
}

const RANKS: readonly Health[] = ['down', 'degraded', 'unknown'];

function tileFrom(members: readonly number[], marks: readonly Mark[]): Tile {
  const own = members.map((index) => marks[index]);
  const [{ node, tier, rack }] = own;
  const counts: Record<Health, number> = { healthy: 0, unknown: 0, degraded: 0, down: 0 };
  for (const { health } of own) counts[health]++;
  const troubled = members
    .filter((index) => marks[index].health !== 'healthy')
    .sort((a, b) => RANKS.indexOf(marks[a].health) - RANKS.indexOf(marks[b].health));
  const { x, y, width, height } = boundsOf(own);
  const box = { x: x + GAP, y: y + GAP, width: width - 2 * GAP, height: height - 2 * GAP };
  return { ...box, cluster: node.cluster, tier, rack, count: own.length, counts, troubled };
}

function joinLines(lines: Scene['lines'], marks: readonly Mark[], tileOf: Int32Array): TileLine[] {
  const joined = new Map<string, TileLine>();
  for (const { a, b } of lines) {
    const [from, to] = [tileOf[a], tileOf[b]];
    if (from === to) continue;
    const key = from < to ? `${from}:${to}` : `${to}:${from}`;
    const known = joined.get(key);
    const health = marks[a].health === 'down' || marks[b].health === 'down' ? 'down' : 'healthy';
    if (!known) joined.set(key, { a: from, b: to, count: 1, health });
    else {
      known.count++;
      if (health === 'down') known.health = 'down';
    }
  }
  return [...joined.values()];
}
