import type { Config } from '../config/index.ts';

/** Parts of a valid configuration that this version does not carry out: what is missing must be told, not only left out. */
export function unsupportedWarnings(config: Config): string[] {
  const warnings: string[] = [];
  if (config.control.mode !== 'read_only') {
    warnings.push('control.mode: this version is read-only, nothing is carried out');
  }
  return warnings;
}
