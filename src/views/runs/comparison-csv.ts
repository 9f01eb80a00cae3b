import type { RunComparison } from '@observatory/protocol/run-objects';

const HEAD = [
  'measure',
  'unit',
  'run',
  'mean',
  'low',
  'high',
  'samples',
  'change',
  'change_low',
  'change_high',
  'effect',
  'verdict',
];

/** One row a measure and run; fields that hold a comma or a quote are quoted (RFC 4180). */
export function comparisonCsv({ measures }: RunComparison): string {
  const rows = measures.flatMap(({ id, unit, effects }) =>
    effects.map((effect) => [
      id,
      unit,
      effect.run,
      effect.mean,
      effect.low,
      effect.high,
      effect.samples,
      effect.change,
      effect.changeLow,
      effect.changeHigh,
      effect.effect,
      effect.verdict,
    ]),
  );
  return [HEAD, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

function field(value: string | number | null | undefined): string {
  const text = value == null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
