import type { Look } from './look.ts';

interface PngFacts {
  title: string;
  names: { name: string; index: number }[];
  look: Look;
}

/** The picture with its title and legend, on the panel's ground: fit to be pasted into a text. */
export function panelPng(source: HTMLCanvasElement, { title, names, look }: PngFacts, done: (png: Blob) => void): void {
  const scale = globalThis.devicePixelRatio || 1;
  const foot = names.length > 0 ? 26 : 8;
  const canvas = document.createElement('canvas');
  canvas.width = source.width;
  canvas.height = source.height + (34 + foot) * scale;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = look.panel;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 34 * scale);
  context.scale(scale, scale);
  context.fillStyle = look.text;
  context.font = 'bold 14px system-ui, sans-serif';
  context.fillText(title, 10, 22);
  context.font = look.font;
  let left = 10;
  for (const { name, index } of names) {
    const top = canvas.height / scale - 14;
    context.fillStyle = look.series(index);
    context.fillRect(left, top - 4, 12, 3);
    context.fillStyle = look.text;
    context.fillText(name, left + 16, top);
    left += 30 + context.measureText(name).width;
  }
  canvas.toBlob((blob) => {
    if (blob) done(blob);
  }, 'image/png');
}
