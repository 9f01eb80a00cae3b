/** A function of Pulsar's own examples, with two instances in the worker of broker-1. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Distribution } from './distribution.ts';

export const FUNCTION = 'acme/telemetry/exclaim';
export const FUNCTION_INPUT = 'acme/telemetry/fn-in';
export const FUNCTION_OUTPUT = 'acme/telemetry/fn-out';

/** Creates it, unless it is there. @throws Error with the worker's own words */
export async function createFunction(adminUrl: string, { home }: Distribution): Promise<void> {
  const form = new FormData();
  form.set('data', new Blob([readFileSync(path.join(home, 'examples/api-examples.jar'))]), 'api-examples.jar');
  const config = {
    tenant: 'acme',
    namespace: 'telemetry',
    name: 'exclaim',
    className: 'org.apache.pulsar.functions.api.examples.ExclamationFunction',
    inputs: [`persistent://${FUNCTION_INPUT}`],
    output: `persistent://${FUNCTION_OUTPUT}`,
    runtime: 'JAVA',
    parallelism: 2,
    processingGuarantees: 'ATLEAST_ONCE',
  };
  form.set('functionConfig', new Blob([JSON.stringify(config)], { type: 'application/json' }));
  const response = await fetch(`${adminUrl}/admin/v3/functions/${FUNCTION}`, { method: 'POST', body: form });
  const text = await response.text();
  if (!response.ok && !text.includes('already exists'))
    throw new Error(`function ${FUNCTION}: ${response.status} ${text.slice(0, 300)}`);
}

/** Messages that each instance has received since it began: less than before means that it was started again. */
export async function receivedByInstance(adminUrl: string): Promise<ReadonlyMap<number, number>> {
  const response = await fetch(`${adminUrl}/admin/v3/functions/${FUNCTION}/stats`);
  if (!response.ok) throw new Error(`statistics of ${FUNCTION}: HTTP ${response.status}`);
  const { instances } = (await response.json()) as {
    instances: { instanceId: number; metrics: { receivedTotal: number } }[];
  };
  return new Map(instances.map(({ instanceId, metrics }) => [instanceId, metrics.receivedTotal]));
}
