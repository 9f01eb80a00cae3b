import { builtins } from './builtins.ts';
import { functions, type ParamType, type TemplateFunction } from './functions.ts';
import { fieldOf, fieldProblem } from './fields.ts';
import { callMethod, METHODS } from './methods.ts';
import {
  commandText,
  operandText,
  pipelineText,
  type Command,
  type Operand,
  type ParsedTemplate,
  type Pipeline,
  type TemplateNode,
} from './nodes.ts';
import type { TemplateContext } from './template-context.ts';
import { TemplateError } from './template-error.ts';
import { GoDuration, GoInt, GoStruct, GoTime, isList, isTruthy, printValue, typeName, type GoValue } from './value.ts';

/** Most characters one template may write, and most commands it may carry out: a slip must not stop the process. */
const MAX_OUTPUT = 1_000_000;
const MAX_STEPS = 100_000;
const MAX_TEMPLATE_DEPTH = 100;

/**
 * Carries a template out and returns what it wrote.
 * @throws TemplateError in Go's words: `template: name:line:column: executing "name" at <…>: …`.
 */
export async function executeTemplate(template: ParsedTemplate, context: TemplateContext): Promise<string> {
  return new Execution(template, context).run();
}

type Flow = 'next' | 'break' | 'continue';

interface Variable {
  name: string;
  value: GoValue;
}

class Execution {
  private readonly template: ParsedTemplate;
  private readonly context: TemplateContext;
  private out = '';
  private steps = 0;
  private depth = 0;
  private running: string;
  private variables: Variable[];

  constructor(template: ParsedTemplate, context: TemplateContext) {
    this.template = template;
    this.context = context;
    this.running = template.name;
    this.variables = [{ name: '$', value: context.data }];
  }

  async run(): Promise<string> {
    await this.walk(this.template.body, this.context.data);
    return this.out;
  }

  private async walk(nodes: readonly TemplateNode[], dot: GoValue): Promise<Flow> {
    for (const node of nodes) {
      switch (node.kind) {
        case 'text':
          this.write(node.text);
          break;
        case 'action': {
          const value = await this.pipeline(node.pipeline, dot);
          if (node.pipeline.variables.length === 0) this.write(value === null ? '<no value>' : printValue(value));
          break;
        }
        case 'template':
          await this.invoke(node, dot);
          break;
        case 'break':
        case 'continue':
          return node.kind;
        case 'range': {
          await this.scoped(() => this.range(node, dot));
          break;
        }
        default: {
          const flow = await this.scoped(async () => {
            const value = await this.pipeline(node.pipeline, dot);
            if (isTruthy(value)) return this.walk(node.body, node.kind === 'with' ? value : dot);
            return node.otherwise ? this.walk(node.otherwise, dot) : 'next';
          });
          if (flow !== 'next') return flow;
        }
      }
    }
    return 'next';
  }

  private async range(node: TemplateNode & { kind: 'if' | 'with' | 'range' }, dot: GoValue): Promise<Flow> {
    const { variables, assigns } = node.pipeline;
    const value = await this.pipeline({ ...node.pipeline, variables: [] }, dot);
    const items = this.rangeItems(value, node.pipeline);
    for (const [key, item] of items) {
      const flow = await this.scoped(async () => {
        const bind = (name: string, bound: GoValue) => {
          if (assigns) this.assign(name, bound);
          else this.variables.push({ name, value: bound });
        };
        if (variables.length === 1) bind(variables[0], item);
        if (variables.length === 2) {
          bind(variables[0], key);
          bind(variables[1], item);
        }
        return this.walk(node.body, item);
      });
      if (flow === 'break') break;
    }
    if (items.length === 0 && node.otherwise) return this.walk(node.otherwise, dot);
    return 'next';
  }

  private rangeItems(value: GoValue, pipeline: Pipeline): [key: GoValue, item: GoValue][] {
    if (value === null) return [];
    if (isList(value)) return value.map((item, i) => [new GoInt(i), item]);
    if (value instanceof Map) {
      return [...(value as ReadonlyMap<string, GoValue>)].sort(([a], [b]) => (a < b ? -1 : 1));
    }
    if (value instanceof GoInt && value.value <= MAX_STEPS)
      return Array.from({ length: Math.max(0, value.value) }, (_, i) => [new GoInt(i), new GoInt(i)]);
    throw this.error(pipeline.pos, pipelineText(pipeline), `range can't iterate over ${printValue(value)}`);
  }

  private async invoke(node: TemplateNode & { kind: 'template' }, dot: GoValue): Promise<void> {
    const body = this.template.defined.get(node.name);
    const text = `{{template ${JSON.stringify(node.name)}${node.pipeline ? ` ${pipelineText(node.pipeline)}` : ''}}}`;
    if (!body) throw this.error(node.pos, text, `template ${JSON.stringify(node.name)} not defined`);
    if (++this.depth > MAX_TEMPLATE_DEPTH)
      throw this.error(node.pos, text, `exceeded maximum template depth (${MAX_TEMPLATE_DEPTH})`);
    const data = node.pipeline ? await this.pipeline(node.pipeline, dot) : null;
    const [variables, running] = [this.variables, this.running];
    this.variables = [{ name: '$', value: data }];
    this.running = node.name;
    await this.walk(body, data);
    [this.variables, this.running] = [variables, running];
    this.depth--;
  }

  private async scoped<T>(run: () => Promise<T>): Promise<T> {
    const mark = this.variables.length;
    const result = await run();
    this.variables.length = mark;
    return result;
  }

  private async pipeline(pipeline: Pipeline, dot: GoValue): Promise<GoValue> {
    let value: GoValue | undefined;
    for (const command of pipeline.commands) value = await this.command(command, dot, value);
    const result = value ?? null;
    for (const name of pipeline.variables) {
      if (pipeline.assigns) this.assign(name, result);
      else this.variables.push({ name, value: result });
    }
    return result;
  }

  /** `final` is what the command before in the pipeline gave; it becomes the last argument. */
  private async command(command: Command, dot: GoValue, final: GoValue | undefined): Promise<GoValue> {
    if (++this.steps > MAX_STEPS)
      throw this.error(command.pos, commandText(command), 'the template does not come to an end');
    const [head, ...rest] = command.args;
    if (head.kind === 'function') return this.call(head.name, command, rest, dot, final);
    if (head.kind === 'field' || head.kind === 'variable' || head.kind === 'pipeline') {
      const method = await this.method(head, rest, dot, final);
      if (method !== undefined) return method;
    }
    if (rest.length > 0 || final !== undefined)
      throw this.error(head.pos, operandText(head), `can't give argument to non-function ${operandText(head)}`);
    if (head.kind === 'nil') throw this.error(head.pos, 'nil', 'nil is not a command');
    return this.operand(head, dot);
  }

  private async operand(operand: Operand, dot: GoValue): Promise<GoValue> {
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'constant':
        return operand.value;
      case 'field':
        return this.fields(dot, operand.path, operand);
      case 'variable':
        return this.fields(this.lookUp(operand.name), operand.path, operand);
      case 'pipeline':
        return this.fields(await this.pipeline(operand.pipeline, dot), operand.path, operand);
      case 'function':
        return this.call(operand.name, { pos: operand.pos, args: [operand] }, [], dot, undefined);
    }
  }

  private fields(value: GoValue, path: readonly string[], operand: Operand): GoValue {
    let current = value;
    for (const name of path) {
      const next = fieldOf(current, name);
      if (next === undefined) throw this.error(operand.pos, operandText(operand), fieldProblem(current, name));
      current = next;
    }
    return current;
  }

  /** A method of a time or a duration, the only values that have some; undefined when the operand names none. */
  private async method(
    head: Operand & { kind: 'field' | 'variable' | 'pipeline' },
    rest: readonly Operand[],
    dot: GoValue,
    final: GoValue | undefined,
  ): Promise<GoValue | undefined> {
    if (head.path.length === 0) return undefined;
    const name = head.path[head.path.length - 1];
    const owner = { ...head, path: head.path.slice(0, -1) };
    if (!METHODS.has(name)) return undefined;
    const value = owner.kind === 'field' && owner.path.length === 0 ? dot : await this.operand(owner, dot);
    if (!(value instanceof GoTime || value instanceof GoDuration)) return undefined;
    const args: GoValue[] = [];
    for (const each of rest) args.push(await this.operand(each, dot));
    if (final !== undefined) args.push(final);
    return callMethod(value, name, args);
  }

  private async call(
    name: string,
    command: Command,
    rest: readonly Operand[],
    dot: GoValue,
    final: GoValue | undefined,
  ): Promise<GoValue> {
    if (name === 'and' || name === 'or') return this.shortCircuit(name, command, rest, dot, final);
    const func: TemplateFunction = builtins[name] ?? functions[name];
    const { params } = func;
    const given = rest.length + (final === undefined ? 0 : 1);
    if (func.rest === undefined ? given !== params.length : given < params.length) {
      const wanted = func.rest === undefined ? `want ${params.length}` : `want at least ${params.length}`;
      throw this.error(command.pos, commandText(command), `wrong number of args for ${name}: ${wanted} got ${given}`);
    }
    const typeAt = (index: number): ParamType => params[index] ?? func.rest ?? 'any';
    const args: GoValue[] = [];
    for (const [i, each] of rest.entries()) args.push(this.checked(await this.operand(each, dot), typeAt(i), each));
    if (final !== undefined) args.push(this.checked(final, typeAt(args.length), command.args[0]));
    try {
      return await func.call(args, this.context);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw this.error(command.pos, commandText(command), `error calling ${name}: ${message}`, error);
    }
  }

  private async shortCircuit(
    name: 'and' | 'or',
    command: Command,
    rest: readonly Operand[],
    dot: GoValue,
    final: GoValue | undefined,
  ): Promise<GoValue> {
    if (rest.length === 0 && final === undefined)
      throw this.error(command.pos, commandText(command), `wrong number of args for ${name}: want at least 1 got 0`);
    let value: GoValue = null;
    for (const each of rest) {
      value = await this.operand(each, dot);
      if (isTruthy(value) === (name === 'or')) return value;
    }
    return final ?? value;
  }

  private checked(value: GoValue, type: ParamType, operand: Operand): GoValue {
    const fits =
      type === 'any' ||
      (type === 'string' && typeof value === 'string') ||
      (type === 'samples' && value !== null && isList(value)) ||
      (type === 'sample' && value instanceof GoStruct);
    if (fits) return value;
    const wanted = type === 'samples' ? 'template.queryResult' : type === 'sample' ? '*template.sample' : 'string';
    const message =
      operand.kind === 'constant'
        ? `expected ${wanted}; found ${operand.text}`
        : `wrong type for value; expected ${wanted}; got ${typeName(value)}`;
    throw this.error(operand.pos, operandText(operand), message);
  }

  private lookUp(name: string): GoValue {
    for (let i = this.variables.length - 1; i >= 0; i--)
      if (this.variables[i].name === name) return this.variables[i].value;
    return null;
  }

  private assign(name: string, value: GoValue): void {
    for (let i = this.variables.length - 1; i >= 0; i--) {
      if (this.variables[i].name === name) {
        this.variables[i].value = value;
        return;
      }
    }
  }

  private write(text: string): void {
    this.out += text;
    if (this.out.length > MAX_OUTPUT)
      throw new TemplateError(`template: ${this.running}: writes more than ${MAX_OUTPUT} characters`);
  }

  private error(pos: number, text: string, message: string, cause?: unknown): TemplateError {
    const { name, source } = this.template;
    const before = source.slice(0, pos);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    const column = Buffer.byteLength(before.slice(lineStart));
    return new TemplateError(
      `template: ${name}:${line}:${column}: executing ${JSON.stringify(this.running)} at <${text}>: ${message}`,
      { cause },
    );
  }
}
