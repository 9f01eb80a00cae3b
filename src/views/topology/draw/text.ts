import type { MeasureText } from './pen.ts';

/** The text, or as much of it as fits with an ellipsis in the middle: names of nodes differ at their ends. */
export function ellipsis(text: string, maxWidth: number, font: string, measure: MeasureText): string {
  // No letter is wider than its font is high.
  if (text.length * 13 < maxWidth || measure(text, font) <= maxWidth) return text;
  let [low, high] = [0, text.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(cut(text, middle), font) <= maxWidth) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : cut(text, low);
}

function cut(text: string, keep: number): string {
  const tail = Math.ceil(keep / 2);
  return `${text.slice(0, keep - tail)}…${text.slice(text.length - tail)}`;
}

/** Measures with a canvas and remembers: the same names are drawn again and again. */
export function canvasMeasure(context: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>): MeasureText {
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font}\n${text}`;
    let width = known.get(key);
    if (width === undefined) {
      context.font = font;
      width = context.measureText(text).width;
      if (known.size > 20_000) known.clear();
      known.set(key, width);
    }
    return width;
  };
}
