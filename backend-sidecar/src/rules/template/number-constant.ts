import { GoInt, type GoValue } from './value.ts';

/** The value of a number or character constant; undefined when it is none. Whole numbers are ints, as in Go. */
export function parseNumberConstant(text: string): GoValue | undefined {
  if (text.startsWith("'")) return characterConstant(text.slice(1, -1));
  const bare = text.replaceAll('_', '');
  const sign = bare.startsWith('-') ? -1 : 1;
  const digits = bare.replace(/^[+-]/, '');
  if (/^0[xXbBoO]/.test(digits)) {
    const value = Number(digits.toLowerCase());
    return Number.isNaN(value) ? undefined : new GoInt(sign * value);
  }
  if (/[.eE]/.test(digits)) {
    const value = Number(digits);
    return Number.isNaN(value) ? undefined : sign * value;
  }
  // A leading zero means octal in Go.
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : new GoInt(sign * value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function characterConstant(body: string): GoInt | undefined {
  const escape = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))$/.exec(body);
  if (escape) {
    const hex = escape[1] ?? escape[2] ?? escape[3];
    if (hex !== undefined) return new GoInt(parseInt(hex, 16));
    if (escape[4] !== undefined) return new GoInt(parseInt(escape[4], 8));
    const plain = ESCAPES[escape[5]];
    return plain === undefined ? undefined : new GoInt(plain.charCodeAt(0));
  }
  const points = [...body];
  return points.length === 1 ? new GoInt(points[0].codePointAt(0) ?? 0) : undefined;
}
