import { isAlphaNumeric, isDigit } from './characters.ts';

export interface NumberScan {
  kind: 'number' | 'duration' | 'error';
  /** End of the token; of an error, the end of what was looked at. */
  end: number;
}

/**
 * Scans a number (`1_000`, `0x1F`, `1.5e-3`) or a duration (`1h30m`) at `start`, which holds a digit or a point. The
 * scanned text is not necessarily valid (`1h5y`): reading its value finds that out.
 */
export function scanNumberOrDuration(input: string, start: number): NumberScan {
  const number = scanNumber(input, start);
  if (number.ok) return { kind: 'number', end: number.end };
  return scanDurationUnits(input, number.end);
}

function scanNumber(input: string, start: number): { ok: boolean; end: number } {
  let at = start;
  let hex = false;
  if (input[at] === '0') {
    at++;
    if (input[at] === 'x' || input[at] === 'X') {
      at++;
      if (input[at] === '_') at++;
      hex = true;
    }
  }
  const isNumberDigit = hex ? isHexDigit : isDigitAt;
  if (input[at] === '.') at++;
  if (isNumberDigit(input, at)) at++;
  let seenPoint = false;
  let seenExponent = false;
  for (;;) {
    const character = input[at];
    // In hexadecimal "e" is a digit, but at the head of a run it counts as an exponent mark, as in Prometheus.
    if (isNumberDigit(input, at) && !isExponentMark(character)) {
      while (isNumberDigit(input, at)) at++;
    } else if (character === '.') {
      at++;
      if (seenPoint) return { ok: false, end: at };
      seenPoint = true;
      if (input[at] === '_' || input[at] === '.') return { ok: false, end: at + 1 };
      if (hex) return { ok: false, end: at };
    } else if (isExponentMark(character)) {
      at++;
      if (seenExponent) return { ok: false, end: at };
      seenExponent = true;
      if (input[at] === '+' || input[at] === '-') at++;
      if (isSeparator(input[at])) return { ok: false, end: at + 1 };
      if (at >= input.length) return { ok: false, end: at };
    } else if (character === '_') {
      at++;
      if (isSeparator(input[at])) return { ok: false, end: at + 1 };
      if (at >= input.length) return { ok: false, end: at };
    } else {
      break;
    }
  }
  return { ok: at > start && !(at < input.length && isAlphaNumeric(input[at])), end: at };
}

/** The units after the first digits: `h30m` of `1h30m`. */
function scanDurationUnits(input: string, from: number): NumberScan {
  let at = from;
  if (!'smhdwy'.includes(input[at] ?? '\0')) return { kind: 'error', end: at };
  at++;
  if (input[at] === 's') at++;
  while (isDigitAt(input, at)) {
    while (isDigitAt(input, at)) at++;
    if (!'smhdw'.includes(input[at] ?? '\0')) return { kind: 'error', end: at };
    at++;
    if (input[at] === 's') at++;
  }
  if (at < input.length && isAlphaNumeric(input[at])) return { kind: 'error', end: at + 1 };
  return { kind: 'duration', end: at };
}

const isDigitAt = (input: string, at: number): boolean => at < input.length && isDigit(input[at]);

const isHexDigit = (input: string, at: number): boolean => /^[0-9a-fA-F]$/.test(input[at] ?? '');

const isExponentMark = (character: string | undefined): boolean => character === 'e' || character === 'E';

const isSeparator = (character: string | undefined): boolean => character !== undefined && '._eE'.includes(character);
