import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import { checkConfig } from './check.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { applyFlags } from './flags.ts';
import { prepareTree } from './prepare.ts';
import { problemAt, problemsOf } from './problems.ts';
import { redactedYaml } from './redact.ts';
import { resolveConfig } from './resolve.ts';
import { rootSchema } from './schema/root.ts';
import { parseYamlTree } from './yaml-tree.ts';

export interface LoadOptions {
  /** Flags without their dashes: `{ 'storage.path': '/var/lib/observatory' }`. They win over the file. */
  flags?: Readonly<Record<string, string>>;
  /** For `${NAME}` in external labels; the process environment by default. */
  env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads, validates and completes a configuration file; without a path, flags and defaults alone.
 * @throws ConfigError with all problems and their places; ObservatoryError OBS_CONFIG_READ when the file cannot be read.
 */
export async function loadConfig(path: string | undefined, options: LoadOptions = {}): Promise<Config> {
  if (path === undefined) return parseConfig('', resolve('observatory.yaml'), options);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ObservatoryError('OBS_CONFIG_READ', `cannot read the configuration file ${path}: ${messageOf(error)}`, {
      hint: 'Give an existing file with --config.',
      cause: error,
    });
  }
  return parseConfig(text, path, options);
}

/** Validates and completes the text of a configuration. `fileName` is for messages and for relative paths in it. */
export function parseConfig(text: string, fileName: string, options: LoadOptions = {}): Config {
  const tree = parseYamlTree(text, fileName);
  const flagProblems = applyFlags(tree, rootSchema, options.flags ?? {});
  const baseDir = dirname(resolve(fileName));
  const shown = redactedYaml(tree.root);
  const warnings = prepareTree(tree, rootSchema, baseDir);
  const parsed = rootSchema.safeParse(tree.root);
  if (!parsed.success) throw new ConfigError([...flagProblems, ...problemsOf(parsed.error, rootSchema, tree)]);
  const problems = [
    ...flagProblems,
    ...checkConfig(parsed.data).map(({ path, message }) => problemAt(tree, path, message)),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return resolveConfig(parsed.data, {
    baseDir,
    env: options.env ?? process.env,
    warnings,
    redactedYaml: shown,
    sourceText: text,
  });
}
