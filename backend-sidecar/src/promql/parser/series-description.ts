import { parseDuration } from '../../model/duration.ts';
import { Labels } from '../../model/labels.ts';
import { parseNumber } from './literals.ts';
import { parseVectorSelector } from './selector.ts';
import { TokenStream } from './token-stream.ts';

/** One point of a described series: a number, nothing, the staleness marker, or a native histogram (kept as text). */
export type DescribedValue = number | 'omitted' | 'stale' | { histogram: string };

export interface SeriesDescription {
  labels: Labels;
  values: DescribedValue[];
}

/**
 * Parses Prometheus' notation of series in tests: `name{a="b"} 1 2+3x4 _ _x2 stale`. `v+dxn` stands for v and n more
 * values, each d more than the one before.
 * @throws Error that names the item that could not be understood.
 */
export function parseSeriesDescription(text: string): SeriesDescription {
  const end = metricEnd(text);
  return { labels: parseMetric(text.slice(0, end)), values: splitItems(text.slice(end)).flatMap(parseItem) };
}

/** `name{a="b"}` as labels. */
export function parseMetric(text: string): Labels {
  const tokens = new TokenStream(text.trim());
  const name = tokens.at('{') ? undefined : tokens.next();
  const { matchers } = parseVectorSelector(tokens, name);
  if (!tokens.at('eof')) tokens.unexpected();
  const test = matchers.find(({ type }) => type !== '=');
  if (test) throw new Error(`${test.toString()}: a series has labels with one value, written name="value"`);
  return Labels.fromPairs(matchers.map((matcher) => [matcher.name, matcher.value]));
}

function metricEnd(text: string): number {
  let at = /^\s*[^\s{]*/.exec(text)?.[0].length ?? 0;
  if (text[at] !== '{') return at;
  let quote = '';
  for (; at < text.length; at++) {
    const character = text[at];
    if (quote !== '') {
      if (character === '\\' && quote !== '`') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'" || character === '`') {
      quote = character;
    } else if (character === '}') {
      return at + 1;
    }
  }
  return at;
}

/** Items stand between spaces; histograms contain some. */
function splitItems(text: string): string[] {
  return text.match(/(?:\{\{[^}]*\}\}|[^\s{])+/g) ?? [];
}

const NUMBER = '[+-]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[iI][nN][fF]|[nN][aA][nN])';
const ITEM = new RegExp(`^(${NUMBER})(?:([+-](?:${NUMBER.slice(5)})))?(?:x(\\d+))?$`);

function parseItem(item: string): DescribedValue[] {
  if (item === 'stale') return ['stale'];
  if (item === '_') return ['omitted'];
  const gap = /^_x(\d+)$/.exec(item);
  if (gap) return new Array<DescribedValue>(Number(gap[1])).fill('omitted');
  if (item.startsWith('{{')) return parseHistogramItem(item);
  const match = ITEM.exec(item);
  if (match) {
    const [, start, delta, repeat] = match;
    // Prometheus reads `NaNx3` as one word, and so as no value.
    if (repeat !== undefined && /[a-z]$/i.test(delta ?? start))
      throw new Error(`${JSON.stringify(item)} is no value of a series`);
    return repeatValue(toNumber(start), delta ? toNumber(delta) : 0, repeat ? Number(repeat) : 0);
  }
  try {
    return [parseDuration(item) / 1000];
  } catch (error) {
    throw new Error(`${JSON.stringify(item)} is no value of a series`, { cause: error });
  }
}

function parseHistogramItem(item: string): DescribedValue[] {
  const repeat = /\}\}x(\d+)$/.exec(item);
  return new Array<DescribedValue>(repeat ? Number(repeat[1]) + 1 : 1).fill({ histogram: item });
}

function repeatValue(start: number, delta: number, repeat: number): number[] {
  const values: number[] = [];
  let value = start;
  for (let i = 0; i <= repeat; i++) {
    values.push(value);
    value += delta;
  }
  return values;
}

function toNumber(text: string): number {
  const negative = text.startsWith('-');
  const value = parseNumber(text.replace(/^[+-]/, ''));
  if (value === undefined) throw new Error(`${JSON.stringify(text)} is no number`);
  return negative ? -value : value;
}
