import type { ComparedMeasure, MeasureEffect, RunComparison } from '@observatory/protocol/run-objects';
import { changeText, measureText } from './measure-text.ts';
import { parseGate, type GateCondition } from './parse-gate.ts';

/** What a pipeline does with a comparison. */
export interface GateOutcome {
  /** `unclear`: nothing is known to be wrong, and not all could be judged. */
  status: 'passed' | 'failed' | 'unclear';
  /** 0 passed, 1 failed (as any error of the command), 3 unclear. */
  exitCode: 0 | 1 | 3;
  /** Why, a sentence each: failures first, then what could not be judged; one that says so when all passed. */
  sentences: string[];
}

/**
 * Holds a comparison against conditions. A change beyond its bound fails when it is beyond chance as well (its interval does not
 * hold 0); one that is beyond the bound and may be chance, or of which nobody knows anything, is unclear. A value fails by its mean.
 * @throws ObservatoryError OBS_RUN_GATE when `spec` is a text that cannot be read
 */
export function evaluateGate(comparison: RunComparison, spec: string | readonly GateCondition[]): GateOutcome {
  const conditions = typeof spec === 'string' ? parseGate(spec) : spec;
  const failures: string[] = [];
  const doubts: string[] = [];
  for (const condition of conditions) {
    const { failed, unclear } =
      condition.kind === 'regression' ? regressions(comparison) : bound(comparison, condition);
    failures.push(...failed.map((sentence) => `${condition.text}: ${sentence}`));
    doubts.push(...unclear.map((sentence) => `${condition.text}: ${sentence}`));
  }
  if (failures.length > 0) return { status: 'failed', exitCode: 1, sentences: [...failures, ...doubts] };
  if (doubts.length > 0) return { status: 'unclear', exitCode: 3, sentences: doubts };
  const names = conditions.map(({ text }) => text).join(', ');
  return { status: 'passed', exitCode: 0, sentences: [`Nothing of ${names} holds.`] };
}

interface Judged {
  failed: string[];
  unclear: string[];
}

function regressions({ regressions: found, measures, runs }: RunComparison): Judged {
  const failed = found.map(({ run, sentence, reasons }) =>
    `${nameOf(runs, run)}: ${sentence} ${reasons.join(' ')}`.trim(),
  );
  const isJudged = measures.some(({ effects }) => effects.some(({ changeLow }) => changeLow != null));
  return { failed, unclear: isJudged ? [] : ['the runs have no measure in common of which the change is known.'] };
}

function bound(
  { measures, runs }: RunComparison,
  { measure: name, operator, of, bound: limit }: Extract<GateCondition, { kind: 'bound' }>,
): Judged {
  const found = measures.filter(({ id }) => id === name || id.startsWith(`${name}@`));
  if (found.length === 0) {
    const known = measures.map(({ id }) => id).join(', ');
    return { failed: [], unclear: [`no run has this measure; there are ${known === '' ? 'none' : known}.`] };
  }
  const judged: Judged = { failed: [], unclear: [] };
  for (const measure of found) {
    for (const effect of measure.effects.filter(({ verdict }) => verdict !== 'base')) {
      const { status, text } =
        of === 'change' ? byChange(effect, operator, limit) : byValue(measure, effect, operator, limit);
      const sentence = `${nameOf(runs, effect.run)}: ${measure.title} ${text}.`;
      if (status === 'failed') judged.failed.push(sentence);
      if (status === 'unclear') judged.unclear.push(sentence);
    }
  }
  return judged;
}

interface Answer {
  status: 'passed' | 'failed' | 'unclear';
  text: string;
}

function byChange({ mean, change, changeLow, changeHigh }: MeasureEffect, operator: Operator, limit: number): Answer {
  if (mean === null) return { status: 'unclear', text: 'is not known of this run' };
  if (change == null)
    return { status: 'unclear', text: 'cannot be told as a part of the base, which has none or nothing' };
  if (!holds(change, operator, limit)) return { status: 'passed', text: '' };
  if (changeLow == null || changeHigh == null) {
    return { status: 'unclear', text: `changed by ${changeText(change)}, how surely is not known` };
  }
  const interval = `${changeText(change)} (95 %: ${changeText(changeLow)} to ${changeText(changeHigh)})`;
  const isChance = changeLow <= 0 && changeHigh >= 0 && change !== 0;
  return isChance
    ? { status: 'unclear', text: `changed by ${interval}, which may be chance` }
    : { status: 'failed', text: `changed by ${interval}` };
}

function byValue({ unit }: ComparedMeasure, { mean }: MeasureEffect, operator: Operator, limit: number): Answer {
  if (mean === null) return { status: 'unclear', text: 'is not known of this run' };
  return { status: holds(mean, operator, limit) ? 'failed' : 'passed', text: `was ${measureText(mean, unit)}` };
}

type Operator = Extract<GateCondition, { kind: 'bound' }>['operator'];

function holds(value: number, operator: Operator, limit: number): boolean {
  if (operator === '>') return value > limit;
  if (operator === '>=') return value >= limit;
  return operator === '<' ? value < limit : value <= limit;
}

function nameOf(runs: RunComparison['runs'], id: string): string {
  return runs.find((run) => run.id === id)?.name ?? id;
}
