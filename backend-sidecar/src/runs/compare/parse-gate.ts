import { ObservatoryError } from '../../util/errors.ts';

/** What fails a pipeline: any significant regression, or a measure beyond a bound. */
export type GateCondition =
  | { kind: 'regression'; text: string }
  | {
      kind: 'bound';
      text: string;
      /** Id of a measure; of runs with several workloads also those of all of them. */
      measure: string;
      operator: '>' | '>=' | '<' | '<=';
      /** `change`: a part of the base's mean; `value`: the mean itself, in the measure's unit (ms for latencies). */
      of: 'change' | 'value';
      bound: number;
    };

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, us: 0.001, k: 1000, M: 1_000_000 };

/**
 * Reads `publish_p99>10%,publish_rate<-5%,e2e_p99>500ms,regression`: conditions with commas in between, each `regression` or
 * `MEASURE OPERATOR BOUND`. A bound with `%` is a change against the base, one with `ms`, `s`, `us`, `k`, `M` or nothing a value.
 * @throws ObservatoryError OBS_RUN_GATE, with the place of what cannot be read
 */
export function parseGate(spec: string): GateCondition[] {
  const conditions: GateCondition[] = [];
  let at = 0;
  for (const part of spec.split(',')) {
    const text = part.trim();
    const begin = at + part.length - part.trimStart().length;
    at += part.length + 1;
    if (text === '') throw refused(spec, begin, 'a condition is expected here');
    conditions.push(text === 'regression' ? { kind: 'regression', text } : boundOf(spec, text, begin));
  }
  return conditions;
}

function boundOf(spec: string, text: string, begin: number): GateCondition {
  const measure = /^[A-Za-z][\w.@#/-]*/.exec(text)?.[0];
  if (measure === undefined) throw refused(spec, begin, 'the name of a measure or "regression" is expected here');
  let rest = text.slice(measure.length);
  const place = () => begin + text.length - rest.trimStart().length;
  const operator = /^\s*(>=|<=|>|<)/.exec(rest);
  if (!operator) throw refused(spec, place(), `after "${measure}" one of > >= < <= is expected`);
  rest = rest.slice(operator[0].length);
  const number = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i.exec(rest);
  if (!number) throw refused(spec, place(), `after "${operator[1]}" a number is expected`);
  rest = rest.slice(number[0].length);
  const unit = rest.trim();
  if (unit !== '' && unit !== '%' && UNITS[unit] === undefined) {
    throw refused(spec, place(), `"${unit}" is no unit: write %, ms, s, us, k, M or nothing`);
  }
  const value = Number(number[1]);
  return {
    kind: 'bound',
    text,
    measure,
    operator: operator[1] as '>' | '>=' | '<' | '<=',
    of: unit === '%' ? 'change' : 'value',
    bound: unit === '%' ? value / 100 : value * (UNITS[unit] ?? 1),
  };
}

function refused(spec: string, at: number, reason: string): ObservatoryError {
  return new ObservatoryError(
    'OBS_RUN_GATE',
    `the conditions "${spec}" cannot be read at character ${at + 1}: ${reason}`,
    { hint: 'write for example --fail-on "publish_p99>10%,publish_rate<-5%,regression"', httpStatus: 400 },
  );
}
