import fc from 'fast-check';
import type { MeasureEffect, RunComparison } from '@observatory/protocol/run-objects';
import { ObservatoryError } from '../../util/errors.ts';
import { evaluateGate } from './evaluate-gate.ts';
import { parseGate } from './parse-gate.ts';

describe('conditions of a gate', () => {
  it('are changes, values and any regression', () => {
    expect(parseGate('publish_p99>10%, publish_rate < -5 %,e2e_p99>=0.5s,regression')).toEqual([
      { kind: 'bound', text: 'publish_p99>10%', measure: 'publish_p99', operator: '>', of: 'change', bound: 0.1 },
      {
        kind: 'bound',
        text: 'publish_rate < -5 %',
        measure: 'publish_rate',
        operator: '<',
        of: 'change',
        bound: -0.05,
      },
      { kind: 'bound', text: 'e2e_p99>=0.5s', measure: 'e2e_p99', operator: '>=', of: 'value', bound: 500 },
      { kind: 'regression', text: 'regression' },
    ]);
  });

  it.each([
    ['', 1, 'a condition is expected here'],
    ['publish_p99>10%,', 17, 'a condition is expected here'],
    ['publish_p99', 12, 'one of > >= < <= is expected'],
    ['publish_p99=10%', 12, 'one of > >= < <= is expected'],
    ['publish_p99>', 13, 'a number is expected'],
    ['a>1, b>1x', 9, '"x" is no unit'],
    ['>5%', 1, 'the name of a measure'],
  ])('"%s" is refused at character %d', (spec, character, reason) => {
    expect(() => parseGate(spec)).toThrow(ObservatoryError);
    expect(() => parseGate(spec)).toThrow(`at character ${character}: `);
    expect(() => parseGate(spec)).toThrow(reason);
  });

  it('whatever is written is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z_>=<%, 0-9.-]*$/)), (spec) => {
        try {
          return parseGate(spec).length > 0;
        } catch (error) {
          return error instanceof ObservatoryError && error.code === 'OBS_RUN_GATE';
        }
      }),
    );
  });
});

function comparison(effect: Partial<MeasureEffect>): RunComparison {
  const base = { run: 'a', mean: 20, low: 19, high: 21, samples: 90, verdict: 'base' as const };
  return {
    base: 'a',
    runs: ['a', 'b'].map((id) => ({ id, name: `run ${id}`, startedMs: 0, seconds: 900, phase: 'steady load' })),
    measures: [
      {
        id: 'publish_p99',
        title: 'Publish latency p99',
        unit: 'ms',
        better: 'lower',
        effects: [base, { ...base, run: 'b', mean: 24, verdict: 'worse', ...effect }],
      },
    ],
    regressions: [{ run: 'b', measure: 'publish_p99', sentence: 'Publish latency p99 rose.', reasons: ['GC did.'] }],
    notes: [],
  };
}

describe('a gate', () => {
  const sure = comparison({ change: 0.2, changeLow: 0.15, changeHigh: 0.25 });
  it.each([
    ['publish_p99>10%', 'failed', 1, 'run b: Publish latency p99 changed by +20 % (95 %: +15 % to +25 %).'],
    ['publish_p99>30%', 'passed', 0, 'Nothing of publish_p99>30% holds.'],
    ['publish_p99>23ms', 'failed', 1, 'Publish latency p99 was 24 ms.'],
    ['publish_p99<0.001s', 'passed', 0, 'Nothing of'],
    ['regression', 'failed', 1, 'regression: run b: Publish latency p99 rose. GC did.'],
    ['e2e_p99>1%', 'unclear', 3, 'no run has this measure; there are publish_p99.'],
    ['e2e_p99>1%,publish_p99>10%', 'failed', 1, 'publish_p99>10%: run b'],
  ])('%s: %s', (spec, status, exitCode, sentence) => {
    const outcome = evaluateGate(sure, spec);
    expect(outcome).toMatchObject({ status, exitCode });
    expect(outcome.sentences[0]).toContain(sentence);
  });

  it('does not fail by what may be chance, and says so', () => {
    const outcome = evaluateGate(comparison({ change: 0.2, changeLow: -0.05, changeHigh: 0.5 }), 'publish_p99>10%');
    expect(outcome).toMatchObject({ status: 'unclear', exitCode: 3 });
    expect(outcome.sentences[0]).toContain('may be chance');
    expect(evaluateGate(comparison({ change: 0.2, changeLow: null, changeHigh: null }), 'publish_p99>10%').status).toBe(
      'unclear',
    );
    expect(evaluateGate(comparison({ mean: null }), 'publish_p99>10%').status).toBe('unclear');
  });
});
