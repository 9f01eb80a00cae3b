import type { Camera } from '../model/camera.ts';
import { WORST_FIRST } from '../model/health.ts';
import type { Mark } from '../model/scene.ts';
import { TIERS } from '../model/tier.ts';
import type { Fleet, Tile } from '../model/tiles.ts';
import type { Palette } from './palette.ts';
import type { MeasureText, Pen } from './pen.ts';
import { ellipsis } from './text.ts';

/** Most troubled marks that a tile shows one by one. */
const MOST_DOTS = 300;

/** The fleet: a tile for each tier and rack with its histogram of states, trouble in place, and what connects the tiles. */
export function drawFleet(
  pen: Pen,
  { tiles, lines }: Fleet,
  marks: readonly Mark[],
  camera: Camera,
  palette: Palette,
  measure: MeasureText,
): void {
  const widest = lines.reduce((max, { count }) => Math.max(max, count), 1);
  for (const { a, b, count, health } of lines) {
    const [from, to] = tiles[a].y <= tiles[b].y ? [tiles[a], tiles[b]] : [tiles[b], tiles[a]];
    const [ax, ay] = [(from.x + from.width / 2) * camera.k + camera.x, (from.y + from.height) * camera.k + camera.y];
    const [bx, by] = [(to.x + to.width / 2) * camera.k + camera.x, to.y * camera.k + camera.y];
    pen.beginPath();
    pen.moveTo(ax, ay);
    pen.bezierCurveTo(ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by);
    pen.strokeStyle = health === 'down' ? palette.health.down : palette.edge;
    pen.lineWidth = 1 + 3 * Math.sqrt(count / widest);
    pen.globalAlpha = 0.7;
    pen.stroke();
    pen.globalAlpha = 1;
  }
  for (const tile of tiles) drawTile(pen, tile, marks, camera, palette, measure);
}

function drawTile(
  pen: Pen,
  tile: Tile,
  marks: readonly Mark[],
  { x, y, k }: Camera,
  palette: Palette,
  measure: MeasureText,
): void {
  const [left, top, width, height] = [tile.x * k + x, tile.y * k + y, tile.width * k, tile.height * k];
  const worst = WORST_FIRST.find((health) => tile.counts[health] > 0) ?? 'healthy';
  pen.beginPath();
  pen.roundRect(left, top, width, height, 8);
  pen.fillStyle = palette.mark;
  pen.fill();
  pen.strokeStyle = worst === 'down' || worst === 'degraded' ? palette.health[worst] : palette.bandBorder;
  pen.lineWidth = worst === 'down' ? 2 : 1;
  pen.stroke();

  // The histogram: as long as the tile, each state its share, at least 3 pixels so that one of a thousand is seen.
  const bar = { x: left + 10, y: top + height - 16, width: Math.max(0, width - 20), height: 6 };
  const states = WORST_FIRST.filter((health) => tile.counts[health] > 0);
  const least = 3 * states.length;
  let at = bar.x;
  if (bar.width > least && height > 40)
    for (const health of [...states].reverse()) {
      const length = 3 + ((bar.width - least) * tile.counts[health]) / tile.count;
      pen.beginPath();
      pen.roundRect(at, bar.y, Math.max(1, length - 1), bar.height, 2);
      pen.fillStyle = palette.health[health];
      pen.fill();
      at += length;
    }
  for (const index of tile.troubled.slice(0, MOST_DOTS).reverse()) {
    const { x: mx, y: my, health } = marks[index];
    const r = health === 'down' ? 3.4 : health === 'degraded' ? 2.6 : 1.6;
    pen.beginPath();
    pen.moveTo(mx * k + x + r, my * k + y);
    pen.arc(mx * k + x, my * k + y, r, 0, 2 * Math.PI);
    pen.fillStyle = palette.health[health];
    pen.globalAlpha = health === 'unknown' ? 0.5 : 0.9;
    pen.fill();
  }
  pen.globalAlpha = 1;
  if (width < 40 || height < 34) return;
  const strong = `600 ${width > 110 && height > 60 ? 18 : 13}px ${palette.font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.font = strong;
  pen.fillStyle = palette.textStrong;
  pen.fillText(ellipsis(tile.count.toLocaleString('en'), width - 20, strong, measure), left + 10, top + 24);
  if (height < 62) return;
  const small = `400 11px ${palette.font}`;
  pen.font = small;
  pen.fillStyle = palette.textMuted;
  const place = tile.rack === '' ? TIERS[tile.tier].title : tile.rack;
  pen.fillText(ellipsis(place, width - 20, small, measure), left + 10, top + 40);
  const words = WORST_FIRST.filter((health) => health !== 'healthy' && tile.counts[health] > 0)
    .map((health) => `${tile.counts[health]} ${health}`)
    .join(', ');
  if (words === '' || height < 84) return;
  pen.fillStyle = palette.health[worst];
  pen.fillText(ellipsis(words, width - 20, small, measure), left + 10, top + height - 24);
}
