import type { FunctionComponent, FunctionInstance, World } from '../model/world.ts';
import type { Body } from './body.ts';
import { addRow, comment, type Bindings } from './compile.ts';
import { parseTemplate } from './template.ts';
import { instancesTemplate } from './templates/instances.gen.ts';

const rows = parseTemplate(instancesTemplate);

function bindings(fn: FunctionComponent, instance: FunctionInstance): Bindings {
  const list: Record<string, Bindings[string]> = {};
  const counter = (name: string, total: () => number, window: () => number): void => {
    list[`${name}_total`] = () => total;
    list[`${name}_1min_total`] = () => window;
    list[`${name}_created`] = () => () => instance.startedMs / 1000;
    list[`${name}_1min_created`] = () => () => instance.windowStartedMs / 1000;
  };
  const at = `pulsar_${fn.component}`;
  counter(
    `${at}_received`,
    () => instance.received,
    () => instance.windowReceived,
  );
  counter(
    `${at}_processed_successfully`,
    () => instance.processed,
    () => instance.windowProcessed,
  );
  counter(
    `${at}_written`,
    () => instance.processed,
    () => instance.windowProcessed,
  );
  counter(
    `${at}_user_exceptions`,
    () => instance.exceptions,
    () => instance.windowExceptions,
  );
  for (const kind of ['system', 'source', 'sink'])
    counter(
      `${at}_${kind}_exceptions`,
      () => 0,
      () => 0,
    );
  const latency = (suffix: string, count: () => number): void => {
    const name = `${at}_process_latency_ms${suffix}`;
    list[name] =
      ({ recorded }) =>
      () =>
        count() > 0 ? Math.round(recorded * (instance.latencyMs / 0.045) * 1e6) / 1e6 : NaN;
    list[`${name}_count`] = () => count;
    list[`${name}_sum`] = () => () => (instance.latencySumMs * count()) / Math.max(1, instance.received);
    list[`${name}_created`] = () => () => (suffix ? instance.windowStartedMs : instance.startedMs) / 1000;
  };
  latency('', () => instance.received);
  latency('_1min', () => instance.windowReceived);
  list[`${at}_last_invocation`] = () => () => instance.lastInvocationMs;
  list[`${at}_user_metric__count`] = () => () => instance.received;
  list[`${at}_user_metric__sum`] = () => () => instance.received * 64;
  return list;
}

/**
 * The blocks of the function instances that a worker runs, one whole block an instance: TYPE lines repeat with each, and
 * families are not contiguous, as on a real worker.
 */
export function addInstances(body: Body, world: World, worker: number): void {
  for (const fn of world.functions) {
    const tns = `${fn.tenant}/${fn.namespace}`;
    for (const instance of fn.instances) {
      if (instance.worker !== worker || !instance.running) continue;
      const values = {
        cluster: world.cluster,
        tenant: fn.tenant,
        tns,
        name: fn.name,
        instance: String(instance.id),
        fqfn: `${tns}/${fn.name}`,
      };
      const place = { values, bindings: bindings(fn, instance), entity: 0 };
      const prefix = `pulsar_${fn.component}_`;
      for (const row of rows) {
        if (row.kind === 'instances' || !row.name.startsWith(prefix)) continue;
        if (row.kind !== 'sample') body.text(comment(row, values));
        else if (/_user_exception$/.test(row.name) && fn.failing === 0) continue;
        else if (/_user_metric_/.test(row.name) && fn.name !== 'metered' && fn.name !== 'counter') continue;
        else addRow(body, row, place, instance.startedMs, () => (world.nowMs - instance.startedMs) / 1000);
      }
    }
  }
}

/** Changes when the set of instances of a worker changes, so that its body is compiled anew. */
export function instancesKey(world: World, worker: number): string {
  let key = '';
  for (const fn of world.functions) {
    for (const instance of fn.instances) {
      if (instance.worker === worker && instance.running) key += `${fn.name}:${instance.id}:${instance.startedMs},`;
    }
  }
  return key;
}
