import type { Camera, Size } from '../model/camera.ts';
import { MARK_RADIUS, MAX_EDGES, type Level } from '../model/level.ts';
import type { Mark, Scene } from '../model/scene.ts';
import type { Fleet } from '../model/tiles.ts';
import { drawBands, drawBandTitles, drawRacks } from './draw-bands.ts';
import { drawFleet } from './draw-fleet.ts';
import { drawLabels } from './draw-labels.ts';
import { drawLines, traceLine } from './draw-lines.ts';
import { drawMark, drawMarks, seenMarks } from './draw-marks.ts';
import type { Palette } from './palette.ts';
import type { MeasureText, Pen } from './pen.ts';
import { ellipsis } from './text.ts';
import { tracePath } from './shape.ts';

export interface MapPicture {
  scene: Scene;
  /** Made when it is first needed. */
  fleet: () => Fleet;
  level: Level;
  labels: boolean;
  palette: Palette;
  measure: MeasureText;
  /** Second line below a name of a node that is well. */
  value: (mark: Mark) => string | undefined;
}

/** The whole picture but for what the pointer and the keyboard point at. */
export function drawMap(pen: Pen, picture: MapPicture, camera: Camera, size: Size): void {
  const { scene, fleet, level, labels, palette, measure, value } = picture;
  drawBands(pen, scene, camera, palette);
  if (level === 'fleet') {
    drawFleet(pen, fleet(), scene.marks, camera, palette, measure);
    drawBandTitles(pen, scene, camera, palette, measure);
    return;
  }
  drawRacks(pen, fleet(), camera, palette);
  drawLines(pen, scene, camera, palette);
  drawBandTitles(pen, scene, camera, palette, measure);
  const shown = seenMarks(scene, camera, size);
  drawMarks(pen, scene, shown, camera, palette);
  if (labels) drawLabels(pen, scene, shown, camera, palette, measure, value);
}

export interface Pointed {
  hovered: number;
  selected: number;
  /** The keyboard's mark, while the map has the focus. */
  cursor: number;
}

/** What lies above the picture: edges and neighbours of what is looked at, the selection and the keyboard's frame. */
export function drawPointed(pen: Pen, picture: MapPicture, pointed: Pointed, camera: Camera): void {
  const { scene, palette, measure } = picture;
  const { marks, lines, linesOf } = scene;
  for (const index of new Set([pointed.selected, pointed.hovered, pointed.cursor])) {
    if (index < 0 || index >= marks.length) continue;
    const own = linesOf[index].slice(0, MAX_EDGES);
    pen.beginPath();
    for (const each of own) traceLine(pen, marks[lines[each].a], marks[lines[each].b], camera);
    pen.strokeStyle = palette.accent;
    pen.lineWidth = 1.8;
    pen.globalAlpha = own.length > 200 ? 0.35 : 0.85;
    pen.stroke();
    pen.globalAlpha = 1;
    if (own.length <= 200)
      for (const each of own) {
        const other = lines[each].a === index ? lines[each].b : lines[each].a;
        drawMark(pen, marks[other], camera, palette);
        outline(pen, marks[other], camera, palette.accent, 1, 3);
      }
    drawMark(pen, marks[index], camera, palette);
  }
  if (marks[pointed.selected]) outline(pen, marks[pointed.selected], camera, palette.accent, 2.5, 5);
  if (marks[pointed.cursor]) outline(pen, marks[pointed.cursor], camera, palette.textStrong, 2, 8);
  const named = pointed.hovered >= 0 ? pointed.hovered : pointed.cursor;
  if (marks[named]) nameTag(pen, marks[named], camera, palette, measure);
}

function outline(
  pen: Pen,
  { kind, x, y, size }: Mark,
  camera: Camera,
  color: string,
  width: number,
  gap: number,
): void {
  pen.beginPath();
  const r = Math.max(3, MARK_RADIUS * camera.k * size) + gap;
  tracePath(pen, kind, x * camera.k + camera.x, y * camera.k + camera.y, r);
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.stroke();
}

function nameTag(pen: Pen, mark: Mark, camera: Camera, palette: Palette, measure: MeasureText): void {
  const name = `600 12px ${palette.font}`;
  const detail = `400 11px ${palette.font}`;
  const first = ellipsis(`${mark.kind.replaceAll('_', ' ')} ${mark.node.name}`, 420, name, measure);
  const second = ellipsis(mark.reason === '' ? mark.health : `${mark.health}: ${mark.reason}`, 420, detail, measure);
  const width = Math.max(measure(first, name), measure(second, detail)) + 20;
  const x = mark.x * camera.k + camera.x;
  const y = mark.y * camera.k + camera.y - Math.max(4, MARK_RADIUS * camera.k * mark.size) - 54;
  pen.beginPath();
  pen.roundRect(x - width / 2, y, width, 42, 5);
  pen.fillStyle = palette.mark;
  pen.fill();
  pen.strokeStyle = palette.edge;
  pen.lineWidth = 1;
  pen.stroke();
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  pen.font = name;
  pen.fillStyle = palette.textStrong;
  pen.fillText(first, x, y + 17);
  pen.font = detail;
  pen.fillStyle = palette.health[mark.health];
  pen.fillText(second, x, y + 33);
}
