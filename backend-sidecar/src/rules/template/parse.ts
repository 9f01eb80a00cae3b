import { unquote } from '../../promql/index.ts';
import { isFunctionName } from './function-names.ts';
import { lexError, lexTemplate, type Token } from './lex.ts';
import type { Command, Operand, ParsedTemplate, Pipeline, TemplateNode } from './nodes.ts';
import { parseNumberConstant } from './number-constant.ts';
import type { TemplateError } from './template-error.ts';

const MAX_DEPTH = 100;

/**
 * Parses the template language of Go's text/template with Prometheus' functions.
 * @throws TemplateError in Go's words: `template: name:line: …`.
 */
export function parseTemplate(source: string, name: string): ParsedTemplate {
  return new Parser(source, name).parse();
}

class Parser {
  private readonly source: string;
  private readonly name: string;
  private readonly tokens: readonly Token[];
  private readonly defined = new Map<string, readonly TemplateNode[]>();
  private at = 0;
  private variables: string[] = ['$'];
  private rangeDepth = 0;
  private depth = 0;

  constructor(source: string, name: string) {
    this.source = source;
    this.name = name;
    this.tokens = lexTemplate(source, name);
  }

  parse(): ParsedTemplate {
    const { nodes, end } = this.list(true);
    if (end !== 'eof') throw this.error(`unexpected {{${end}}}`);
    return { name: this.name, source: this.source, body: nodes, defined: this.defined };
  }

  /** Nodes up to `end`, `else` or the end of the text. */
  private list(top = false): { nodes: TemplateNode[]; end: 'eof' | 'end' | 'else' } {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === 'eof') return { nodes, end: 'eof' };
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text });
        continue;
      }
      const word = this.peekPastSpace();
      if (word.kind === 'identifier') {
        switch (word.text) {
          case 'end':
            this.skipTo(word);
            this.close('end');
            return { nodes, end: 'end' };
          case 'else':
            this.skipTo(word);
            return { nodes, end: 'else' };
          case 'define':
            if (!top) throw this.error('unexpected {{define}}', word);
            this.skipTo(word);
            this.define();
            continue;
          case 'block':
            this.skipTo(word);
            nodes.push(this.block());
            continue;
          case 'template':
            this.skipTo(word);
            nodes.push(this.invocation());
            continue;
          case 'if':
          case 'with':
          case 'range':
            this.skipTo(word);
            nodes.push(this.control(word.text, word.pos));
            continue;
          case 'break':
          case 'continue':
            this.skipTo(word);
            this.close(word.text);
            if (this.rangeDepth === 0) throw this.error(`{{${word.text}}} outside {{range}}`, word);
            nodes.push({ kind: word.text, pos: word.pos });
            continue;
        }
      }
      const pipeline = this.pipeline('command', 'close');
      nodes.push({ kind: 'action', pos: pipeline.pos, pipeline });
    }
  }

  private control(kind: 'if' | 'with' | 'range', pos: number): TemplateNode {
    if (++this.depth > MAX_DEPTH) throw this.error('nested too deeply');
    const scope = this.variables.length;
    const pipeline = this.pipeline(kind, 'close');
    if (kind === 'range') this.rangeDepth++;
    const { nodes: body, end } = this.list();
    if (kind === 'range') this.rangeDepth--;
    let otherwise: readonly TemplateNode[] | undefined;
    if (end === 'else') otherwise = this.otherwise(kind);
    else if (end === 'eof') throw this.error('unexpected EOF');
    this.variables.length = scope;
    this.depth--;
    return { kind, pos, pipeline, body, otherwise };
  }

  /** What follows `else`: `}}`, or ` if …}}` / ` with …}}`, which nests without an end of its own. */
  private otherwise(kind: 'if' | 'with' | 'range'): readonly TemplateNode[] {
    const word = this.peekPastSpace();
    if (word.kind === 'identifier' && word.text === kind && kind !== 'range') {
      this.skipTo(word);
      return [this.control(kind, word.pos)];
    }
    this.close('else');
    const { nodes, end } = this.list();
    if (end === 'else') throw this.error('expected end; found {{else}}');
    if (end === 'eof') throw this.error('unexpected EOF');
    return nodes;
  }

  private define(): void {
    const name = this.templateName('define clause');
    this.close('define clause');
    this.defined.set(name, this.scopedBody());
  }

  private block(): TemplateNode {
    const { pos } = this.peekPastSpace();
    const name = this.templateName('block clause');
    const pipeline = this.pipeline('block clause', 'close');
    this.defined.set(name, this.scopedBody());
    return { kind: 'template', pos, name, pipeline };
  }

  private scopedBody(): TemplateNode[] {
    const outer = this.variables;
    this.variables = ['$'];
    const { nodes, end } = this.list();
    if (end !== 'end') throw this.error(end === 'eof' ? 'unexpected EOF' : `unexpected {{${end}}}`);
    this.variables = outer;
    return nodes;
  }

  private invocation(): TemplateNode {
    // Go places an invocation at the name.
    const { pos } = this.peekPastSpace();
    const name = this.templateName('template clause');
    const next = this.peekPastSpace();
    if (next.kind === 'close') {
      this.skipTo(next);
      return { kind: 'template', pos, name, pipeline: undefined };
    }
    return { kind: 'template', pos, name, pipeline: this.pipeline('template clause', 'close') };
  }

  private templateName(context: string): string {
    const token = this.nextPastSpace();
    if (token.kind !== 'string' && token.kind !== 'rawString') throw this.unexpected(token, context);
    return this.unquoted(token);
  }

  private pipeline(context: string, end: 'close' | ')'): Pipeline {
    const first = this.peekPastSpace();
    const { variables, assigns } = this.declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.nextPastSpace();
      if (token.kind === 'close' || (token.kind === 'symbol' && token.text === ')')) {
        if ((token.kind === 'close') !== (end === 'close')) throw this.unexpected(token, context);
        if (commands.length === 0) throw this.error(`missing value for ${context}`, token);
        commands.slice(1).forEach(({ args: [head] }, i) => {
          if (['constant', 'dot', 'nil'].includes(head.kind))
            throw this.error(`non executable command in pipeline stage ${i + 2}`, token);
        });
        return { pos: first.pos, variables, assigns, commands };
      }
      this.at--;
      commands.push(this.command(context));
    }
  }

  /** `$x :=`, `$x =`, and in `range` also `$i, $x :=`. */
  private declarations(context: string): { variables: string[]; assigns: boolean } {
    const start = this.at;
    const variables: string[] = [];
    for (;;) {
      const token = this.nextPastSpace();
      if (token.kind !== 'variable') break;
      const sign = this.nextPastSpace();
      if (sign.kind !== 'symbol') break;
      if (sign.text === ':=' || sign.text === '=') {
        variables.push(token.text);
        const assigns = sign.text === '=';
        if (assigns) for (const name of variables) this.known(name, token);
        else this.variables.push(...variables);
        return { variables, assigns };
      }
      if (sign.text !== ',') break;
      if (context !== 'range' || variables.length > 0) throw this.error(`too many declarations in ${context}`, sign);
      variables.push(token.text);
    }
    this.at = start;
    return { variables: [], assigns: false };
  }

  private command(context: string): Command {
    const first = this.peekPastSpace();
    const args: Operand[] = [];
    for (;;) {
      const head = this.peekPastSpace();
      if (head.kind === 'close' || (head.kind === 'symbol' && head.text === ')')) break;
      this.skipTo(head);
      if (head.kind === 'symbol' && head.text === '|') {
        if (args.length === 0) throw this.error('empty command', head);
        const after = this.peekPastSpace();
        if (after.kind === 'close' || (after.kind === 'symbol' && after.text === ')'))
          throw this.error(`missing value for ${context}`, after);
        break;
      }
      args.push(this.operand(head, context));
      const follow = this.tokens[this.at];
      if (follow.kind !== 'space' && follow.kind !== 'close' && !(follow.kind === 'symbol' && /[)|]/.test(follow.text)))
        throw this.unexpected(follow, 'operand');
    }
    if (args.length === 0) throw this.error('empty command', first);
    return { pos: first.pos, args };
  }

  private operand(token: Token, context: string): Operand {
    const { pos, text } = token;
    switch (token.kind) {
      case 'identifier':
        if (text === 'true' || text === 'false') return { kind: 'constant', pos, text, value: text === 'true' };
        if (text === 'nil') return { kind: 'nil', pos };
        if (!isFunctionName(text)) throw this.error(`function ${JSON.stringify(text)} not defined`, token);
        return { kind: 'function', pos, name: text };
      case 'dot':
        return { kind: 'dot', pos };
      case 'field':
        return { kind: 'field', pos: this.chainPos(pos), path: [text.slice(1), ...this.fields()] };
      case 'variable':
        this.known(text, token);
        return { kind: 'variable', pos: this.chainPos(pos), name: text, path: this.fields() };
      case 'number':
      case 'char': {
        const value = parseNumberConstant(text);
        if (value === undefined) throw this.error(`illegal number syntax: ${JSON.stringify(text)}`, token);
        return { kind: 'constant', pos, text, value };
      }
      case 'string':
      case 'rawString':
        return { kind: 'constant', pos, text, value: this.unquoted(token) };
      case 'symbol':
        if (text === '(') {
          if (++this.depth > MAX_DEPTH) throw this.error('nested too deeply');
          const pipeline = this.pipeline('parenthesized pipeline', ')');
          this.depth--;
          return { kind: 'pipeline', pos: this.chainPos(pos), pipeline, path: this.fields() };
        }
        throw this.unexpected(token, 'operand');
      default:
        throw this.unexpected(token, context);
    }
  }

  /** Go places an operand with fields at the first of them. */
  private chainPos(pos: number): number {
    const next = this.tokens[this.at];
    return next.kind === 'field' ? next.pos : pos;
  }

  /** `.a.b` right behind an operand. */
  private fields(): string[] {
    const path: string[] = [];
    for (let token = this.tokens[this.at]; token.kind === 'field'; token = this.tokens[this.at]) {
      path.push(token.text.slice(1));
      this.at++;
    }
    return path;
  }

  private known(name: string, token: Token): void {
    if (!this.variables.includes(name)) throw this.error(`undefined variable ${JSON.stringify(name)}`, token);
  }

  private unquoted(token: Token): string {
    if (!QUOTED.test(token.text)) throw this.error('invalid syntax', token);
    return unquote(token.text);
  }

  private close(context: string): void {
    const token = this.nextPastSpace();
    if (token.kind !== 'close') throw this.unexpected(token, context);
  }

  private next(): Token {
    return this.tokens[this.at++];
  }

  private peekPastSpace(): Token {
    const token = this.tokens[this.at];
    return token.kind === 'space' ? this.tokens[this.at + 1] : token;
  }

  private nextPastSpace(): Token {
    if (this.tokens[this.at].kind === 'space') this.at++;
    return this.next();
  }

  private skipTo(token: Token): void {
    this.at = this.tokens.indexOf(token, this.at) + 1;
  }

  private unexpected(token: Token, context: string): TemplateError {
    const shown =
      token.kind === 'eof'
        ? 'EOF'
        : token.kind === 'identifier' && KEYWORDS.has(token.text)
          ? `<${token.text}>`
          : JSON.stringify(token.text.length > 10 ? `${token.text.slice(0, 10)}...` : token.text);
    return this.error(`unexpected ${shown} in ${context}`, token);
  }

  private error(message: string, token: Token = this.tokens[Math.min(this.at, this.tokens.length) - 1]): TemplateError {
    return lexError(this.source, this.name, token.pos, message);
  }
}

/** A raw string, or one whose escapes are Go's. */
const QUOTED =
  /^`[^`]*`$|^"(?:[^"\\\n]|\\(?:[abfnrtv\\"]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}|[0-3][0-7]{2}))*"$/;

const KEYWORDS = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
]);
