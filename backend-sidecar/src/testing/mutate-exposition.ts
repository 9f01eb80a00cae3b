import type { SeededRandom } from './seeded-random.ts';

const VALUES = [
  '0',
  '1',
  '-1',
  '42',
  '0.1',
  '16.666666666666668',
  '1.795317909542E9',
  '9007199254740993',
  '123456789012345678',
  '1e22',
  '1e23',
  '1.5e-320',
  '5e-324',
  '1.7976931348623157e308',
  '-0',
  'NaN',
  '+Inf',
  '-Inf',
  '-Infinity',
  'inf',
  '0x1.8p3',
  '1_000',
  '00012',
  '.5',
  '5.',
  '12345678901234567890123',
  '0.1e-70',
];
const BAD_VALUES = ['', '1e999', 'abc', '--1', '1 2 3', '1e', '0x', '1\u00e9'];
const TAILS = [
  '',
  '',
  '',
  '',
  ' 1700000000000',
  ' # {trace_id="abc"} 0.5',
  ' 1700000001000 # {t="x"} 1 1700000000',
  ' ',
  '\r',
];
const BAD_TAILS = [' 1700000000.5', ' x', ' 1 2', ' #', ' # {', ' # {} x', '}'];
const LABELS = [
  'a="1"',
  'b="two words"',
  'c="q\\"uo\\\\te\\n"',
  'd="\u2603"',
  'e=""',
  'f="}"',
  'g="# x"',
  'h="a,b"',
  ' i = "sp"',
  '"j.k"="v"',
  'error="Failed"',
];
const NAMES = [
  'up',
  'pulsar_rate_in',
  'jvm_x_total',
  'x_bucket',
  'x_count',
  'x_sum',
  'x_created',
  'y:z',
  'pulsar_function_user_exception',
  'bookie_journal_JOURNAL_SYNC',
];
const COMMENTS = [
  '# TYPE x histogram',
  '# TYPE x counter',
  '# HELP x text',
  '# TYPE up gauge',
  '# free',
  '#',
  '',
  '# EOF',
  '# TYPE x word',
  '# UNIT x_s s',
  '# TYPE',
  '# HELP jvm_x_total \\\\ \\n',
  '  # TYPE y:z gauge',
];

/** A line of exposition; when `spoil`, now and then not quite one. */
export function randomLine(random: SeededRandom, spoil: boolean): string {
  if (random.below(5) === 0) return random.pick(COMMENTS);
  const first = random.below(LABELS.length);
  const labels = Array.from(
    { length: random.below(4) },
    (_, i) => LABELS[(first + i * (spoil ? random.below(2) : 1)) % LABELS.length],
  );
  const comma = random.pick(['', '', '', ',']);
  const braces = labels.length > 0 ? `{${labels.join(random.pick([',', ', ']))}${comma}}` : random.pick(['', '', '{}']);
  return `${random.pick(NAMES)}${braces}${random.pick([' ', ' ', ' ', '  ', '\t'])}${randomValue(random, spoil)}${randomTail(random, spoil)}`;
}

function randomTail(random: SeededRandom, spoil: boolean): string {
  return spoil && random.below(30) === 0 ? random.pick(BAD_TAILS) : random.pick(TAILS);
}

function randomValue(random: SeededRandom, spoil: boolean): string {
  if (spoil && random.below(30) === 0) return random.pick(BAD_VALUES);
  const kind = random.below(60);
  if (kind < 20) return random.pick(VALUES);
  if (kind < 30) return String((random.next() - 0.5) * 10 ** (random.below(60) - 30));
  return String(random.below(1_000_000) / random.pick([1, 10, 1000]));
}

/**
 * Changes some lines of a body: values mostly, but also lines that come, go or move; one body in ten may get lines that
 * cannot be read.
 */
export function mutateExposition(random: SeededRandom, lines: readonly string[]): string[] {
  const mutated = [...lines];
  const spoil = random.below(10) === 0;
  const edits = random.pick([0, 1, 1, 2, 5, 20]);
  for (let i = 0; i < edits; i++) {
    const at = random.below(mutated.length + 1);
    const line = mutated[at] ?? '';
    switch (random.below(spoil ? 16 : 14)) {
      case 0:
        mutated.splice(at, 0, randomLine(random, spoil));
        break;
      case 1:
        mutated.splice(at, 1 + random.below(3));
        break;
      case 2:
        mutated.splice(random.below(mutated.length + 1), 0, ...mutated.splice(at, random.below(12)));
        break;
      case 3:
        mutated.splice(at, 0, ...mutated.slice(at, at + random.below(4)));
        break;
      case 4:
        mutated[at] = randomLine(random, spoil);
        break;
      case 5:
        mutated.splice(at, 0, ...Array.from({ length: random.below(14) }, () => randomLine(random, spoil)));
        break;
      case 14:
        mutated[at] = line.slice(0, random.below(line.length + 1));
        break;
      case 15:
        mutated[at] = flip(random, line);
        break;
      default:
        if (!line.startsWith('#')) mutated[at] = withValue(random, line, spoil);
    }
  }
  return mutated.slice(0, 60);
}

/** Another value on the same line. */
function withValue(random: SeededRandom, line: string, spoil: boolean): string {
  const cut = /^(.*[ \t}])\S+[ \r]*$/.exec(line);
  return cut
    ? `${cut[1]}${randomValue(random, spoil)}${random.below(20) === 0 ? randomTail(random, spoil) : ''}`
    : line;
}

function flip(random: SeededRandom, line: string): string {
  const at = random.below(line.length + 1);
  return line.slice(0, at) + String.fromCharCode(random.below(256)) + line.slice(at + random.below(2));
}
