/** Go's fmt.Sprintf for the values of templates, the marks for wrong verbs and arguments included. */
import { exponential, fixed } from './round-even.ts';
import { quote } from '../../model/labels.ts';
import { formatFloatGeneral } from '../../model/format-float.ts';
import { GoDuration, GoInt, printValue, typeName, type GoValue } from './value.ts';

const DIRECTIVE = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d*))?([\s\S]?)/gu;

/** `format` with each verb replaced; what does not fit is marked as Go marks it (`%!d(string=x)`). */
export function sprintf(format: string, args: readonly GoValue[]): string {
  let next = 0;
  const integerArgument = (): number | undefined => {
    const value = args[next++];
    return value instanceof GoInt ? value.value : undefined;
  };
  const text = format.replace(
    DIRECTIVE,
    (_whole, flags: string, widthText: string | undefined, precisionText: string | undefined, verb: string) => {
      let [width, left] = [0, flags.includes('-')];
      if (widthText === '*') {
        const given = integerArgument();
        if (given === undefined) return '%!(BADWIDTH)';
        [width, left] = [Math.abs(given), left || given < 0];
      } else if (widthText !== undefined) width = Number(widthText);
      let precision: number | undefined;
      if (precisionText === '*') {
        precision = integerArgument();
        if (precision === undefined || precision < 0) return '%!(BADPREC)';
      } else if (precisionText !== undefined) precision = precisionText === '' ? 0 : Number(precisionText);
      if (verb === '') return '%!(NOVERB)';
      if (verb === '%') return '%';
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const value = args[next++];
      const shape = { flags, precision: precision === undefined ? undefined : Math.min(precision, 400) };
      const body = formatVerb(verb, value, shape) ?? badVerb(verb, value);
      return pad(body, Math.min(width, 10_000), left, flags.includes('0') && isNumeric(value));
    },
  );
  if (next >= args.length) return text;
  const extra = args.slice(next).map((value) => (value === null ? '<nil>' : `${typeName(value)}=${printValue(value)}`));
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

interface Shape {
  flags: string;
  precision: number | undefined;
}

function formatVerb(verb: string, value: GoValue, shape: Shape): string | undefined {
  if (verb === 'T') return typeName(value);
  if (verb === 'v')
    return typeof value === 'number' ? formatFloat('g', value, shape) : signed(printValue(value), value, shape);
  if (typeof value === 'number') return 'eEfFgG'.includes(verb) ? formatFloat(verb, value, shape) : undefined;
  if (value instanceof GoInt) return formatInteger(verb, value.value, shape);
  if (value instanceof GoDuration && verb !== 's') return formatInteger(verb, value.ns, shape);
  if (typeof value === 'boolean') return verb === 't' ? String(value) : undefined;
  if (value === null) return undefined;
  const text = typeof value === 'string' ? value : printValue(value);
  const cut = shape.precision === undefined ? text : [...text].slice(0, shape.precision).join('');
  switch (verb) {
    case 's':
      return cut;
    case 'q':
      return quote(cut);
    case 'x':
    case 'X': {
      const hex = Buffer.from(cut).toString('hex');
      return verb === 'X' ? hex.toUpperCase() : hex;
    }
    default:
      return undefined;
  }
}

function formatInteger(verb: string, value: number, shape: Shape): string | undefined {
  const prefix = shape.flags.includes('#');
  const digits = (radix: number, mark: string) =>
    signed(
      `${value < 0 ? '-' : ''}${prefix ? mark : ''}${Math.abs(value)
        .toString(radix)
        .padStart(shape.precision ?? 0, '0')}`,
      value,
      shape,
    );
  switch (verb) {
    case 'd':
      return digits(10, '');
    case 'b':
      return digits(2, '0b');
    case 'o':
      return digits(8, '0');
    case 'O':
      return digits(8, '0o');
    case 'x':
      return digits(16, '0x');
    case 'X':
      return digits(16, '0X').toUpperCase();
    case 'c':
      return String.fromCodePoint(value);
    case 'q':
      return `'${String.fromCodePoint(value)}'`;
    case 'U':
      return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return undefined;
  }
}

function formatFloat(verb: string, value: number, shape: Shape): string {
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    // Only infinity above zero shows its sign by itself.
    return Number.isNaN(value) && shape.flags.includes('+') ? `+${text}` : text;
  }
  const body = floatBody(verb.toLowerCase(), value, shape.precision);
  return signed(verb === 'E' || verb === 'G' ? body.toUpperCase() : body, value, shape);
}

function floatBody(verb: string, value: number, precision: number | undefined): string {
  const negativeZero = Object.is(value, -0) ? '-' : '';
  if (verb === 'f') return negativeZero + fixed(value, precision ?? 6);
  if (verb === 'e') return negativeZero + twoDigitExponent(exponential(value, precision ?? 6));
  return precision === undefined ? formatFloatGeneral(value) : negativeZero + general(value, precision);
}

/** `%.Ng`: at most N significant digits, an exponent below -4 and from N on, no trailing zeros. */
export function general(value: number, precision: number): string {
  if (value === 0) return '0';
  const digits = Math.min(Math.max(1, precision), 100);
  const [mantissa, exponentText] = exponential(value, digits - 1).split('e');
  const exponent = Number(exponentText);
  // Shorter digits do not raise the threshold of the exponent: 1e+06 with %.7g is 1000000.
  if (exponent < -4 || exponent >= digits) return twoDigitExponent(`${trimZeros(mantissa)}e${exponentText}`);
  return trimZeros(fixed(value, Math.max(0, digits - 1 - exponent)));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function twoDigitExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function signed(text: string, value: GoValue, shape: Shape): string {
  if (!isNumeric(value) || text.startsWith('-') || text.startsWith('+')) return text;
  if (shape.flags.includes('+')) return `+${text}`;
  return shape.flags.includes(' ') ? ` ${text}` : text;
}

function isNumeric(value: GoValue): boolean {
  return typeof value === 'number' || value instanceof GoInt || value instanceof GoDuration;
}

function pad(text: string, width: number, left: boolean, zeros: boolean): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (left) return text + ' '.repeat(missing);
  if (!zeros || /Inf|NaN/.test(text)) return ' '.repeat(missing) + text;
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function badVerb(verb: string, value: GoValue): string {
  return value === null ? `%!${verb}(<nil>)` : `%!${verb}(${typeName(value)}=${printValue(value)})`;
}
