import type { Mark, Scene } from './scene.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const VECTORS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/**
 * The mark that an arrow key leads to: among those in a quadrant of the direction, the one with the least distance, where
 * going astray sideways counts double. -1 when there is none.
 */
export function neighbourTowards(marks: readonly Mark[], from: number, direction: Direction): number {
  const [dx, dy] = VECTORS[direction];
  const { x, y } = marks[from];
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < marks.length; i++) {
    const along = (marks[i].x - x) * dx + (marks[i].y - y) * dy;
    if (i === from || along <= 0) continue;
    const aside = Math.abs((marks[i].x - x) * dy) + Math.abs((marks[i].y - y) * dx);
    if (aside > along * 4) continue;
    const cost = along + 2 * aside;
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}

/** Where the keyboard begins: the worst mark, or the first one. */
export function firstMark({ marks }: Pick<Scene, 'marks'>): number {
  for (const health of ['down', 'degraded'] as const) {
    const index = marks.findIndex((mark) => mark.health === health && !mark.dim);
    if (index >= 0) return index;
  }
  return marks.length > 0 ? 0 : -1;
}
