import { seriesColor, type ThemeName } from '../theme/series-colors.ts';

export interface Look {
  series: (index: number) => string;
  text: string;
  muted: string;
  grid: string;
  panel: string;
  ok: string;
  warn: string;
  bad: string;
  font: string;
}

/** What the page's style says about colours now: canvases cannot read it themselves. */
export function lookOf(root: HTMLElement, theme: ThemeName): Look {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: (index) => seriesColor(theme, index),
    text: token('--text'),
    muted: token('--text-muted'),
    grid: token('--grid'),
    panel: token('--panel'),
    ok: token('--ok'),
    warn: token('--warn'),
    bad: token('--bad'),
    font: '11px system-ui, sans-serif',
  };
}
