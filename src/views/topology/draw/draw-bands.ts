import type { Camera } from '../model/camera.ts';
import { WORST_FIRST } from '../model/health.ts';
import { labelsFit } from '../model/level.ts';
import type { Scene } from '../model/scene.ts';
import type { Palette } from './palette.ts';
import type { MeasureText, Pen } from './pen.ts';

/** The tiers: a quiet field with its name and how its nodes are. */
export function drawBands(pen: Pen, { bands }: Scene, camera: Camera, palette: Palette, measure: MeasureText): void {
  const { k } = camera;
  for (const band of bands) {
    const [x, y] = [band.x * k + camera.x - 14, band.y * k + camera.y];
    // Names below the last row do not shrink with the zoom.
    const [width, height] = [band.width * k + 28, band.height * k + (labelsFit(k) ? 16 : 0)];
    pen.beginPath();
    pen.roundRect(x, y, width, height, 10);
    pen.fillStyle = palette.band;
    pen.fill();
    pen.strokeStyle = palette.bandBorder;
    pen.lineWidth = 1;
    pen.stroke();
    if (height < 26) continue;
    // Titles stand in the gap above, where no mark can lie under them.
    const title = `600 11px ${palette.font}`;
    pen.font = title;
    pen.textAlign = 'left';
    pen.textBaseline = 'alphabetic';
    pen.fillStyle = palette.textMuted;
    const text = band.title.toUpperCase();
    pen.fillText(text, x + 2, y - 6);
    let at = x + 2 + measure(text, title) + 10;
    const count = `500 11px ${palette.font}`;
    pen.font = count;
    for (const health of WORST_FIRST) {
      const number = band.counts[health];
      if (number === 0) continue;
      const words = `${number.toLocaleString('en')} ${health}`;
      if (at + measure(words, count) > x + width) break;
      pen.fillStyle = palette.health[health];
      pen.fillText(words, at, y - 6);
      at += measure(words, count) + 10;
    }
  }
}
