/** Strings of PromQL, which follows Go: escapes in double and single quotes, none between backticks. */

const NAMED: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gsu;

/** The text between double quotes, escaped. */
export function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
}

/**
 * What a literal with its quotes means.
 * @throws RangeError when an escape names no character.
 */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body.replaceAll('\r', '');
  // \x and octal escapes are bytes of UTF-8, so a run of them may be one character.
  if (/\\(x|[0-7]{3})/.test(body)) return unquoteBytes(body);
  return body.replace(ESCAPE, (_whole, _hex, _octal, short?: string, long?: string, named?: string) =>
    named === undefined ? String.fromCodePoint(parseInt(short ?? long ?? '', 16)) : (NAMED[named] ?? named),
  );
}

function unquoteBytes(body: string): string {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  let last = 0;
  for (const match of body.matchAll(ESCAPE)) {
    const [whole, hex, octal, short, long, named] = match;
    bytes.push(...encoder.encode(body.slice(last, match.index)));
    last = match.index + whole.length;
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8) & 0xff);
    else
      bytes.push(
        ...encoder.encode(
          named === undefined ? String.fromCodePoint(parseInt(short ?? long, 16)) : (NAMED[named] ?? named),
        ),
      );
  }
  bytes.push(...encoder.encode(body.slice(last)));
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** `.` and the like as themselves in a regular expression (RE2), as Grafana's own formatter does it. */
export function escapeRegex(value: string): string {
  return value.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
}
