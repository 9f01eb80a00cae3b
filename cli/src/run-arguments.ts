import { InvalidArgumentError, type Command } from 'commander';

/** A number of seconds, up to a day. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1) || value > 86_400)
    throw new InvalidArgumentError('It must be a number of seconds from 1 to 86400.');
  return value;
}

/** `NAME=VALUE`, one more. */
export function label(text: string, before: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([A-Za-z_]\w{0,62})=(.{0,200})$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('It must be NAME=VALUE, the name of letters, digits and _.');
  return { ...before, [name]: value };
}

/** One more of a kind. */
export function repeated(text: string, before: string[]): string[] {
  return [...before, text];
}

/** `a, b` */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/**
 * Options of a subcommand, with those of `run` before it that it has, too (`observatory run --url … list`). What stands behind
 * the subcommand's name wins; commander's own merge would let the defaults of `run` win.
 */
export function optionsOf<Flags>(command: Command): Flags {
  const flags: Record<string, unknown> = { ...command.opts() };
  for (const name of Object.keys(flags)) {
    if (command.getOptionValueSource(name) === 'cli') continue;
    if (command.parent?.getOptionValueSource(name) === 'cli') flags[name] = command.parent.getOptionValue(name);
  }
  return flags as Flags;
}
