import * as z from 'zod';
import { parseTime } from '../prometheus/params.ts';

/** A time as the Prometheus API takes it: seconds since the epoch, with a fraction, or RFC 3339. Gives milliseconds. */
export function timeQuery(name: string) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return parseTime(name, text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    })
    .describe('Seconds since the epoch, or RFC 3339.');
}

/** `a,b,c`, each one of the values. */
export function listQuery<const T extends string>(values: readonly T[]) {
  const one = z.enum(values as readonly [T, ...T[]]);
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(one))
    .describe(`Separated by commas: ${values.join(', ')}.`);
}

/** A whole number in a range. */
export function integerQuery(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));
}
