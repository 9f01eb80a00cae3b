import type { Health, TopologyKind } from '@observatory/protocol/topology';
import type { Camera, Size } from '../model/camera.ts';
import { seen } from '../model/camera.ts';
import { HEALTH_GLYPHS, WORST_FIRST } from '../model/health.ts';
import { MARK_RADIUS } from '../model/level.ts';
import type { Mark, Scene } from '../model/scene.ts';
import { rampColor, type Palette } from './palette.ts';
import type { Pen } from './pen.ts';
import { tracePath, traceSign } from './shape.ts';

/** From this radius in pixels a mark shows what it is, not only how it does. */
const SIGN_RADIUS = 9;
/** Below this one it is a dot: all dots of one colour are one path. */
const DOT_RADIUS = 6;

/** Indices of the marks that a camera shows. */
export function seenMarks({ marks }: Scene, camera: Camera, size: Size): number[] {
  const { x, y, width, height } = seen(camera, size, 40);
  const found: number[] = [];
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i];
    if (mark.x >= x && mark.x <= x + width && mark.y >= y && mark.y <= y + height) found.push(i);
  }
  return found;
}

/** Marks one by one, or as dots when they are small. Healthy ones first, so that trouble is never covered. */
export function drawMarks(pen: Pen, scene: Scene, shown: readonly number[], camera: Camera, palette: Palette): void {
  if (MARK_RADIUS * camera.k < DOT_RADIUS) drawDots(pen, scene, shown, camera, palette);
  else
    for (const health of [...WORST_FIRST].reverse())
      for (const index of shown)
        if (scene.marks[index].health === health) drawMark(pen, scene.marks[index], camera, palette);
}

/** Path by path: shape, colour and faintness decide the group, and 5,000 dots are a dozen fills. */
function drawDots(pen: Pen, { marks }: Scene, shown: readonly number[], { x, y, k }: Camera, palette: Palette): void {
  const groups = new Map<
    string,
    { kind: TopologyKind; color: string; dim: boolean; health: Health; members: number[] }
  >();
  for (const index of shown) {
    const { kind, health, color, dim } = marks[index];
    const fill = color === undefined ? palette.health[health] : rampColor(palette, color);
    const key = `${kind} ${fill} ${dim}`;
    const group = groups.get(key);
    if (group) group.members.push(index);
    else groups.set(key, { kind, color: fill, dim, health, members: [index] });
  }
  const ordered = [...groups.values()].sort((a, b) => WORST_FIRST.indexOf(b.health) - WORST_FIRST.indexOf(a.health));
  for (const { kind, color, dim, health, members } of ordered) {
    pen.beginPath();
    // Trouble stays a little larger than it would be: a single red dot among thousands has to be seen.
    const least = health === 'down' ? 3.4 : health === 'degraded' ? 2.8 : 1.2;
    for (const index of members) {
      const mark = marks[index];
      const r = Math.max(least, MARK_RADIUS * 0.9 * mark.size * k);
      const [px, py] = [mark.x * k + x, mark.y * k + y];
      if (r < 3 && kind !== 'bookie') pen.roundRect(px - r, py - r, 2 * r, 2 * r, r * 0.4);
      else tracePath(pen, kind, px, py, r);
    }
    pen.globalAlpha = dim ? 0.2 : 1;
    pen.fillStyle = color;
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** One mark with all it says: shape its kind, colour its state or a measure, a badge when it is not well, a ring. */
export function drawMark(pen: Pen, mark: Mark, { x, y, k }: Camera, palette: Palette): void {
  const [px, py] = [mark.x * k + x, mark.y * k + y];
  const r = MARK_RADIUS * k * mark.size;
  const color = palette.health[mark.health];
  const fill = mark.color === undefined ? palette.surface[mark.health] : rampColor(palette, mark.color);
  pen.globalAlpha = mark.dim ? 0.22 : mark.gone ? 0.75 : 1;
  pen.beginPath();
  tracePath(pen, mark.kind, px, py, r);
  pen.fillStyle = palette.band;
  pen.fill();
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(1, Math.min(2.4, r * 0.09));
  // Dashed: it is not ill itself, another node makes it suffer; or it is not there any more.
  pen.setLineDash(mark.suffers || mark.gone ? [3, 3] : []);
  pen.stroke();
  pen.setLineDash([]);
  if (r >= SIGN_RADIUS) {
    pen.beginPath();
    traceSign(pen, mark.kind, px, py, r * 0.42);
    pen.strokeStyle = mark.color !== undefined && mark.color > 0.5 ? palette.background : palette.textStrong;
    pen.lineWidth = Math.max(1, r * 0.065);
    pen.lineCap = 'round';
    pen.stroke();
    pen.lineCap = 'butt';
  }
  if (mark.ring !== undefined) drawRing(pen, px, py, r, mark.ring, palette);
  if (mark.health !== 'healthy' && r >= DOT_RADIUS) drawBadge(pen, px + r * 0.78, py - r * 0.78, r, mark, palette);
  if (mark.change) drawChange(pen, px, py, r, mark, palette);
  pen.globalAlpha = 1;
}

function drawRing(pen: Pen, x: number, y: number, r: number, value: number, palette: Palette): void {
  const [start, width] = [-Math.PI / 2, Math.max(2, r * 0.13)];
  pen.lineWidth = width;
  for (const [share, color] of [
    [1, palette.bandBorder],
    [Math.min(1, value), palette.accent],
  ] as const) {
    if (share <= 0) continue;
    pen.beginPath();
    pen.arc(x, y, r + width + 2, start, start + Math.min(2 * Math.PI, 2 * Math.PI * share));
    pen.strokeStyle = color;
    pen.stroke();
  }
}

function drawBadge(pen: Pen, x: number, y: number, r: number, { health }: Mark, palette: Palette): void {
  const size = Math.max(5, Math.min(9, r * 0.36));
  pen.beginPath();
  pen.moveTo(x + size, y);
  pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.fillStyle = palette.health[health];
  pen.fill();
  pen.strokeStyle = palette.band;
  pen.lineWidth = 2;
  pen.stroke();
  pen.font = `700 ${Math.round(size * 1.35)}px ${palette.font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = palette.background;
  pen.fillText(HEALTH_GLYPHS[health], x, y + 0.5);
}

const CHANGE_GLYPHS = { added: '+', removed: '−', changed: 'Δ' } as const;

function drawChange(pen: Pen, x: number, y: number, r: number, { change }: Mark, palette: Palette): void {
  if (!change) return;
  const color = change === 'removed' ? palette.health.down : palette.accent;
  pen.beginPath();
  pen.moveTo(x + r + 5, y);
  pen.arc(x, y, r + 5, 0, 2 * Math.PI);
  pen.strokeStyle = color;
  pen.lineWidth = 1.5;
  pen.setLineDash(change === 'added' ? [] : [2, 4]);
  pen.stroke();
  pen.setLineDash([]);
  if (r < SIGN_RADIUS) return;
  pen.font = `700 ${Math.round(Math.max(11, Math.min(16, r * 0.6)))}px ${palette.font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = color;
  pen.fillText(CHANGE_GLYPHS[change], x - r * 0.95, y - r * 0.95);
}
