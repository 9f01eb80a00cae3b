import type { AnyOperation } from '../operation.ts';
import { describeOperation } from './describe-operation.ts';

const NOBODY = { action: '', allowed: false, reason: '', requires: [], secondPerson: false };

/** The catalogue as the guide shows it (docs/guide/control.md); a test holds both together. */
export function catalogueGuide(operations: readonly AnyOperation[]): string {
  return operations
    .map((each) => {
      const { id, title, summary, targets, risk, role, parameters, verification, stopsOn, undo } = describeOperation(
        each,
        NOBODY,
      );
      const lines = [
        `### \`${id}\``,
        `${title}. ${summary}`,
        '',
        `- Target: ${targets.map((target) => target.replaceAll('_', ' ')).join(', ')}; risk ${risk}; role ${role}.`,
        ...parameters.map(
          ({ name, type, required, default: standard, description }) =>
            `- \`${name}\` (${type}${required ? '' : standard === undefined ? ', optional' : `, ${String(standard)} unless said`}): ${description}`,
        ),
        `- Verified by: ${verification}`,
        ...stopsOn.map((condition) => `- Stops by itself when ${condition}.`),
        `- Undo: ${undo}`,
      ];
      return lines.join('\n');
    })
    .join('\n\n');
}
