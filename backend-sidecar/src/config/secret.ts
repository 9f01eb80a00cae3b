import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { messageOf, ObservatoryError } from '../util/errors.ts';

/** A value that never shows: printing, logging, JSON and util.inspect all give `<secret>`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; call it only where it goes on the wire. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '<secret>';
  }

  toJSON(): string {
    return '<secret>';
  }

  [inspect.custom](): string {
    return '<secret>';
  }
}

/** Where a secret comes from: the configuration itself, or a file that is read anew at each use. */
export type SecretSource = { value: Secret; file?: undefined } | { file: string; value?: undefined };

/** Pairs `x` and `x_file` of the configuration into one source; undefined when neither is set. */
export function secretSource(value: Secret | undefined, file: string | undefined): SecretSource | undefined {
  if (file !== undefined) return { file };
  return value === undefined ? undefined : { value };
}

/**
 * The secret's text now; a trailing newline of a file is not part of it.
 * @throws ObservatoryError OBS_CONFIG_SECRET_FILE when the file cannot be read; names the file, never its content.
 */
export async function readSecret(source: SecretSource): Promise<string> {
  if (source.value) return source.value.reveal();
  try {
    return (await readFile(source.file, 'utf8')).trim();
  } catch (error) {
    throw new ObservatoryError(
      'OBS_CONFIG_SECRET_FILE',
      `cannot read secret file ${source.file}: ${messageOf(error)}`,
      {
        hint: 'Check that the file exists and that the sidecar may read it.',
        cause: error,
      },
    );
  }
}
