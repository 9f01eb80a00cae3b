import type { Config } from '../config/index.ts';
import { ObservatoryError } from '../util/errors.ts';

/**
 * Parts of a valid configuration that this version does not carry out. What would give wrong answers is refused, what
 * would only be missing is told.
 * @throws ObservatoryError `OBS_CONFIG_UNSUPPORTED`
 */
export function unsupportedWarnings(config: Config): string[] {
  if (config.query.source === 'remote') {
    throw new ObservatoryError('OBS_CONFIG_UNSUPPORTED', 'query.source: remote is not carried out by this version', {
      httpStatus: 400,
      hint: 'set query.source: embedded',
    });
  }
  const warnings: string[] = [];
  if (config.rule_files.length > 0) warnings.push('rule_files are not evaluated by this version: no recording rules, no alerts');
  if (config.control.mode !== 'read_only') warnings.push('control.mode: this version is read-only, nothing is carried out');
  return warnings;
}
