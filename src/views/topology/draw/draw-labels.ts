import type { Camera } from '../model/camera.ts';
import { rankOf } from '../model/health.ts';
import { labelsFit, MARK_RADIUS } from '../model/level.ts';
import type { Mark, Scene } from '../model/scene.ts';
import type { Palette } from './palette.ts';
import type { MeasureText, Pen } from './pen.ts';
import { ellipsis } from './text.ts';

/** Names that are drawn although not all have room: the worst first. */
const MOST_CALLED_OUT = 60;
const LINE = 13;

/** Below each mark its name and, when it is not well, why. Where there is no room for all, only trouble is named. */
export function drawLabels(
  pen: Pen,
  scene: Scene,
  shown: readonly number[],
  camera: Camera,
  palette: Palette,
  measure: MeasureText,
  value: (mark: Mark) => string | undefined,
): void {
  const { marks } = scene;
  if (!labelsFit(camera.k)) {
    callOut(pen, scene, shown, camera, palette, measure);
    return;
  }
  const roomOf = (index: number) => scene.room[index] * camera.k - 6;
  const name = `500 ${140 * camera.k > 90 ? 12 : 11}px ${palette.font}`;
  const detail = `400 11px ${palette.font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  // One font after the other: changing it is what costs.
  pen.font = name;
  for (const index of shown) {
    const mark = marks[index];
    pen.globalAlpha = mark.dim ? 0.35 : 1;
    pen.fillStyle = mark.health === 'healthy' ? palette.text : palette.textStrong;
    const [x, y] = anchor(mark, camera);
    pen.fillText(ellipsis(mark.label, roomOf(index), name, measure), x, y);
  }
  if (130 * camera.k > 2 * MARK_RADIUS * camera.k + 2.9 * LINE) {
    pen.font = detail;
    for (const index of shown) {
      const mark = marks[index];
      const text = mark.reason === '' ? value(mark) : mark.reason;
      if (text === undefined) continue;
      pen.globalAlpha = mark.dim ? 0.35 : 1;
      pen.fillStyle = mark.reason === '' ? palette.textMuted : palette.health[mark.health];
      const [x, y] = anchor(mark, camera);
      pen.fillText(ellipsis(text, roomOf(index), detail, measure), x, y + LINE);
    }
  }
  pen.globalAlpha = 1;
}

function anchor({ x, y, size, ring }: Mark, camera: Camera): [number, number] {
  const below = MARK_RADIUS * camera.k * size + (ring === undefined ? 13 : 18);
  return [x * camera.k + camera.x, y * camera.k + camera.y + below];
}

function callOut(
  pen: Pen,
  { marks }: Scene,
  shown: readonly number[],
  camera: Camera,
  palette: Palette,
  measure: MeasureText,
): void {
  const font = `500 11px ${palette.font}`;
  const wanted = shown
    .filter((index) => rankOf(marks[index].health) >= 2 || marks[index].change !== undefined)
    .sort((a, b) => rankOf(marks[b].health) - rankOf(marks[a].health))
    .slice(0, 400);
  const taken: [left: number, top: number, right: number, bottom: number][] = [];
  pen.font = font;
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  for (const index of wanted) {
    if (taken.length === MOST_CALLED_OUT) break;
    const mark = marks[index];
    const text = ellipsis(mark.label, 160, font, measure);
    const half = measure(text, font) / 2 + 4;
    const [x, y] = [
      mark.x * camera.k + camera.x,
      mark.y * camera.k + camera.y + Math.max(4, MARK_RADIUS * camera.k) + 13,
    ];
    const box: (typeof taken)[number] = [x - half, y - LINE, x + half, y + 4];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]))
      continue;
    taken.push(box);
    pen.beginPath();
    pen.roundRect(box[0], box[1], box[2] - box[0], box[3] - box[1], 3);
    pen.globalAlpha = 0.85;
    pen.fillStyle = palette.band;
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = palette.health[mark.health];
    pen.fillText(text, x, y);
  }
}
