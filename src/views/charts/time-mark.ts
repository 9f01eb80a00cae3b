/** Something that happened, as a line in a picture of time; a region where it has an end. */
export interface TimeMark {
  timeMs: number;
  endMs?: number;
  color: string;
  /** What happened, told where the cursor is near. */
  text?: string;
}

/** Where marks are drawn: the plot's edges in the units of the context. */
interface MarkPlace {
  /** From a time to a place; may lie outside of the plot. */
  xOf: (timeMs: number) => number;
  left: number;
  width: number;
  top: number;
  height: number;
  /** Width of a line. */
  lineWidth: number;
}

const REGION_ALPHA = 0.12;

/** Draws each mark that is in the picture. */
export function drawTimeMarks(
  context: CanvasRenderingContext2D,
  marks: readonly TimeMark[],
  { xOf, left, width, top, height, lineWidth }: MarkPlace,
): void {
  context.save();
  for (const { timeMs, endMs, color } of marks) {
    const from = Math.round(xOf(timeMs));
    const to = endMs === undefined ? from : Math.round(xOf(endMs));
    if (to < left || from > left + width) continue;
    context.fillStyle = color;
    if (to > from) {
      context.globalAlpha = REGION_ALPHA;
      const start = Math.max(left, from);
      context.fillRect(start, top, Math.min(left + width, to) - start, height);
      context.globalAlpha = 1;
      if (to <= left + width) context.fillRect(to, top, lineWidth, height);
    }
    if (from >= left) context.fillRect(from, top, lineWidth, height);
  }
  context.restore();
}

/** What the marks say that are no further from a time than `withinMs`, the nearest first; empty without any. */
export function wordsNear(marks: readonly TimeMark[], timeMs: number | undefined, withinMs: number): string {
  if (timeMs === undefined) return '';
  const distance = ({ timeMs: from, endMs = from }: TimeMark) => Math.max(0, from - timeMs, timeMs - endMs);
  const near = marks
    .filter((mark) => mark.text !== undefined && mark.text !== '' && distance(mark) <= withinMs)
    .sort((a, b) => distance(a) - distance(b))
    .map(({ text }) => text);
  return [...new Set(near)].slice(0, MOST_WORDS).join(' · ');
}

const MOST_WORDS = 3;
