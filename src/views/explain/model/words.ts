/** What the numbers of an analysis are in words. */
import type { Candidate, StateChange } from '@observatory/protocol/analysis';
import { formatValue } from '../../live/format-value.ts';

/** A value in a unit of the analysis (`ms`, `s`, `B`, `B/s`, `/s`, `%`, `entries`, …). */
export function valueWords(value: number | null, unit: string): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return formatValue(value, 'ms');
    case 's':
      return formatValue(value * 1000, 'ms');
    case 'B':
    case 'bytes':
      return formatValue(value, 'bytes');
    case 'B/s':
      return formatValue(value, 'Bps');
    case 'share':
    case 'ratio':
      return formatValue(value, 'percentunit');
    default: {
      const number = formatValue(value, 'short');
      if (unit === '') return number;
      // `1 connection`, not `1 connections`.
      const word = value === 1 && /^[a-z]+[^s]s$/.test(unit) ? singular(unit) : unit;
      return unit.startsWith('/') ? `${number}${unit}` : `${number} ${word}`;
    }
  }
}

/** The same beside an axis, where there is no room for words: `entries` are plain numbers there. */
export function axisWords(value: number, unit: string): string {
  return valueWords(value, /^[a-z]{3,}$/.test(unit) && unit !== 'share' && unit !== 'ratio' ? '' : unit);
}

/** `4 ms → 61 ms`; empty for events and for states that the sentence says better. */
export function changeWords({ from, to, unit, direction }: StateChange): string {
  if (direction === 'event' || (from === null && to === null)) return '';
  return `${valueWords(from, unit)} → ${valueWords(to, unit)}`;
}

/** `12 s`, `3 min`, `1 h 5 min`. */
export function durationWords(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole < 1) return `${Number(Math.abs(seconds).toPrecision(1))} s`;
  if (whole < 120) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}

/**
 * When a cause began, seen from the symptom: `2 s before the symptom`. What lies within the distance of the samples cannot
 * be told apart.
 */
export function leadWords(leadSeconds: number, precisionSeconds = 0): string {
  if (Math.abs(leadSeconds) < 0.5) return 'with the symptom';
  if (Math.abs(leadSeconds) <= precisionSeconds)
    return `with the symptom, as far as samples ${durationWords(precisionSeconds / 2)} apart can tell`;
  return `${durationWords(leadSeconds)} ${leadSeconds > 0 ? 'before' : 'after'} the symptom`;
}

/** How far a candidate is from the symptom in the topology. */
export function distanceWords({ path }: Pick<Candidate, 'path'>): string {
  const steps = path.length - 1;
  if (steps < 1) return 'at the symptom itself';
  return steps === 1 ? 'one step upstream' : `${steps} steps upstream`;
}

/** Seconds from a candidate's onset to the symptom's. */
export function leadOf({ onset }: Pick<Candidate, 'onset'>, symptomOnset: string): number {
  return (Date.parse(symptomOnset) - Date.parse(onset)) / 1000;
}

/** `0.95` as `95 %`; the word beside it says how to take it. */
export function confidenceWords(confidence: number): string {
  const word = confidence >= 0.75 ? 'strong' : confidence >= 0.4 ? 'fair' : 'weak';
  return `${Math.round(confidence * 100)} %, ${word}`;
}

export function kindWords(kind: string): string {
  return kind.replaceAll('_', ' ');
}

/** `entries` as `entry`, `connections` as `connection`. */
function singular(word: string): string {
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}
