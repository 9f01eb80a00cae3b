import { fit, type Size } from '../model/camera.ts';
import { levelOf } from '../model/level.ts';
import type { LevelChoice } from '../model/map-state.ts';
import { drawMap } from './draw-map.ts';
import type { Picture } from './MapRenderer.ts';
import type { Pen } from './pen.ts';
import { SvgPen } from './svg-pen.ts';
import { canvasMeasure } from './text.ts';

export interface ExportInput {
  picture: Picture;
  levels: LevelChoice;
  /** Written below: cluster, time with its zone, filters, version. */
  caption: string;
  /** What screen readers say of it. */
  title: string;
}

const WIDTH = 1600;
const CAPTION = 36;
/** Pixels a unit of the map: names are legible, and a large cluster does not become a wall. */
const ZOOM = 0.8;
const MAX_SIDE = 8_000;
const SCALE = 2;

/** The whole map as SVG, with its caption: not a screenshot, but all of it. */
export function toSvg(input: ExportInput): string {
  const size = sizeOf(input);
  const pen = new SvgPen();
  draw(pen, input, size);
  return pen.toString(size.width, size.height + CAPTION, input.title);
}

/** The whole map as PNG, at twice the density of a screen where a canvas can be that large. */
export async function toPng(input: ExportInput): Promise<Blob> {
  const size = sizeOf(input);
  const canvas = document.createElement('canvas');
  const scale = Math.min(SCALE, MAX_SIDE / size.width, MAX_SIDE / size.height);
  canvas.width = Math.ceil(size.width * scale);
  canvas.height = Math.ceil((size.height + CAPTION) * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on: export the map as SVG instead.');
  context.scale(scale, scale);
  draw(context, input, size);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error('The picture is too large: export SVG instead.')),
    ),
  );
}

function sizeOf({ picture }: ExportInput): Size {
  const { width, height } = picture.scene.bounds;
  const zoom = Math.min(ZOOM, MAX_SIDE / width, MAX_SIDE / height);
  return {
    width: Math.max(WIDTH / 2, Math.ceil(width * zoom) + 80),
    height: Math.max(240, Math.ceil(height * zoom) + 80),
  };
}

function draw(pen: Pen, { picture, levels, caption }: ExportInput, size: Size): void {
  const { palette, scene } = picture;
  const context = document.createElement('canvas').getContext('2d');
  const measure = context ? canvasMeasure(context) : (text: string) => text.length * 6.2;
  const camera = fit(scene.bounds, size);
  pen.beginPath();
  pen.roundRect(0, 0, size.width, size.height + CAPTION, 0);
  pen.fillStyle = palette.background;
  pen.fill();
  drawMap(pen, { ...picture, level: levelOf(levels, camera.k, scene.marks.length), measure }, camera, size);
  pen.font = `400 11px ${palette.font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = palette.textMuted;
  pen.fillText(caption, 20, size.height + CAPTION - 14);
}
