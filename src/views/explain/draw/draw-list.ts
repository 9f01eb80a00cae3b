/**
 * A picture as data: the page shows it as SVG, an exported file is painted on a canvas, and tests read it. Units are CSS
 * pixels; tones are tokens of the theme, so that one list serves both themes.
 */
export type Tone = 'text' | 'muted' | 'grid' | 'accent' | 'bad' | 'warn' | 'ok' | 'unknown' | 'panel';

interface Common {
  tone: Tone;
  opacity?: number;
  /** What a pointer that rests on it is told. */
  title?: string;
}

export type Item = Common &
  (
    | { kind: 'rect'; x: number; y: number; width: number; height: number }
    | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; width?: number; dash?: readonly number[] }
    /** `d` as SVG writes a path; a line unless filled. */
    | { kind: 'path'; d: string; width?: number; dash?: readonly number[]; filled?: boolean }
    | {
        kind: 'text';
        x: number;
        y: number;
        text: string;
        anchor?: 'start' | 'middle' | 'end';
        size?: number;
        bold?: boolean;
      }
  );

export interface Drawing {
  width: number;
  height: number;
  items: readonly Item[];
}

/** The same items elsewhere. */
export function moved(items: readonly Item[], dx: number, dy: number): Item[] {
  return items.map((item) => {
    switch (item.kind) {
      case 'line':
        return { ...item, x1: item.x1 + dx, x2: item.x2 + dx, y1: item.y1 + dy, y2: item.y2 + dy };
      case 'path':
        return { ...item, d: movedPath(item.d, dx, dy) };
      default:
        return { ...item, x: item.x + dx, y: item.y + dy };
    }
  });
}

/** Our paths are pairs of absolute coordinates only (M, L, C, Z). */
function movedPath(d: string, dx: number, dy: number): string {
  let isX = true;
  return d.replace(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g, (number) => {
    const shifted = Number(number) + (isX ? dx : dy);
    isX = !isX;
    return String(Math.round(shifted * 100) / 100);
  });
}
