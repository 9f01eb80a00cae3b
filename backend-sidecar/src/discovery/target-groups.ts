import * as z from 'zod';
import { ObservatoryError } from '../util/errors.ts';
import type { TargetGroup } from './types.ts';

const groupsShape = z.array(
  z.strictObject({
    targets: z.array(z.string()),
    labels: z.record(z.string(), z.coerce.string()).nullish(),
  }),
);

/** Most targets that one source may name; a runaway source must not take the process down. */
const MAX_TARGETS = 100_000;

/**
 * Target groups as file_sd and http_sd give them: `[{targets: ["host:port"], labels: {…}}]`.
 * @throws ObservatoryError OBS_DISCOVERY_FORMAT naming what is wrong and where.
 */
export function parseTargetGroups(
  value: unknown,
  source: string,
  extraLabels: Readonly<Record<string, string>>,
): TargetGroup[] {
  const parsed = groupsShape.safeParse(value ?? []);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    throw formatError(`${source}${place}: ${message}`);
  }
  const total = parsed.data.reduce((sum, group) => sum + group.targets.length, 0);
  if (total > MAX_TARGETS) throw formatError(`${source} names ${total} targets; at most ${MAX_TARGETS} are taken`);
  return parsed.data.map((group, index) => ({
    source: `${source}:${index}`,
    targets: group.targets.map((address) => ({ __address__: address })),
    labels: { ...group.labels, ...extraLabels },
  }));
}

function formatError(message: string): ObservatoryError {
  return new ObservatoryError('OBS_DISCOVERY_FORMAT', message, {
    hint: 'A list of groups is expected: [{"targets": ["host:port"], "labels": {"name": "value"}}].',
  });
}
