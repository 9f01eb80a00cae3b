import { RE2JS } from 're2js';

export type MatchType = '=' | '!=' | '=~' | '!~';

/**
 * One label test. Regexes are RE2, anchored at both ends, linear in time (re2js), so a hostile pattern cannot hang the
 * sidecar. A label that is absent has the value "".
 */
export class Matcher {
  readonly type: MatchType;
  readonly name: string;
  readonly value: string;
  private readonly regex: CompiledRegex | undefined;

  /** @throws Error with RE2's text when the pattern is invalid. */
  constructor(type: MatchType, name: string, value: string) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.regex = type === '=~' || type === '!~' ? compileRegex(value) : undefined;
  }

  matches(value: string): boolean {
    switch (this.type) {
      case '=':
        return value === this.value;
      case '!=':
        return value !== this.value;
      case '=~':
        return this.regex?.test(value) ?? false;
      case '!~':
        return !(this.regex?.test(value) ?? false);
    }
  }

  /** True when a series without the label passes. */
  get matchesEmpty(): boolean {
    return this.matches('');
  }

  /** For `=~` of plain alternatives (`a|b|c`): the finite set of accepted values, else undefined. */
  get literalSet(): readonly string[] | undefined {
    return this.regex?.literals;
  }

  toString(): string {
    return `${this.name}${this.type}${JSON.stringify(this.value)}`;
  }
}

export interface CompiledRegex {
  /** Set when the pattern is a plain alternation without metacharacters. */
  literals: readonly string[] | undefined;
  test(value: string): boolean;
}

const META = /[\\.+*?()|[\]{}^$]/;

/** Compiles an anchored RE2 pattern (dot matches newline, as in Prometheus), with fast paths for the common shapes. */
export function compileRegex(pattern: string): CompiledRegex {
  const body = pattern;
  if (body === '.*') return { literals: undefined, test: () => true };
  if (body === '.+') return { literals: undefined, test: (value) => value !== '' };
  const alternatives = body.split('|');
  if (alternatives.every((part) => !META.test(part))) {
    const set = new Set(alternatives);
    return { literals: [...set], test: (value) => set.has(value) };
  }
  const prefix = /^([^\\.+*?()|[\]{}^$]+)\.([*+])$/.exec(body);
  if (prefix) {
    const [, literal, repeat] = prefix;
    const minLength = literal.length + (repeat === '+' ? 1 : 0);
    return { literals: undefined, test: (value) => value.length >= minLength && value.startsWith(literal) };
  }
  const compiled = RE2JS.compile(`^(?s:${body})$`);
  return { literals: undefined, test: (value) => compiled.matches(value) };
}
