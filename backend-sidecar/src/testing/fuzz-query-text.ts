/**
 * Feeds mutated query strings to the parser: each must be accepted, or refused with a ParseError that names a place. What is
 * accepted must print to a text that parses to the same print again. `npm test` runs some thousand, the soak many more.
 */
import { formatExpr, parseExpr, ParseError } from '../promql/index.ts';
import { SeededRandom } from './seeded-random.ts';

export interface QueryTextFuzzReport {
  inputs: number;
  accepted: number;
  refused: number;
}

const SEEDS = [
  'sum by (namespace) (rate(pulsar_in_messages_total{cluster=~"demo.*", topic!=""}[5m])) > 0',
  'histogram_quantile(0.99, sum by (le) (rate(x_bucket[1m] offset -3m)))',
  'topk(5, a / on (instance) group_left (job) b) or absent(up{job="x"}) unless vector(1)',
  'max_over_time(deriv(rate({"a.b", x="y"}[1m])[30m:1m] @ end())[1h:])',
  'label_replace(up, "dst", "$1-${2}", "src", "(.*):(.*)") and ignoring (a, b) -(1 ^ 2 ^ NaN) == bool 3',
  'quantile without (job) (0x1p3, {__name__=~"a|b"} offset (1h / 2) @ 1609746000.5)',
  '-1e-9 + +Inf % 3 != bool time() - 1h30m',
];
const PIECES = [
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '`',
    '\\',
    '\\x',
    '\\u00',
    '=~',
    '!~',
    '!=',
    '==',
    '@',
    ':',
    '[5m:',
    'offset',
    'by',
  ],
  ...[
    'bool',
    'on(',
    'group_left',
    'NaN',
    'inf',
    '0x',
    '1e',
    '1_0',
    '5m',
    '1y2w',
    '𝒳',
    '\u0000',
    '\ufffd',
    '#',
    '\n',
    '}{',
    'sum',
    'rate(',
  ],
];

/** @throws Error with seed, input number and text at the first input that is handled otherwise. */
export function fuzzQueryText(inputs: number, seed: number): QueryTextFuzzReport {
  const random = new SeededRandom(seed);
  const report: QueryTextFuzzReport = { inputs: 0, accepted: 0, refused: 0 };
  for (; report.inputs < inputs; report.inputs++) {
    const text = mutate(random);
    const wrong = wrongWith(text, report);
    if (wrong !== undefined) throw new Error(`seed ${seed}, input ${report.inputs}: ${wrong}\n${JSON.stringify(text)}`);
  }
  return report;
}

function wrongWith(text: string, report: QueryTextFuzzReport): string | undefined {
  let printed: string;
  try {
    printed = formatExpr(parseExpr(text));
    report.accepted++;
  } catch (error) {
    report.refused++;
    if (!(error instanceof ParseError))
      return `not a ParseError: ${error instanceof Error ? error.stack : String(error)}`;
    return /^\d+:\d+: parse error: /.test(error.message) ? undefined : `no place in "${error.message}"`;
  }
  try {
    const again = formatExpr(parseExpr(printed));
    return again === printed ? undefined : `prints ${printed}, then ${again}`;
  } catch (error) {
    return `prints ${printed}, which is refused: ${String(error)}`;
  }
}

function mutate(random: SeededRandom): string {
  let text = random.pick(SEEDS);
  for (let edits = random.below(4); edits > 0; edits--) {
    const at = random.below(text.length + 1);
    const length = random.below(10);
    switch (random.below(5)) {
      case 0:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 1:
        text = text.slice(0, at) + random.pick(PIECES) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + random.pick(PIECES) + text.slice(at + length);
        break;
      case 3:
        text = text.slice(0, at) + text.slice(at, at + length).repeat(1 + random.below(4)) + text.slice(at + length);
        break;
      default:
        text = text.slice(0, at) + random.pick(SEEDS).slice(random.below(20)) + text.slice(at);
    }
  }
  return text;
}
