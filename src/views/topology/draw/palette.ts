import type { Health } from '@observatory/protocol/topology';

/** Colours of the canvas as plain values: it cannot read custom properties itself. */
export interface Palette {
  background: string;
  band: string;
  bandBorder: string;
  mark: string;
  text: string;
  textStrong: string;
  textMuted: string;
  edge: string;
  accent: string;
  health: Readonly<Record<Health, string>>;
  surface: Readonly<Record<Health, string>>;
  /** From the lowest to the highest value. */
  ramp: readonly string[];
  font: string;
}

/** The palette of a theme, from the tokens in force at an element. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const text = token('--text', '#ccccdc');
  const dark = isLight(token('--text-strong', '#ffffff'));
  return {
    background: token('--canvas', '#111217'),
    band: token('--panel', '#181b1f'),
    bandBorder: token('--border-weak', '#2c2f36'),
    mark: token('--panel-raised', '#22252b'),
    text,
    textStrong: token('--text-strong', '#ffffff'),
    textMuted: token('--text-muted', '#8e8e99'),
    edge: token('--border-medium', '#44474f'),
    accent: token('--accent', '#6e9fff'),
    health: {
      healthy: token('--ok', '#6ccf8e'),
      unknown: token('--unknown', '#9fa7b3'),
      degraded: token('--warn', '#ffad5c'),
      down: token('--bad', '#ff7383'),
    },
    surface: {
      healthy: token('--ok-surface', '#1a7f4b40'),
      unknown: token('--grid', '#ccccdc14'),
      degraded: token('--warn-surface', '#ff983033'),
      down: token('--bad-surface', '#d10e5c40'),
    },
    // One hue, from quiet to loud against the background: order can be told in grey and by the colour-blind.
    ramp: dark
      ? ['#25365c', '#31508f', '#3f6fc4', '#6e9fff', '#a9c6ff', '#e6efff']
      : ['#d9e6ff', '#a9c6ff', '#6e9fff', '#3871dc', '#1f4fa8', '#122f6b'],
    font: token('--font', 'Inter, Helvetica, Arial, sans-serif'),
  };
}

/** Whether a colour written as #rgb, #rrggbb or rgb() is nearer to white. */
function isLight(color: string): boolean {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color)?.[1];
  const parts = hex
    ? hex.length === 3
      ? [...hex].map((digit) => parseInt(digit + digit, 16))
      : [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16))
    : (color.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
  return parts.length === 3 && parts.reduce((sum, part) => sum + part, 0) > 3 * 127;
}

/** The ramp's colour of a value from 0 to 1. */
export function rampColor({ ramp }: Pick<Palette, 'ramp'>, value: number): string {
  return ramp[Math.min(ramp.length - 1, Math.max(0, Math.round(value * (ramp.length - 1))))];
}
