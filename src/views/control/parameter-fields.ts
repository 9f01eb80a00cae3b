import type { OperationInfo, OperationParameters } from '@observatory/protocol/control';

export type ParameterInfo = OperationInfo['parameters'][number];
/** What stands in the fields, by parameter. */
export type FieldValues = Readonly<Record<string, string | boolean>>;

/** What the fields hold before anybody types: defaults, and what was given before. */
export function initialFields(infos: readonly ParameterInfo[], given: OperationParameters = {}): FieldValues {
  return Object.fromEntries(
    infos.map(({ name, type, default: standard }) => {
      const value = given[name] ?? standard;
      return [name, type === 'boolean' ? value === true : value === undefined ? '' : String(value)];
    }),
  );
}

/**
 * The parameters that the fields mean, and what is wrong with them by name. An optional field that is empty is left out: the
 * server has its default. What a value may be the server says; here only what cannot be sent is refused.
 */
export function parametersOf(
  infos: readonly ParameterInfo[],
  fields: FieldValues,
): { parameters: OperationParameters; faults: Readonly<Record<string, string>> } {
  const parameters: OperationParameters = {};
  const faults: Record<string, string> = {};
  for (const { name, type, required } of infos) {
    const value = fields[name];
    if (typeof value === 'boolean') parameters[name] = value;
    else if (value === undefined || value.trim() === '') {
      if (required) faults[name] = 'This is needed.';
    } else if (type === 'number') {
      const number = Number(value);
      if (Number.isFinite(number)) parameters[name] = number;
      else faults[name] = 'This is not a number.';
    } else parameters[name] = value.trim();
  }
  return { parameters, faults };
}
