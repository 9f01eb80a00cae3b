import { quadtree, type Quadtree } from 'd3';
import type { Mark } from './scene.ts';
import { MARK_RADIUS } from './level.ts';

/** Finds marks under a pointer in O(log n). */
export class HitTest {
  private readonly marks: readonly Mark[];
  private readonly tree: Quadtree<number>;

  constructor(marks: readonly Mark[]) {
    this.marks = marks;
    this.tree = quadtree<number>()
      .x((index) => marks[index].x)
      .y((index) => marks[index].y)
      .addAll(marks.map((_, index) => index));
  }

  /** Index of the nearest mark whose disc, grown by `slack` units of the map, holds the point; -1 when none does. */
  at(x: number, y: number, slack: number): number {
    const index = this.tree.find(x, y, MARK_RADIUS * 1.5 + slack);
    if (index === undefined) return -1;
    const mark = this.marks[index];
    return Math.hypot(mark.x - x, mark.y - y) <= MARK_RADIUS * mark.size + slack ? index : -1;
  }
}
