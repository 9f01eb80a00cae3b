import { ObservatoryError } from '../../util/errors.ts';

/** As long as an argument of an agent's command may be. */
const MAX_LENGTH = 8192;

/**
 * `{node_id}` and `{details}` in arguments. Each argument stays one argument, whatever is filled in: nothing is split, and no
 * shell sees it. What was filled in is not looked at again.
 * @throws ObservatoryError `OBS_RECOVERY_ARGUMENT`: what was filled in would become an option of the program, or is too long
 */
export function fillArguments(args: readonly string[], values: { nodeId: string; details: string }): string[] {
  return args.map((template) => {
    const filled = template.replace(/\{(node_id|details)\}/g, (_whole, name: string) =>
      name === 'node_id' ? values.nodeId : values.details,
    );
    if (filled.startsWith('-') && !template.startsWith('-'))
      throw refusal(`the argument ${template} would become the option ${filled.slice(0, 40)}`);
    if (filled.includes('\0')) throw refusal(`the argument ${template} would hold a NUL character`);
    if (Buffer.byteLength(filled) > MAX_LENGTH)
      throw refusal(`the argument ${template} would be longer than ${MAX_LENGTH} bytes`);
    return filled;
  });
}

/** A command line for a reader: nobody runs it, and long arguments are cut. */
export function shownCommand(program: string, args: readonly string[]): string {
  return [program, ...args.map((arg) => (arg.length > 200 ? `${arg.slice(0, 199)}…` : arg))].join(' ');
}

function refusal(message: string): ObservatoryError {
  return new ObservatoryError('OBS_RECOVERY_ARGUMENT', message, {
    httpStatus: 400,
    hint: 'put the placeholder behind the name of an option (--node={node_id}), or rename the node',
  });
}
