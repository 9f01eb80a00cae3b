import { useMemo } from 'react';
import type { ThemeName } from '../theme/series-colors.ts';

/** The design tokens that canvas code needs, as plain colours. */
export interface Tokens {
  text: string;
  muted: string;
  grid: string;
  accent: string;
  ok: string;
  warn: string;
  bad: string;
  unknown: string;
  panel: string;
  font: string;
}

/** Reads the tokens that hold where `element` is; again when the theme changes. */
export function useTokens(element: Element | null, theme: ThemeName): Tokens {
  return useMemo(() => {
    void theme;
    const style = element ? getComputedStyle(element) : undefined;
    const token = (name: string, fallback: string) => style?.getPropertyValue(name).trim() || fallback;
    return {
      text: token('--text', '#ccc'),
      muted: token('--text-muted', '#888'),
      grid: token('--grid', '#8883'),
      accent: token('--accent', '#6e9fff'),
      ok: token('--ok', '#6ccf8e'),
      warn: token('--warn', '#ffad5c'),
      bad: token('--bad', '#ff7383'),
      unknown: token('--unknown', '#9fa7b3'),
      panel: token('--panel', '#181b1f'),
      font: token('--font', 'sans-serif'),
    };
  }, [element, theme]);
}
