import { formatValue, type Unit } from '../live/format-value.ts';
import type { Tokens } from '../heatmap/use-tokens.ts';
import { HEALTH_STATES, HEALTH_WORDS, healthStateOf, type HealthState } from './health-state.ts';

/** How cells are coloured and told. */
export interface CellScale {
  /** Fill of a value; undefined leaves the background. */
  color: (value: number, tokens: Tokens) => string | undefined;
  /** A value in words. */
  describe: (value: number) => string;
  /** The colours with their meaning; `color` may name tokens as CSS does. */
  legend: readonly { text: string; color: string }[];
}

/** Values that are indices of HEALTH_STATES. */
export const STATE_SCALE: CellScale = {
  color(value, tokens) {
    const state = healthStateOf(value);
    return state && stateColor(state, tokens);
  },
  describe(value) {
    if (Number.isNaN(value)) return 'no data';
    const state = healthStateOf(value);
    return state ? HEALTH_WORDS[state] : formatValue(value, 'short');
  },
  legend: HEALTH_STATES.map((state) => ({ text: HEALTH_WORDS[state], color: stateColor(state, cssTokens()) })),
};

/** From `warn` on the colour of a warning, from `bad` on that of trouble; from zero to `warn` ever stronger. */
export function measureScale({ unit, warn, bad }: { unit: Unit; warn: number; bad: number }): CellScale {
  return {
    color(value, tokens) {
      if (Number.isNaN(value)) return undefined;
      if (value >= bad) return tokens.bad;
      if (value >= warn) return tokens.warn;
      // Eight shades: neighbours of nearly one value stay one rectangle.
      return shaded(tokens, Math.round(Math.min(1, Math.max(0, value / warn)) * 8) / 8);
    },
    describe: (value) => (Number.isNaN(value) ? 'no data' : formatValue(value, unit)),
    legend: [
      { text: `below ${formatValue(warn, unit)}`, color: shaded(cssTokens(), 0.6) },
      { text: `from ${formatValue(warn, unit)}`, color: 'var(--warn)' },
      { text: `from ${formatValue(bad, unit)}`, color: 'var(--bad)' },
    ],
  };
}

function shaded({ ok, panel }: Pick<Tokens, 'ok' | 'panel'>, share: number): string {
  return `color-mix(in srgb, ${ok} ${Math.round(20 + 80 * share)}%, ${panel})`;
}

function stateColor(
  state: HealthState,
  { ok, warn, bad, panel }: Pick<Tokens, 'ok' | 'warn' | 'bad' | 'panel'>,
): string {
  switch (state) {
    case 'healthy':
      return `color-mix(in srgb, ${ok} 45%, ${panel})`;
    case 'warning':
      return warn;
    case 'critical':
      return bad;
    case 'down':
      return `color-mix(in srgb, ${bad} 55%, black)`;
  }
}

/** The tokens as style sheets name them: where the browser puts the values in. */
function cssTokens() {
  return { ok: 'var(--ok)', warn: 'var(--warn)', bad: 'var(--bad)', panel: 'var(--panel)' };
}
