/**
 * A small parser of the text format of its own, for the tests: what it reads must not depend on the code that writes. It
 * takes the bodies as they are: trailing commas, `{}`, repeated TYPE lines, Java's infinities.
 */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
  /** As printed. */
  text: string;
}

export interface Exposition {
  samples: Sample[];
  /** TYPE lines in their order, repetitions included. */
  types: [string, string][];
  help: number;
}

const NUMBER = /^(NaN|[+-]?(Inf|Infinity|\d+(\.\d+)?([eE][+-]?\d+)?))$/;

export function parseExposition(body: Buffer | string): Exposition {
  const result: Exposition = { samples: [], types: [], help: 0 };
  const lines = body.toString().split('\n');
  if (lines.pop() !== '') throw new Error('the body does not end with a line feed');
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('# TYPE ')) {
      const [name, type] = line.slice(7).split(' ');
      result.types.push([name, type]);
    } else if (line.startsWith('# HELP ')) result.help++;
    else result.samples.push(parseSample(line, index + 1));
  }
  return result;
}

function parseSample(line: string, number: number): Sample {
  const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? (\S+)$/.exec(line);
  if (!match || !NUMBER.test(match[4])) throw new Error(`line ${number} is no sample: ${line}`);
  const labels: Record<string, string> = {};
  const rest = (match[3] ?? '').replace(
    /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(, ?|$)/g,
    (_, key: string, value: string) => {
      labels[key] = value;
      return '';
    },
  );
  if (rest !== '') throw new Error(`line ${number} has bad labels: ${line}`);
  return { name: match[1], labels, value: Number(match[4].replace(/Inf(inity)?$/, 'Infinity')), text: match[4] };
}

/** Sum of a metric over the samples whose labels include `labels`; NaN counts as nothing. */
export function total(exposition: Exposition, name: string, labels: Record<string, string> = {}): number {
  let sum = 0;
  for (const sample of exposition.samples) {
    if (sample.name !== name || Number.isNaN(sample.value)) continue;
    if (Object.entries(labels).every(([key, value]) => sample.labels[key] === value)) sum += sample.value;
  }
  return sum;
}

/** Value of the one sample that fits; throws when there is not exactly one. */
export function only(exposition: Exposition, name: string, labels: Record<string, string> = {}): number {
  const found = exposition.samples.filter(
    (s) => s.name === name && Object.entries(labels).every(([key, value]) => s.labels[key] === value),
  );
  if (found.length !== 1) throw new Error(`${found.length} samples of ${name} ${JSON.stringify(labels)}`);
  return found[0].value;
}

/** The same sum read straight from a body, without parsing all of it: for tests that scrape often. */
export function sumOf(body: string, name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  let sum = 0;
  for (const opening of [`\n${name}{`, `\n${name} `]) {
    for (let at = body.indexOf(opening); at >= 0; at = body.indexOf(opening, at + 1)) {
      const line = body.slice(at + 1, body.indexOf('\n', at + 1));
      const value = Number(line.slice(line.lastIndexOf(' ') + 1));
      if (!Number.isNaN(value) && wanted.every((label) => line.includes(label))) sum += value;
    }
  }
  return sum;
}
