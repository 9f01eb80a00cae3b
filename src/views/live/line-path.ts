/** What a line is drawn with: a Path2D, a canvas context, an SVG writer. */
export interface LinePen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** A straight scale: `position = offset + value * factor`. */
export interface LinearScale {
  offset: number;
  factor: number;
}

/** Where a value of `[from, to]` is between two positions. */
export function linearScale(from: number, to: number, start: number, end: number): LinearScale {
  const factor = to === from ? 0 : (end - start) / (to - from);
  return { factor, offset: start - from * factor };
}

/**
 * Draws one series. NaN is no value; the line breaks where two values are further apart than `gapMs`, and runs on where one
 * merely has no value at the time of another series. A value without neighbours is a dot, so that it is seen.
 */
export function drawLine(
  pen: LinePen,
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  { x, y, gapMs, dot }: { x: LinearScale; y: LinearScale; gapMs: number; dot: number },
): void {
  let before = -Infinity;
  let lonely = false;
  let [lastX, lastY] = [0, 0];
  for (let row = 0; row < times.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    const time = times[row];
    const [px, py] = [x.offset + time * x.factor, y.offset + value * y.factor];
    if (time - before <= gapMs) {
      pen.lineTo(px, py);
      lonely = false;
    } else {
      if (lonely) pen.lineTo(lastX + dot, lastY);
      pen.moveTo(px, py);
      lonely = true;
    }
    before = time;
    [lastX, lastY] = [px, py];
  }
  if (lonely) pen.lineTo(lastX + dot, lastY);
}
