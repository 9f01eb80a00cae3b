import type { ReportAxis } from '@observatory/protocol/runs';

/** How a place on the axis is read: `2026-11-22 14:30:05 UTC`, `12:05` since the first sample, `p99.9`. */
export function xText(axis: ReportAxis, x: number): string {
  if (axis === 'quantile') return `p${percentileText(x)}`;
  if (axis === 'elapsed') return elapsedText(x);
  return `${new Date(x).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Short form, for the axis itself. */
export function xTickText(axis: ReportAxis, x: number): string {
  return axis === 'time' ? new Date(x).toISOString().slice(11, 19) : xText(axis, x);
}

/** Name of the axis, with its unit. */
export function xName(axis: ReportAxis): string {
  return { time: 'time (UTC)', elapsed: 'since the first sample', quantile: 'percentile' }[axis];
}

/** Places of labels: nines on a quantile axis, round times elsewhere. */
export function xTicks(axis: ReportAxis, min: number, max: number, about: number): number[] {
  if (axis === 'quantile') {
    return [0, Math.log10(2), Math.log10(4), 1, Math.log10(20), 2, 3, 4, 5].filter((x) => x >= min && x <= max);
  }
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
  const rough = (max - min) / Math.max(1, about) / 1000;
  const step = (steps.find((seconds) => seconds >= rough) ?? Math.ceil(rough / 86_400) * 86_400) * 1000;
  const ticks: number[] = [];
  for (let x = Math.ceil(min / step) * step; x <= max; x += step) ticks.push(x);
  return ticks;
}

function percentileText(nines: number): string {
  const percentile = 100 * (1 - 10 ** -nines);
  return String(Number(percentile.toFixed(Math.max(0, Math.ceil(nines)) + 1)));
}

function elapsedText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor((seconds % 3600) / 60), seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${parts.join(':')}`;
}
