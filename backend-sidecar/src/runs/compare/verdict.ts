import type { MeasureEffect } from '@observatory/protocol/run-objects';
import type { Change } from './effect.ts';
import type { MeasureDefinition } from './measure-definition.ts';

/** Share of false alarms among what is told, over all measures and runs of a comparison. */
const FALSE_DISCOVERY = 0.05;

/**
 * `worse` and `better`: beyond chance (`rate`: the false discovery rate at which it would be told, Benjamini and Hochberg) and
 * large enough to matter. `same`: the interval lies within what does not matter. Everything else is `unclear`.
 */
export function verdictOf(
  { better, relevant, least }: Pick<MeasureDefinition, 'better' | 'relevant' | 'least'>,
  { change, low, high, difference }: Change,
  rate: number,
): MeasureEffect['verdict'] {
  const isSmall = Math.abs(difference) < least || (Number.isFinite(change) && Math.abs(change) < relevant);
  if (rate <= FALSE_DISCOVERY && !isSmall && better !== 'neither') {
    return difference > 0 === (better === 'higher') ? 'better' : 'worse';
  }
  const within = low >= -relevant && high <= relevant;
  const isNothing = Number.isFinite(low) && Math.max(Math.abs(low), Math.abs(high)) * base(change, difference) < least;
  const isConstant = difference === 0 && !Number.isNaN(rate);
  return within || isNothing || isConstant ? 'same' : 'unclear';
}

/** Mean of the base, from a change and the same change in the measure's unit. */
function base(change: number, difference: number): number {
  return change === 0 || !Number.isFinite(change) ? Infinity : difference / change;
}
