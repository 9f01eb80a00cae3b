/** What a function of templates is, and those that Prometheus adds to Go's. */
import { RE2JS } from 're2js';
import { compareUtf8 } from '../../model/labels.ts';
import { parseDuration } from '../../model/duration.ts';
import { queryEscape } from './builtins.ts';
import { fourDigits, humanize, humanize1024, humanizeDuration, humanizePercentage } from './humanize.ts';
import type { TemplateContext } from './template-context.ts';
import { timeText } from './go-time.ts';
import type { GoStruct } from './value.ts';
import { GoDuration, GoInt, GoTime, sampleValue, typeName, type GoValue } from './value.ts';

export type ParamType = 'any' | 'string' | 'samples' | 'sample';

export interface TemplateFunction {
  params: readonly ParamType[];
  /** Type of further arguments; undefined when there must be none. */
  rest?: ParamType;
  /** Arguments have been checked against `params`. @throws Error with Prometheus' words. */
  call(args: readonly GoValue[], context: TemplateContext): GoValue | Promise<GoValue>;
}

const ofNumber = (shape: (value: number) => string): TemplateFunction => ({
  params: ['any'],
  call: ([value]) => shape(toFloat(value)),
});

const ofText = (change: (text: string, context: TemplateContext) => GoValue): TemplateFunction => ({
  params: ['string'],
  call: ([text], context) => change(String(text), context),
});

export const functions: Readonly<Record<string, TemplateFunction>> = {
  query: {
    params: ['string'],
    call: async ([query], context) => {
      const vector = await context.query(String(query), context.timeMs);
      return vector.map(({ labels, value }) => sampleValue(labels, value));
    },
  },
  first: {
    params: ['samples'],
    call: ([samples]) => {
      const [first] = samples as readonly GoValue[];
      if (first === undefined) throw new Error('first() called on vector with no elements');
      return first;
    },
  },
  label: { params: ['string', 'sample'], call: ([name, sample]) => labelOf(sample, String(name)) },
  value: { params: ['sample'], call: ([sample]) => (sample as GoStruct).fields.get('Value') ?? 0 },
  strvalue: { params: ['sample'], call: ([sample]) => labelOf(sample, '__value__') },
  args: { params: [], rest: 'any', call: (values) => new Map(values.map((value, i) => [`arg${i}`, value])) },
  reReplaceAll: {
    params: ['string', 'string', 'string'],
    call: ([pattern, replacement, text]) => replaceAll(String(pattern), String(replacement), String(text)),
  },
  match: {
    params: ['string', 'string'],
    call: ([pattern, text]) => RE2JS.compile(String(pattern)).matcher(String(text)).find(),
  },
  safeHtml: ofText((text) => text),
  title: ofText((text) => text.replace(/(?<![\p{L}\p{N}_'’])\p{L}/gu, (letter) => letter.toUpperCase())),
  toUpper: ofText((text) => text.toUpperCase()),
  toLower: ofText((text) => text.toLowerCase()),
  graphLink: ofText((expr) => expressionLink(expr, 0)),
  tableLink: ofText((expr) => expressionLink(expr, 1)),
  sortByLabel: {
    params: ['string', 'samples'],
    call: ([name, samples]) =>
      [...(samples as readonly GoValue[])].sort((a, b) =>
        compareUtf8(labelOf(a, String(name)), labelOf(b, String(name))),
      ),
  },
  stripPort: ofText(stripPort),
  stripDomain: ofText(stripDomain),
  humanize: ofNumber(humanize),
  humanize1024: ofNumber(humanize1024),
  humanizeDuration: ofNumber(humanizeDuration),
  humanizePercentage: ofNumber(humanizePercentage),
  humanizeTimestamp: ofNumber((value) => (Number.isFinite(value) ? timeText(secondsToMs(value)) : fourDigits(value))),
  toTime: { params: ['any'], call: ([value]) => timeOf(toFloat(value)) },
  toDuration: { params: ['any'], call: ([value]) => new GoDuration(Math.trunc(toFloat(value) * 1e9)) },
  now: { params: [], call: (_, context) => context.timeMs / 1000 },
  parseDuration: ofText((text) => parseDuration(text) / 1000),
  urlQueryEscape: ofText(queryEscape),
  pathPrefix: {
    params: [],
    call: (_, context) => new URL(context.externalUrl || 'http://localhost').pathname.replace(/\/$/, ''),
  },
  externalURL: { params: [], call: (_, context) => context.externalUrl },
  tmpl: {
    params: ['string'],
    rest: 'any',
    call: () => {
      throw new Error('tmpl is not available in rules');
    },
  },
};

/** Where an expression can be looked at, relative to the external URL, as Prometheus writes it. */
export function expressionLink(expr: string, tab: 0 | 1): string {
  return `/graph?g0.expr=${queryEscape(expr)}&g0.tab=${tab}`;
}

function labelOf(sample: GoValue, name: string): string {
  const labels = (sample as GoStruct).fields.get('Labels') as ReadonlyMap<string, GoValue> | undefined;
  return String(labels?.get(name) ?? '');
}

function toFloat(value: GoValue): number {
  if (typeof value === 'number') return value;
  if (value instanceof GoInt) return value.value;
  if (value instanceof GoDuration) return value.ns / 1e9;
  if (typeof value === 'string') {
    const number = parseFloatText(value);
    if (number === undefined) throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
    return number;
  }
  throw new Error(`can't convert ${typeName(value)} to float`);
}

/** Go's strconv.ParseFloat for decimal texts; undefined when it is no number. */
function parseFloatText(text: string): number | undefined {
  const special = /^([+-]?)(?:(inf|infinity)|nan)$/i.exec(text);
  if (special) return special[2] === undefined ? NaN : special[1] === '-' ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Times must fit into 64-bit nanoseconds, or Go's clock ends. */
function secondsToMs(seconds: number): number {
  if (Math.abs(seconds) > 2 ** 63 / 1e9)
    throw new Error(`${seconds} cannot be represented as a nanoseconds timestamp since it overflows int64`);
  return Math.round(seconds * 1e6) / 1e3;
}

function timeOf(seconds: number): GoTime {
  if (!Number.isFinite(seconds)) throw new Error(`${fourDigits(seconds)} cannot be converted to time.Time`);
  return new GoTime(secondsToMs(seconds));
}

function replaceAll(pattern: string, replacement: string, text: string): string {
  const regex = RE2JS.compile(pattern);
  // Go writes ${name} and $1x (a group named "1x"); Java-style replacement differs, so groups are expanded here.
  const named = regex.namedGroups();
  const matcher = regex.matcher(text);
  let out = '';
  let from = 0;
  while (matcher.find()) {
    out += text.slice(from, matcher.start());
    out += replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      const reference = braced ?? bare;
      if (reference === undefined) return whole.slice(1);
      const index = /^\d+$/.test(reference) ? Number(reference) : named[reference];
      return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
    });
    from = matcher.end();
  }
  return out + text.slice(from);
}

function stripPort(hostPort: string): string {
  const bracketed = /^\[([^\]]*)\]:[^:]*$/.exec(hostPort);
  if (bracketed) return bracketed[1];
  const plain = /^([^:[\]]*):[^:[\]]*$/.exec(hostPort);
  return plain ? plain[1] : hostPort;
}

function stripDomain(hostPort: string): string {
  const plain = /^\[([^\]]*)\]:([^:]*)$/.exec(hostPort) ?? /^([^:[\]]*):([^:[\]]*)$/.exec(hostPort);
  const [host, port] = plain ? [plain[1], plain[2]] : [hostPort, ''];
  if (isAddress(host)) return hostPort;
  const bare = host.split('.', 1)[0];
  return port === '' ? bare : `${bare}:${port}`;
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}
