import { formattedValueToString, type Field } from '@grafana/data';
import type { CellScale } from '../../views/health/cell-scale.ts';

/** Colours and words of a field as its configuration has them: thresholds, mappings, unit, decimals. */
export function fieldScale(field: Field): CellScale {
  const { display, config } = field;
  const steps = config.thresholds?.steps ?? [];
  return {
    color: (value) => (Number.isNaN(value) ? undefined : display?.(value).color),
    describe: (value) => (Number.isNaN(value) || !display ? 'no data' : formattedValueToString(display(value))),
    legend: steps.map(({ value }, index) => {
      const at = Number.isFinite(value) && display ? formattedValueToString(display(value)) : '';
      const color = display?.(Number.isFinite(value) ? value : (steps[1]?.value ?? 1) - 1e-9).color;
      return { text: index === 0 || at === '' ? 'below' : `from ${at}`, color: color ?? 'transparent' };
    }),
  };
}
