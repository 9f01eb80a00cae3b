/** Checks JSON against the parts of JSON Schema that Prometheus' OpenAPI document uses. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Schema = Record<string, unknown>;

export class OpenApiDocument {
  private readonly root: Schema;

  constructor(file: string) {
    this.root = parse(readFileSync(file, 'utf8')) as Schema;
  }

  /** The schema of a path's successful JSON answer. */
  answerOf(path: string, method: string): Schema {
    const operation = dig(this.root, ['paths', path, method]);
    return dig(operation, ['responses', '200', 'content', 'application/json', 'schema']);
  }

  component(name: string): Schema {
    return dig(this.root, ['components', 'schemas', name]);
  }

  /** What is wrong, each with its place; empty when the value conforms. */
  problems(schema: Schema, value: unknown, at = '$'): string[] {
    if (typeof schema.$ref === 'string')
      return this.problems(dig(this.root, schema.$ref.slice(2).split('/')), value, at);
    const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
    if (choices) {
      const each = choices.map((choice) => this.problems(choice, value, at));
      return each.some((found) => found.length === 0) ? [] : [`${at}: fits no choice: ${each.flat().join(' | ')}`];
    }
    if (schema.enum && !(schema.enum as unknown[]).includes(value))
      return [`${at}: ${String(value)} is not in the enum`];
    switch (schema.type) {
      case 'object':
        return this.objectProblems(schema, value, at);
      case 'array':
        return this.arrayProblems(schema, value, at);
      case 'integer':
        return Number.isInteger(value) ? [] : [`${at}: not an integer`];
      case undefined:
        return [];
      default:
        return typeof value === schema.type
          ? this.formatProblems(schema, value, at)
          : [`${at}: not a ${String(schema.type)}`];
    }
  }

  private formatProblems(schema: Schema, value: unknown, at: string): string[] {
    return schema.format === 'date-time' && Number.isNaN(Date.parse(String(value))) ? [`${at}: not a date-time`] : [];
  }

  private arrayProblems(schema: Schema, value: unknown, at: string): string[] {
    if (!Array.isArray(value)) return [`${at}: not an array`];
    const { minItems = 0, maxItems = Number.MAX_SAFE_INTEGER } = schema as { minItems?: number; maxItems?: number };
    if (value.length < minItems || value.length > maxItems) return [`${at}: ${value.length} items`];
    return value.flatMap((item, i) => this.problems(schema.items as Schema, item, `${at}[${i}]`));
  }

  private objectProblems(schema: Schema, value: unknown, at: string): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: not an object`];
    const properties = (schema.properties ?? {}) as Record<string, Schema>;
    const found = value as Record<string, unknown>;
    const problems = ((schema.required ?? []) as string[])
      .filter((name) => !(name in found))
      .map((name) => `${at}.${name}: missing`);
    for (const [name, item] of Object.entries(found)) {
      if (name in properties) problems.push(...this.problems(properties[name], item, `${at}.${name}`));
      else if (schema.additionalProperties === false) problems.push(`${at}.${name}: not allowed`);
      else if (typeof schema.additionalProperties === 'object')
        problems.push(...this.problems(schema.additionalProperties as Schema, item, `${at}.${name}`));
    }
    return problems;
  }
}

function dig(from: unknown, path: readonly string[]): Schema {
  let at = from;
  for (const key of path) at = (at as Schema | undefined)?.[key];
  if (typeof at !== 'object' || at === null) throw new Error(`the document has no ${path.join('/')}`);
  return at as Schema;
}
