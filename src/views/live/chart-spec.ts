import type { Unit } from './format-value.ts';

/** A live chart as data: what to ask, how to read the answer. */
export interface ChartSpec {
  id: string;
  title: string;
  /** PromQL, evaluated once per step for all who watch it. */
  query: string;
  unit: Unit;
  /** Labels that name a series in the legend, joined by a space; the whole label set when none is present. */
  legend: readonly string[];
}

/** Legend text of a series. */
export function legendOf(spec: ChartSpec, labels: Readonly<Record<string, string>>): string {
  const parts = spec.legend.map((name) => labels[name]).filter((value) => value !== undefined && value !== '');
  if (parts.length > 0) return parts.map((part) => part.replace(/^(non-)?persistent:\/\//, '')).join(' ');
  const rest = Object.entries(labels).filter(([name]) => name !== '__name__');
  return rest.length === 0
    ? (labels.__name__ ?? 'total')
    : rest.map(([name, value]) => `${name}="${value}"`).join(', ');
}
