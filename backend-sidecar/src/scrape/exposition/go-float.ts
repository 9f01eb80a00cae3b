import { REPAIR_BIT } from './repairs.ts';
import { syntaxError } from './exposition-error.ts';

/** Result of the last parseGoFloat: repair bits it needed. A module variable, because it is read once per call. */
let lastRepairs = 0;

/** Repair bits of the latest call of parseGoFloat. */
export function floatRepairs(): number {
  return lastRepairs;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(nan|inf|infinity)$/i;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/;

/**
 * A float as Go's strconv.ParseFloat reads it: decimal, `NaN`, `Inf`, `Infinity` in any case, hexadecimal with a binary
 * exponent, underscores between digits. Prometheus refuses the last two ("unsupported character in float"): so does strict.
 * @throws ExpositionError when the token is no float or its magnitude is out of range.
 */
export function parseGoFloat(token: string, strict: boolean): number {
  lastRepairs = 0;
  if (DECIMAL.test(token)) return inRange(Number(token), token);
  const special = SPECIAL.exec(token);
  if (special) return parseSpecial(special[1], special[2].toLowerCase(), token);
  if (strict && /[pP_]/.test(token)) throw syntaxError('unsupported character in float');
  const plain = withoutUnderscores(token);
  const hex = HEX.exec(plain);
  if (hex && hex[2].length + hex[3].length > 0) {
    lastRepairs = REPAIR_BIT.go_float_syntax;
    return inRange(parseHex(hex), token);
  }
  if (plain !== token && DECIMAL.test(plain)) {
    lastRepairs = REPAIR_BIT.go_float_syntax;
    return inRange(Number(plain), token);
  }
  throw syntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(token)}: invalid syntax`);
}

function parseSpecial(sign: string, word: string, token: string): number {
  if (word === 'nan') {
    if (sign !== '') throw syntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(token)}: invalid syntax`);
    return NaN;
  }
  if (word === 'infinity') lastRepairs = REPAIR_BIT.infinity_spelling;
  return sign === '-' ? -Infinity : Infinity;
}

function inRange(value: number, token: string): number {
  if (Number.isFinite(value)) return value;
  throw syntaxError(`strconv.ParseFloat: parsing ${JSON.stringify(token)}: value out of range`);
}

/** Go allows an underscore only between digits, or between a base prefix and a digit. */
function withoutUnderscores(token: string): string {
  if (!token.includes('_')) return token;
  const hex = /^[+-]?0[xX]/.test(token);
  const between = hex ? /(?<=[0-9a-fA-FxX])_(?=[0-9a-fA-F])/g : /(?<=[0-9])_(?=[0-9])/g;
  return token.replace(between, '');
}

/** Exact for any number of digits: the mantissa is rounded once, half to even, as a ratio of big integers. */
function parseHex([, sign, whole, fraction, exponent]: RegExpExecArray): number {
  const mantissa = BigInt(`0x${whole}${fraction}`);
  if (mantissa === 0n) return sign === '-' ? -0 : 0;
  let shift = Number(exponent) - 4 * fraction.length;
  const bits = mantissa.toString(2).length;
  // The lowest bit a double can hold here: 53 significant bits, but nothing below 2^-1074.
  const drop = Math.max(bits - 53, -1074 - shift);
  let rounded = mantissa;
  if (drop > bits + 1) rounded = 0n;
  else if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const rest = mantissa & ((1n << BigInt(drop)) - 1n);
    rounded = mantissa >> BigInt(drop);
    if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded += 1n;
    shift += drop;
  }
  let value = Number(rounded);
  // Two steps keep the intermediate power of two within range; both are exact.
  if (shift > 2000) return sign === '-' ? -Infinity : Infinity;
  while (shift > 900) {
    value *= 2 ** 900;
    shift -= 900;
  }
  while (shift < -900) {
    value *= 2 ** -900;
    shift += 900;
  }
  value *= 2 ** shift;
  return sign === '-' ? -value : value;
}
