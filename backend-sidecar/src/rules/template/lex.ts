/** Tokens of a template: text, and what stands between `{{` and `}}`. Follows Go's text/template/parse/lex.go. */
import { TemplateError } from './template-error.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'string'
  | 'rawString'
  | 'char'
  | 'number'
  | 'dot'
  | 'symbol'
  | 'eof';

export interface Token {
  kind: TokenKind;
  text: string;
  pos: number;
}

const OPEN = '{{';
const CLOSE = '}}';

/** Operators and brackets; the longer first. */
const SYMBOL = /:=|[=|(),]/y;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?)/y;
const WORD = /[\p{L}\p{Nd}_]+/uy;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const CHAR = /'(?:[^'\\\n]|\\.)+'/y;
const RAW = /`[^`]*`/y;
const SPACE = /[ \t\r\n]+/y;

/** @throws TemplateError with Go's words, `template: name:line: …`. */
export function lexTemplate(source: string, name: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  while (at < source.length) {
    const open = source.indexOf(OPEN, at);
    const end = open < 0 ? source.length : open;
    const trimsBefore = open >= 0 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4));
    let text = source.slice(at, end);
    let start = at;
    if (trimNext) {
      const trimmed = text.replace(/^[ \t\r\n]+/, '');
      start += text.length - trimmed.length;
      text = trimmed;
    }
    if (trimsBefore) text = text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') tokens.push({ kind: 'text', text, pos: start });
    trimNext = false;
    if (open < 0) break;
    at = open + 2 + (trimsBefore ? 2 : 0);
    if (source.startsWith('/*', at)) {
      const closed = /^\*\/(?:[ \t\r\n]-)?\}\}/;
      const commentEnd = source.indexOf('*/', at + 2);
      if (commentEnd < 0) throw lexError(source, name, open, 'unclosed comment');
      const match = closed.exec(source.slice(commentEnd));
      if (!match) throw lexError(source, name, commentEnd, 'comment ends before closing delimiter');
      trimNext = match[0].includes('-');
      at = commentEnd + match[0].length;
      continue;
    }
    tokens.push({ kind: 'open', text: OPEN, pos: open });
    ({ at, trimNext } = lexAction(source, name, at, tokens));
  }
  tokens.push({ kind: 'eof', text: '', pos: source.length });
  return tokens;
}

function lexAction(source: string, name: string, from: number, tokens: Token[]): { at: number; trimNext: boolean } {
  let at = from;
  let depth = 0;
  const take = (kind: TokenKind, text: string) => {
    tokens.push({ kind, text, pos: at });
    at += text.length;
  };
  for (;;) {
    if (at >= source.length) throw lexError(source, name, from, 'unclosed action');
    const trims = /^[ \t\r\n]-\}\}/.exec(source.slice(at, at + 4));
    if (trims || source.startsWith(CLOSE, at)) {
      if (depth > 0) throw lexError(source, name, at, 'unclosed left paren');
      tokens.push({ kind: 'close', text: CLOSE, pos: at });
      return { at: at + (trims ? 4 : 2), trimNext: trims !== null };
    }
    const found =
      match(SPACE, source, at, 'space') ??
      match(STRING, source, at, 'string') ??
      match(RAW, source, at, 'rawString') ??
      match(CHAR, source, at, 'char');
    if (found) {
      take(found[0], found[1]);
      continue;
    }
    const character = source[at];
    if (character === '"') throw lexError(source, name, at, 'unterminated quoted string');
    if (character === '`') throw lexError(source, name, at, 'unterminated raw quoted string');
    if (character === "'") throw lexError(source, name, at, 'unterminated character constant');
    if (character === '.' || character === '$') {
      const word = wordAt(source, at + 1);
      if (character === '.' && /^[0-9]/.test(word)) take(...number(source, name, at));
      else if (character === '$') take('variable', `$${word}`);
      else take(word === '' ? 'dot' : 'field', `.${word}`);
      continue;
    }
    if (/[0-9+-]/.test(character)) {
      take(...number(source, name, at));
      continue;
    }
    const symbol = match(SYMBOL, source, at, 'symbol');
    if (symbol) {
      if (symbol[1] === '(') depth++;
      if (symbol[1] === ')' && --depth < 0) throw lexError(source, name, at, 'unexpected right paren');
      take(...symbol);
      continue;
    }
    const word = wordAt(source, at);
    if (word === '') throw lexError(source, name, at, `unrecognized character in action: ${codePoint(source, at)}`);
    take('identifier', word);
    if (!/^[ \t\r\n.,|:=()]?$|^\}|^-/.test(source.slice(at, at + 1)))
      throw lexError(source, name, at, `bad character ${codePoint(source, at)}`);
  }
}

function number(source: string, name: string, at: number): ['number', string] {
  const found = match(NUMBER, source, at, 'number');
  const after = found ? wordAt(source, at + found[1].length) : '';
  if (!found || after !== '')
    throw lexError(
      source,
      name,
      at,
      `bad number syntax: ${JSON.stringify(source.slice(at, at + (found?.[1].length ?? 0) + Math.max(1, after.length)))}`,
    );
  return ['number', found[1]];
}

function match<K extends TokenKind>(regex: RegExp, source: string, at: number, kind: K): [K, string] | undefined {
  regex.lastIndex = at;
  const found = regex.exec(source);
  return found ? [kind, found[0]] : undefined;
}

function wordAt(source: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(source)?.[0] ?? '';
}

function codePoint(source: string, at: number): string {
  const code = source.codePointAt(at) ?? 0;
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return `U+${hex} '${String.fromCodePoint(code)}'`;
}

export function lineOf(source: string, pos: number): number {
  let line = 1;
  for (let i = 0; i < pos && i < source.length; i++) if (source[i] === '\n') line++;
  return line;
}

export function lexError(source: string, name: string, pos: number, message: string): TemplateError {
  return new TemplateError(`template: ${name}:${lineOf(source, pos)}: ${message}`);
}
