import type { TopologyKind } from '@observatory/protocol/topology';
import type { Pen } from './pen.ts';

/** Adds the outline of a kind to the path: kinds differ in shape, not only in their place. */
export function tracePath(pen: Pen, kind: TopologyKind, x: number, y: number, r: number): void {
  switch (kind) {
    case 'broker':
    case 'cluster':
      pen.moveTo(x + r, y);
      pen.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case 'bookie':
      polygon(pen, x, y, r * 1.06, 6, Math.PI / 6);
      return;
    case 'function_worker':
    case 'function':
    case 'function_instance':
      polygon(pen, x, y, r * 1.12, 4, 0);
      return;
    default:
      pen.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.4);
  }
}

function polygon(pen: Pen, x: number, y: number, r: number, corners: number, turn: number): void {
  for (let i = 0; i < corners; i++) {
    const angle = turn + (i * 2 * Math.PI) / corners;
    const [px, py] = [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    if (i === 0) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  }
  pen.closePath();
}

/** A small sign of what the node is, drawn in strokes of the current style; `s` is half its width. */
export function traceSign(pen: Pen, kind: TopologyKind, x: number, y: number, s: number): void {
  switch (kind) {
    case 'broker':
      // Two slots of a rack server.
      for (const top of [-0.78, 0.1]) {
        pen.roundRect(x - s, y + top * s, 2 * s, 0.68 * s, 0.2 * s);
        pen.moveTo(x - 0.6 * s, y + (top + 0.34) * s);
        pen.lineTo(x - 0.5 * s, y + (top + 0.34) * s);
      }
      return;
    case 'bookie':
      // A book: spine and two leaves.
      pen.moveTo(x, y - 0.62 * s);
      pen.lineTo(x, y + 0.78 * s);
      pen.moveTo(x, y - 0.62 * s);
      pen.bezierCurveTo(x - 0.3 * s, y - 0.9 * s, x - 0.7 * s, y - 0.9 * s, x - s, y - 0.8 * s);
      pen.lineTo(x - s, y + 0.6 * s);
      pen.bezierCurveTo(x - 0.7 * s, y + 0.5 * s, x - 0.3 * s, y + 0.5 * s, x, y + 0.78 * s);
      pen.moveTo(x, y - 0.62 * s);
      pen.bezierCurveTo(x + 0.3 * s, y - 0.9 * s, x + 0.7 * s, y - 0.9 * s, x + s, y - 0.8 * s);
      pen.lineTo(x + s, y + 0.6 * s);
      pen.bezierCurveTo(x + 0.7 * s, y + 0.5 * s, x + 0.3 * s, y + 0.5 * s, x, y + 0.78 * s);
      return;
    case 'function_worker':
    case 'function':
    case 'function_instance':
      // A lambda.
      pen.moveTo(x - 0.55 * s, y - 0.8 * s);
      pen.bezierCurveTo(x - 0.1 * s, y - 0.8 * s, x, y - 0.5 * s, x + 0.1 * s, y - 0.2 * s);
      pen.lineTo(x + 0.6 * s, y + 0.8 * s);
      pen.moveTo(x + 0.02 * s, y - 0.3 * s);
      pen.lineTo(x - 0.6 * s, y + 0.8 * s);
      return;
    case 'namespace':
      // Three lines of a list.
      for (const row of [-0.6, 0, 0.6]) {
        pen.moveTo(x - 0.85 * s, y + row * s);
        pen.lineTo(x - 0.65 * s, y + row * s);
        pen.moveTo(x - 0.3 * s, y + row * s);
        pen.lineTo(x + 0.85 * s, y + row * s);
      }
      return;
    case 'disk':
      pen.moveTo(x + 0.8 * s, y);
      pen.arc(x, y, 0.8 * s, 0, 2 * Math.PI);
      pen.moveTo(x + 0.25 * s, y);
      pen.arc(x, y, 0.25 * s, 0, 2 * Math.PI);
      return;
    case 'bundle':
      for (const column of [-0.55, 0, 0.55]) {
        pen.moveTo(x + column * s, y - 0.7 * s);
        pen.lineTo(x + column * s, y + 0.7 * s);
      }
      return;
    case 'cluster':
      for (let i = 0; i < 3; i++) {
        const angle = -Math.PI / 2 + (i * 2 * Math.PI) / 3;
        const [px, py] = [x + 0.6 * s * Math.cos(angle), y + 0.6 * s * Math.sin(angle)];
        pen.moveTo(px + 0.26 * s, py);
        pen.arc(px, py, 0.26 * s, 0, 2 * Math.PI);
      }
      return;
    default:
      pen.roundRect(x - 0.8 * s, y - 0.6 * s, 1.6 * s, 1.2 * s, 0.2 * s);
  }
}
