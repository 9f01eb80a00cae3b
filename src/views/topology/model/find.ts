/**
 * The language of the find and hide boxes: `bookie -rack:/a (down or degraded) bundles>100 name=broker-1*`.
 *
 *     expression := all ('or' all)*          a term after a term means both
 *     term       := ['-' | 'not'] ( '(' expression ')' | word | key op value )
 *     op         := ':' contains | '=' equals, with * for anything | '!=' | '>' '>=' '<' '<=' numbers
 *
 * A bare word is looked for in name, kind and health. Case never matters. Quotes keep spaces together.
 */
import type { TopologyNode } from '@observatory/protocol/topology';
import { shownHealth } from './health.ts';

export type Finder = (node: TopologyNode, value?: number) => boolean;
export type FindResult = { ok: true; matches: Finder | undefined } | { ok: false; error: string };

interface Token {
  text: string;
  quoted: boolean;
  at: number;
}

const OPERATORS = /^([A-Za-z_][\w.]*)(!=|>=|<=|[:=<>])(.*)$/s;

/** Reads an expression; an empty one matches nothing and is no mistake. */
export function parseFind(text: string): FindResult {
  try {
    const tokens = tokenize(text);
    if (tokens.length === 0) return { ok: true, matches: undefined };
    const parser = new Parser(tokens, text.length);
    return { ok: true, matches: parser.whole() };
  } catch (error) {
    if (error instanceof FindError) return { ok: false, error: error.message };
    throw error;
  }
}

class FindError extends Error {}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < text.length) {
    if (/\s/.test(text[i])) {
      i++;
      continue;
    }
    const at = i;
    if (text[i] === '(' || text[i] === ')') {
      tokens.push({ text: text[i++], quoted: false, at });
      continue;
    }
    let word = '';
    let quoted = false;
    while (i < text.length && !/[\s()]/.test(text[i])) {
      if (text[i] !== '"') {
        word += text[i++];
        continue;
      }
      const end = text.indexOf('"', i + 1);
      if (end < 0) throw new FindError(`The quotation mark at ${i + 1} is not closed.`);
      quoted ||= word === '';
      word += text.slice(i + 1, end);
      i = end + 1;
    }
    tokens.push({ text: word, quoted, at });
  }
  return tokens;
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly length: number;
  private next = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.tokens = tokens;
    this.length = length;
  }

  whole(): Finder {
    const finder = this.expression();
    const rest = this.tokens[this.next];
    if (rest) throw new FindError(`There is a ")" without its "(" at ${rest.at + 1}.`);
    return finder;
  }

  private expression(): Finder {
    const any = [this.all()];
    while (this.take('or')) any.push(this.all());
    return any.length === 1 ? any[0] : (node, value) => any.some((each) => each(node, value));
  }

  private all(): Finder {
    const every: Finder[] = [];
    for (let token = this.tokens[this.next]; token; token = this.tokens[this.next]) {
      if (is(token, ')') || is(token, 'or')) break;
      if (!this.take('and')) every.push(this.term());
    }
    if (every.length === 0) {
      const at = (this.tokens[this.next]?.at ?? this.length) + 1;
      throw new FindError(`Something to look for is missing at ${at}.`);
    }
    return every.length === 1 ? every[0] : (node, value) => every.every((each) => each(node, value));
  }

  private term(): Finder {
    if (this.take('not')) return negated(this.term());
    const token = this.tokens[this.next++];
    if (!token) throw new FindError(`Something to look for is missing at ${this.length + 1}.`);
    if (is(token, '-') || is(token, '!')) return negated(this.term());
    if (is(token, '(')) {
      const inner = this.expression();
      if (!this.take(')')) throw new FindError(`The "(" at ${token.at + 1} is not closed.`);
      return inner;
    }
    const negative = !token.quoted && /^[-!]./.test(token.text);
    const finder = single(negative ? token.text.slice(1) : token.text, token);
    return negative ? negated(finder) : finder;
  }

  private take(text: string): boolean {
    const token = this.tokens[this.next];
    if (!token || !is(token, text)) return false;
    this.next++;
    return true;
  }
}

function is(token: Token, text: string): boolean {
  return !token.quoted && token.text.toLowerCase() === text;
}

function negated(finder: Finder): Finder {
  return (node, value) => !finder(node, value);
}

function single(text: string, { quoted, at }: Token): Finder {
  const parts = quoted ? null : OPERATORS.exec(text);
  if (!parts) return word(text.toLowerCase());
  const [, key, operator, wanted] = parts;
  if (wanted === '') throw new FindError(`A value is missing after "${key}${operator}" at ${at + 1}.`);
  if (operator === ':' || operator === '=' || operator === '!=') {
    const test = operator === ':' ? contains(wanted) : equals(wanted);
    const finder: Finder = (node, value) => valuesOf(node, key.toLowerCase(), value).some((each) => test(each));
    return operator === '!=' ? negated(finder) : finder;
  }
  const limit = Number(wanted);
  if (Number.isNaN(limit)) throw new FindError(`"${wanted}" after "${key}${operator}" at ${at + 1} is not a number.`);
  return (node, value) =>
    valuesOf(node, key.toLowerCase(), value).some((each) => each !== '' && compare(Number(each), operator, limit));
}

function word(text: string): Finder {
  return (node) =>
    node.name.toLowerCase().includes(text) ||
    node.kind.replaceAll('_', ' ').includes(text) ||
    node.kind === text ||
    shownHealth(node) === text;
}

function contains(wanted: string): (value: string) => boolean {
  const lower = wanted.toLowerCase();
  return (value) => value.toLowerCase().includes(lower);
}

function equals(wanted: string): (value: string) => boolean {
  const parts = wanted.toLowerCase().split('*');
  if (parts.length === 1) return (value) => value.toLowerCase() === parts[0];
  return (value) => matchesParts(value.toLowerCase(), parts);
}

/** `a*b*c` without a regular expression, which a user's text could make hang. */
function matchesParts(value: string, parts: readonly string[]): boolean {
  const [first] = parts;
  const last = parts[parts.length - 1];
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}

function compare(value: number, operator: string, limit: number): boolean {
  if (operator === '>') return value > limit;
  if (operator === '>=') return value >= limit;
  return operator === '<' ? value < limit : value <= limit;
}

/** What a key stands for; attributes go by their names, of which case does not matter. */
function valuesOf(node: TopologyNode, key: string, value: number | undefined): string[] {
  switch (key) {
    case 'name':
    case 'id':
    case 'cluster':
      return [node[key]];
    case 'kind':
      return [node.kind, node.kind.replaceAll('_', ' ')];
    case 'health':
      return [shownHealth(node)];
    case 'reason':
      return node.reasons;
    case 'impact':
      return node.impact ? [node.impact.from, node.impact.health] : [];
    case 'unknown':
      return (node.unknown ?? []).flatMap(({ what, reason }) => [what, reason]);
    case 'value':
      return value === undefined ? [] : [String(value)];
    default: {
      const attribute = Object.entries(node.attributes).find(([name]) => name.toLowerCase() === key);
      return attribute ? [String(attribute[1])] : [];
    }
  }
}
