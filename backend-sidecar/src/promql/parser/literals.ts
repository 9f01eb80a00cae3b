import { parseDuration } from '../../model/duration.ts';
import type { NumberLiteral } from './ast.ts';
import { goQuote } from './go-quote.ts';
import type { Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** A number or duration token's value; durations in seconds. */
export function numberLiteral(tokens: TokenStream, token: Token): NumberLiteral {
  if (token.kind === 'duration') {
    try {
      return { kind: 'number', value: parseDuration(token.text) / 1000, duration: true, pos: token.pos };
    } catch (error) {
      tokens.fail(token.pos, unknownUnit(token.text) ?? (error instanceof Error ? error.message : String(error)));
    }
  }
  const value = parseNumber(token.text);
  if (value === undefined)
    tokens.fail(token.pos, `error parsing number: strconv.ParseFloat: parsing ${goQuote(token.text)}: invalid syntax`);
  if (!Number.isFinite(value) && /\d/.test(token.text)) {
    tokens.fail(
      token.pos,
      `error parsing number: strconv.ParseFloat: parsing ${goQuote(token.text)}: value out of range`,
    );
  }
  return { kind: 'number', value, duration: false, pos: token.pos };
}

/** Prometheus names the first unit it does not know, where there is one. */
function unknownUnit(text: string): string | undefined {
  const unit = [...text.matchAll(/\d+(\D+)/g)].map((match) => match[1]).find((name) => !UNITS.has(name));
  return unit === undefined ? undefined : `unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`;
}
const UNITS: ReadonlySet<string> = new Set(['y', 'w', 'd', 'h', 'm', 's', 'ms']);

/** Integers in Go's notations (`0x1F`, `017` octal, `1_000`), else a decimal float, `Inf` or `NaN`; undefined when neither. */
export function parseNumber(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (/^[+-]?(inf|infinity)$/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity;
  if (lower === 'nan') return NaN;
  // Underscores are allowed in prefixed integers only, between digits.
  if (/^0x(_?[0-9a-f])+$/.test(lower)) return integer(BigInt(lower.replaceAll('_', ''))) ?? undefined;
  if (/^0(_?[0-7])+$/.test(lower)) return integer(BigInt(`0o${lower.slice(1).replaceAll('_', '')}`)) ?? Number(lower);
  if (/^[1-9](_?[0-9])*$/.test(lower)) return Number(lower.replaceAll('_', ''));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(lower) ? Number(lower) : undefined;
}

/** Of a 64-bit signed integer; larger ones are no integers in Go. */
function integer(value: bigint): number | undefined {
  return value < 1n << 63n ? Number(value) : undefined;
}
