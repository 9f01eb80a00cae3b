import * as z from 'zod';
import type { ControlWorld } from '../../operation.ts';

const values = z.record(z.string(), z.string());
const names = z.array(z.string());

/** Dynamic settings that somebody set, by name. */
export function dynamicValues({
  cluster,
  signal,
}: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<Record<string, string>> {
  return cluster.json(
    cluster.broker({ method: 'GET', path: '/admin/v2/brokers/configuration/values' }, signal),
    values,
  );
}

/** Settings that may be set while brokers run. */
export function dynamicNames({ cluster, signal }: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<string[]> {
  return cluster.json(cluster.broker({ method: 'GET', path: '/admin/v2/brokers/configuration' }, signal), names);
}

/** What brokers run with, defaults included. */
export function runtimeValues({
  cluster,
  signal,
}: Pick<ControlWorld, 'cluster' | 'signal'>): Promise<Record<string, string>> {
  return cluster.json(
    cluster.broker({ method: 'GET', path: '/admin/v2/brokers/configuration/runtime' }, signal),
    values,
  );
}

/**
 * Why a value cannot be right, by the kind of the present one; empty when nothing speaks against it. Pulsar itself stores
 * any text with 200 and only logs that it cannot use it.
 */
export function valueProblem(present: string | undefined, wanted: string): string {
  if (wanted.trim() === '') return 'the value is empty';
  if (present === 'true' || present === 'false')
    return wanted === 'true' || wanted === 'false' ? '' : `it is ${present} now: true or false`;
  if (present !== undefined && /^-?\d+$/.test(present))
    return /^-?\d+$/.test(wanted) ? '' : `it is ${present} now: a whole number`;
  if (present !== undefined && /^-?\d+\.\d+$/.test(present))
    return /^-?\d+(\.\d+)?$/.test(wanted) ? '' : `it is ${present} now: a number`;
  return '';
}

export const settingName = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,99}$/, 'expected the name of a broker setting');
