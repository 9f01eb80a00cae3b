import { formatValue } from '../../live/format-value.ts';

/** An attribute for a reader: the unit is in the name's ending (`totalBytes`, `startedMs`, `usedPercent`). */
export function formatAttribute(name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value === '' ? '–' : value;
  if (name.endsWith('Bytes')) return formatValue(value, 'bytes');
  if (name.endsWith('Percent')) return `${value} %`;
  if (name.endsWith('Ms') && value > 1e11) return new Date(value).toLocaleString('en-GB');
  return value.toLocaleString('en');
}
