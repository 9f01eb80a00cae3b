import { reportUnit } from '@observatory/protocol/runs';
import { moneyText } from '../cost/run-cost.ts';
import { numberText } from '../report/number-text.ts';

/** A value of a measure in its unit; units that are no unit of reports are money. */
export function measureText(value: number | null | undefined, unit: string): string {
  const known = reportUnit.safeParse(unit);
  return known.success ? numberText(value, known.data) : moneyText(value ?? undefined, unit);
}

/** `+12 %`, `-3.4 %`, `× 25` for what grew tenfold and more; a dash for nothing. */
export function changeText(change: number | null | undefined): string {
  if (change == null || !Number.isFinite(change)) return '–';
  if (change >= 9) return `× ${Number((change + 1).toPrecision(2))}`;
  const percent = Number((change * 100).toPrecision(Math.abs(change) < 0.1 ? 2 : 3));
  return `${percent > 0 ? '+' : ''}${percent} %`;
}
