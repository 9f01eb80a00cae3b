/**
 * Go's quoting, which Prometheus' messages and printed queries use. Bytes that are not UTF-8 (a query may name them by
 * `"\xff"`) live in our strings as lone surrogates U+DC80 to U+DCFF, one a byte, and are printed as `\xff` again.
 */
const SHORT: Record<string, string> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** Go's `strconv.Quote`; `limit` keeps only the first characters, as `%.10q` does. */
export function goQuote(text: string, limit = Infinity): string {
  if (limit === Infinity && PLAIN.test(text)) return `"${text}"`;
  return `"${escape(text, '"', limit)}"`;
}

/** Go's `%q` of one character: `'x'`. */
export function goQuoteRune(character: string): string {
  return `'${escape(character, "'", Infinity)}'`;
}

/** Go's `%#U`: `U+0071 'q'`. */
export function goUnicode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return PRINTABLE.test(character) || character === ' ' ? `${hex} '${character}'` : hex;
}

/** True when the text is valid UTF-8, thus a possible label name or value. */
export function isValidUtf8(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}
const LONE_SURROGATE = /\p{Surrogate}/u;

function escape(text: string, quote: string, limit: number): string {
  let out = '';
  let count = 0;
  for (const character of text) {
    if (count++ >= limit) break;
    const code = character.codePointAt(0) ?? 0;
    if (character === quote) out += `\\${quote}`;
    else if (SHORT[character] !== undefined) out += SHORT[character];
    else if (code < 0x20 || code === 0x7f) out += `\\x${hex(code, 2)}`;
    else if (code < 0x7f) out += character;
    else if (code >= 0xdc80 && code <= 0xdcff) out += `\\x${hex(code - 0xdc00, 2)}`;
    else if (PRINTABLE.test(character)) out += character;
    else out += code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return out;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}
