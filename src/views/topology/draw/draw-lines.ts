import type { Camera } from '../model/camera.ts';
import { MARK_RADIUS, MAX_EDGES } from '../model/level.ts';
import type { Line, Mark, Scene } from '../model/scene.ts';
import type { Palette } from './palette.ts';
import type { Pen } from './pen.ts';

const WIDTHS = [1, 1.6, 2.4, 3.4];

/**
 * All edges, in a handful of strokes: those of one look are one path. More than `MAX_EDGES` are not drawn here but only around
 * the node that is looked at.
 */
export function drawLines(pen: Pen, { lines, marks }: Scene, camera: Camera, palette: Palette): void {
  if (lines.length > MAX_EDGES) return;
  const looks = new Map<string, Line[]>();
  for (const line of lines) {
    const look = `${lookOf(line, marks)}/${widthOf(line)}`;
    const group = looks.get(look);
    if (group) group.push(line);
    else looks.set(look, [line]);
  }
  const order = ['dim', 'healthy', 'unknown', 'degraded', 'added', 'removed', 'down'];
  const groups = [...looks].sort(([a], [b]) => order.indexOf(a.split('/')[0]) - order.indexOf(b.split('/')[0]));
  // Where there are many, each is fainter: the picture keeps its contrast.
  const alpha = Math.max(0.25, Math.min(0.9, 120 / lines.length));
  for (const [key, group] of groups) {
    const [look, width] = key.split('/');
    pen.beginPath();
    for (const { a, b } of group) traceLine(pen, marks[a], marks[b], camera);
    pen.strokeStyle = colorOf(look, palette);
    pen.lineWidth = Number(width);
    pen.globalAlpha =
      look === 'down' || look === 'added' || look === 'removed' ? 0.9 : look === 'dim' ? alpha * 0.4 : alpha;
    pen.setLineDash(look === 'removed' ? [4, 4] : []);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

function lookOf({ a, b, health, change }: Line, marks: readonly Mark[]): string {
  if (change === 'added' || change === 'removed') return change;
  return marks[a].dim || marks[b].dim ? 'dim' : health;
}

function colorOf(look: string, { edge, accent, health }: Palette): string {
  if (look === 'added') return accent;
  if (look === 'down' || look === 'removed') return health.down;
  return look === 'degraded' ? health.degraded : edge;
}

function widthOf({ weight }: Line): number {
  return WIDTHS[Math.min(WIDTHS.length - 1, Math.floor(weight * WIDTHS.length))];
}

/** From the edge of one mark to that of the other: an S between tiers, an arc within one. */
export function traceLine(pen: Pen, from: Mark, to: Mark, { x, y, k }: Camera): void {
  const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
  const [ax, bx] = [upper.x * k + x, lower.x * k + x];
  const gap = MARK_RADIUS * k;
  if (lower.y - upper.y < MARK_RADIUS) {
    const cy = upper.y * k + y;
    const [left, right] = ax < bx ? [ax, bx] : [bx, ax];
    const rise = Math.min(70 * k, 12 * k + (right - left) * 0.16);
    pen.moveTo(left + gap * 0.7, cy - gap * 0.7);
    pen.bezierCurveTo(
      left + gap * 1.4,
      cy - gap * 0.7 - rise,
      right - gap * 1.4,
      cy - gap * 0.7 - rise,
      right - gap * 0.7,
      cy - gap * 0.7,
    );
    return;
  }
  const [ay, by] = [upper.y * k + y + gap * upper.size, lower.y * k + y - gap * lower.size];
  const bend = Math.max(8 * k, (by - ay) * 0.45);
  pen.moveTo(ax, ay);
  pen.bezierCurveTo(ax, ay + bend, bx, by - bend, bx, by);
}
