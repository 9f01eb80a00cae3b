import type { Camera } from '../model/camera.ts';
import { WORST_FIRST } from '../model/health.ts';
import { labelsFit, MARK_RADIUS } from '../model/level.ts';
import type { Band, Scene } from '../model/scene.ts';
import type { Fleet } from '../model/tiles.ts';
import type { Palette } from './palette.ts';
import type { MeasureText, Pen } from './pen.ts';

/** Names below the last row do not shrink with the zoom. */
const ROOM_FOR_NAMES = 16;

function boxOf({ x, y, width, height }: Band, camera: Camera) {
  const { k } = camera;
  return {
    x: x * k + camera.x - 14,
    y: y * k + camera.y,
    width: width * k + 28,
    height: height * k + (labelsFit(k) ? ROOM_FOR_NAMES : 0),
  };
}

/** The tiers: quiet fields on which everything stands. */
export function drawBands(pen: Pen, { bands }: Scene, camera: Camera, palette: Palette): void {
  for (const band of bands) {
    const { x, y, width, height } = boxOf(band, camera);
    pen.beginPath();
    pen.roundRect(x, y, width, height, 10);
    pen.fillStyle = palette.band;
    pen.fill();
    pen.strokeStyle = palette.bandBorder;
    pen.lineWidth = 1;
    pen.stroke();
  }
}

/** What stands in one rack: a thin frame, with the rack's name where there is room for it. */
export function drawRacks(pen: Pen, { tiles }: Fleet, camera: Camera, palette: Palette): void {
  const { k } = camera;
  // Above the marks of the first row.
  const hasRoom = (65 - MARK_RADIUS) * k > 26;
  for (const { x, y, width, height, rack } of tiles) {
    if (rack === '') continue;
    const bottom = (y + height + 12) * k + camera.y + (labelsFit(k) ? ROOM_FOR_NAMES : 0) - 4;
    const [left, top, right] = [x * k + camera.x, y * k + camera.y - 2, (x + width) * k + camera.x];
    pen.beginPath();
    pen.roundRect(left, top, right - left, bottom - top, 6);
    pen.strokeStyle = palette.bandBorder;
    pen.lineWidth = 1;
    pen.stroke();
    if (!hasRoom) continue;
    pen.font = `400 11px ${palette.font}`;
    pen.textAlign = 'left';
    pen.textBaseline = 'alphabetic';
    pen.fillStyle = palette.textMuted;
    pen.fillText(rack, left + 8, top + 15);
  }
}

/** Names of the tiers and how their nodes are, in the gap above each, on a ground of their own: edges run below them. */
export function drawBandTitles(
  pen: Pen,
  { bands }: Scene,
  camera: Camera,
  palette: Palette,
  measure: MeasureText,
): void {
  const title = `600 11px ${palette.font}`;
  const count = `500 11px ${palette.font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  for (const band of bands) {
    const { x, y, width, height } = boxOf(band, camera);
    if (height < 26) continue;
    const words = [{ text: band.title.toUpperCase(), font: title, color: palette.textMuted }];
    for (const health of WORST_FIRST) {
      const number = band.counts[health];
      if (number > 0)
        words.push({ text: `${number.toLocaleString('en')} ${health}`, font: count, color: palette.health[health] });
    }
    const lengths = words.map(({ text, font }) => measure(text, font) + 10);
    const whole = lengths.reduce((sum, length) => sum + length, 0);
    pen.beginPath();
    pen.roundRect(x - 2, y - 18, Math.min(width, whole), 15, 3);
    pen.globalAlpha = 0.75;
    pen.fillStyle = palette.background;
    pen.fill();
    pen.globalAlpha = 1;
    let at = x + 2;
    for (const [index, { text, font, color }] of words.entries()) {
      if (index > 0 && at + lengths[index] > x + width) break;
      pen.font = font;
      pen.fillStyle = color;
      pen.fillText(text, at, y - 6);
      at += lengths[index];
    }
  }
}
