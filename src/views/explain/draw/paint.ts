import type { Drawing, Tone } from './draw-list.ts';

export interface PaintColors {
  color: (tone: Tone) => string;
  font: string;
}

/** Paints a drawing on a canvas whose units are CSS pixels. */
export function paint(context: CanvasRenderingContext2D, { items }: Drawing, { color, font }: PaintColors): void {
  for (const item of items) {
    context.save();
    context.globalAlpha = item.opacity ?? 1;
    context.fillStyle = context.strokeStyle = color(item.tone);
    switch (item.kind) {
      case 'rect':
        context.fillRect(item.x, item.y, item.width, item.height);
        break;
      case 'line':
        context.lineWidth = item.width ?? 1;
        context.setLineDash([...(item.dash ?? [])]);
        context.beginPath();
        context.moveTo(item.x1, item.y1);
        context.lineTo(item.x2, item.y2);
        context.stroke();
        break;
      case 'path': {
        const path = new Path2D(item.d);
        context.lineWidth = item.width ?? 1.5;
        context.lineJoin = 'round';
        context.setLineDash([...(item.dash ?? [])]);
        if (item.filled) context.fill(path);
        else context.stroke(path);
        break;
      }
      case 'text':
        context.font = `${item.bold ? 500 : 400} ${item.size ?? 11}px ${font}`;
        context.textAlign = item.anchor === 'middle' ? 'center' : (item.anchor ?? 'start');
        context.fillText(item.text, item.x, item.y);
        break;
    }
    context.restore();
  }
}
