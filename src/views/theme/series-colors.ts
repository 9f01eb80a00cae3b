/**
 * Colours of lines, in order of use. The two lists have equal length and hue order, so that a series keeps its hue when the
 * theme changes; each reaches 3:1 contrast against its panel background (WCAG 1.4.11).
 */
const DARK = [
  '#73bf69',
  '#f2cc0c',
  '#8ab8ff',
  '#ff780a',
  '#ff7383',
  '#5794f2',
  '#ca95e5',
  '#96d98d',
  '#fade2a',
  '#b877d9',
];
const LIGHT = [
  '#37872d',
  '#8f6a00',
  '#1f60c4',
  '#c4560a',
  '#c4162a',
  '#1250b0',
  '#8f3bb8',
  '#2f7226',
  '#7a5c00',
  '#6d2f96',
];

export type ThemeName = 'dark' | 'light';

/** Colour of the n-th series; wraps around. */
export function seriesColor(theme: ThemeName, index: number): string {
  const colors = theme === 'dark' ? DARK : LIGHT;
  return colors[index % colors.length];
}
