/** The tree of a template, as in Go's text/template/parse. `pos` is an offset into the source. */
import type { GoValue } from './value.ts';

export type Operand =
  | { kind: 'dot'; pos: number }
  | { kind: 'nil'; pos: number }
  | { kind: 'constant'; pos: number; text: string; value: GoValue }
  | { kind: 'field'; pos: number; path: readonly string[] }
  | { kind: 'variable'; pos: number; name: string; path: readonly string[] }
  | { kind: 'function'; pos: number; name: string }
  | { kind: 'pipeline'; pos: number; pipeline: Pipeline; path: readonly string[] };

export interface Command {
  pos: number;
  args: readonly Operand[];
}

export interface Pipeline {
  pos: number;
  /** Variables that receive the value: one, or two in `range`. */
  variables: readonly string[];
  /** `=` instead of `:=`. */
  assigns: boolean;
  commands: readonly Command[];
}

export type TemplateNode =
  | { kind: 'text'; text: string }
  | { kind: 'action'; pos: number; pipeline: Pipeline }
  | {
      kind: 'if' | 'with' | 'range';
      pos: number;
      pipeline: Pipeline;
      body: readonly TemplateNode[];
      otherwise: readonly TemplateNode[] | undefined;
    }
  | { kind: 'template'; pos: number; name: string; pipeline: Pipeline | undefined }
  | { kind: 'break' | 'continue'; pos: number };

export interface ParsedTemplate {
  name: string;
  source: string;
  body: readonly TemplateNode[];
  /** What `define` and `block` named. */
  defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** An operand as Go prints it in errors. */
export function operandText(operand: Operand): string {
  switch (operand.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'constant':
      return operand.text;
    case 'field':
      return operand.path.map((name) => `.${name}`).join('');
    case 'variable':
      return [operand.name, ...operand.path].join('.');
    case 'function':
      return operand.name;
    case 'pipeline':
      return `(${pipelineText(operand.pipeline)})${operand.path.map((name) => `.${name}`).join('')}`;
  }
}

export function commandText(command: Command): string {
  return command.args.map(operandText).join(' ');
}

export function pipelineText(pipeline: Pipeline): string {
  const { variables, assigns, commands } = pipeline;
  const head = variables.length > 0 ? `${variables.join(', ')} ${assigns ? '=' : ':='} ` : '';
  return head + commands.map(commandText).join(' | ');
}
