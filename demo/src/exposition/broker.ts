import type { Broker, World } from '../model/world.ts';
import { namespaceName, topicName } from '../model/world.ts';
import { Body, type Getter } from './body.ts';
import { brokerBindings, subscriptionFamilies, topicFamilies } from './broker-bindings.ts';
import { addRow, comment, type Bindings } from './compile.ts';
import { addInstances } from './instances.ts';
import { managedLedgerBindings } from './managed-ledger.ts';
import { parseTemplate, type SampleRow, type TemplateRow } from './template.ts';
import { brokerTemplate } from './templates/broker.gen.ts';
import { namespaceLevelTemplate } from './templates/namespaceLevel.gen.ts';

const rows = parseTemplate(brokerTemplate);
const namespaceRows = parseTemplate(namespaceLevelTemplate);

const asBindings = (families: Record<string, Getter>): Bindings =>
  Object.fromEntries(Object.entries(families).map(([name, getter]) => [name, () => getter]));

export interface BrokerExposure {
  /** exposeTopicLevelMetricsInPrometheus: on as shipped; off where there are very many topics. */
  topicLevel: boolean;
}

/** Compiles a broker's body for the topics it owns now. */
export function compileBroker(world: World, broker: Broker, exposure: BrokerExposure): Body {
  const body = new Body();
  const values = { cluster: world.cluster, brokerId: broker.id, host: '127.0.0.1' };
  const uptime = () => (world.nowMs - broker.startedMs) / 1000;
  const worker = world.workers.find((w) => w.embedded === broker.index);
  const place = {
    values,
    bindings: workerBindings(world, worker?.index ?? -1, brokerBindings(world, broker)),
    entity: 0,
  };
  const byNamespace = groupByNamespace(world, broker);
  const families = { topic: topicFamilies(world), subscription: subscriptionFamilies(world) };
  const topicBindings = asBindings(families.topic);
  const subBindings = asBindings(families.subscription);
  const once = (row: SampleRow): void => addRow(body, row, place, broker.startedMs, uptime);
  const perTopic = (row: SampleRow): void => {
    for (const [namespace, list] of byNamespace) {
      for (const topic of list) {
        const own = { ...values, namespace, topic: topicName(world, topic) };
        addRow(body, row, { values: own, bindings: topicBindings, entity: topic }, broker.startedMs, uptime);
      }
    }
  };
  const perSubscription = (row: SampleRow): void => {
    for (const [namespace, list] of byNamespace) {
      for (const topic of list) {
        for (let sub = world.topics.subFrom[topic]; sub < world.topics.subTo[topic]; sub++) {
          const own = { ...values, namespace, topic: topicName(world, topic), subscription: world.subs.names[sub] };
          addRow(body, row, { values: own, bindings: subBindings, entity: sub }, broker.startedMs, uptime);
        }
      }
    }
  };
  const perNamespace = (row: SampleRow): void => {
    for (const [namespace, list] of byNamespace) {
      const bindings =
        row.name === 'pulsar_topics_count'
          ? { pulsar_topics_count: () => () => list.length }
          : namespaceBindings(world, list, families);
      addRow(body, row, { values: { ...values, namespace }, bindings, entity: 0 }, broker.startedMs, uptime);
    }
  };
  let namespaceLevelDone = false;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row.kind === 'instances') {
      if (worker) addInstances(body, world, worker.index);
    } else if (!worker && row.name.startsWith('pulsar_function_worker_')) continue;
    else if (row.scope === 'm') i = managedLedgerBlock(world, body, rows, i, byNamespace, values, broker, uptime);
    else if (!exposure.topicLevel && isTopicFamily(rows, i)) {
      if (!namespaceLevelDone) {
        for (const other of namespaceRows) {
          if (other.kind === 'sample') perNamespace(other);
          else if (other.kind !== 'instances') body.text(comment(other, values));
        }
        namespaceLevelDone = true;
      }
    } else if (row.kind !== 'sample') body.text(comment(row, values));
    else if (row.scope === 't') perTopic(row);
    else if (row.scope === 's') perSubscription(row);
    else if (row.scope === 'n') perNamespace(row);
    else once(row);
  }
  return body;
}

/** A TYPE line belongs to the topic families when the samples after it do. */
function isTopicFamily(list: TemplateRow[], index: number): boolean {
  for (let i = index; i < list.length; i++) {
    const row = list[i];
    if (row.kind === 'sample') return row.scope === 't' || row.scope === 's' || row.scope === 'n';
    if (i > index && row.kind === 'type') return false;
  }
  return false;
}

function groupByNamespace(world: World, broker: Broker): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const topic of broker.topics) {
    const name = namespaceName(world.namespaces[world.topics.namespace[topic]]);
    const list = groups.get(name);
    if (list) list.push(topic);
    else groups.set(name, [topic]);
  }
  for (const list of groups.values()) list.sort((a, b) => a - b);
  return groups;
}

/** `pulsar_ml_*`: the TYPE lines stand before the first namespace's samples only; the others follow as one bare block each. */
function managedLedgerBlock(
  world: World,
  body: Body,
  list: TemplateRow[],
  from: number,
  byNamespace: Map<string, number[]>,
  values: Record<string, string>,
  broker: Broker,
  uptime: () => number,
): number {
  let end = from;
  while (end < list.length && list[end].kind !== 'instances' && (list[end] as SampleRow).scope === 'm') end++;
  let first = true;
  for (const [namespace, topics] of byNamespace) {
    const mlName = namespace.startsWith('pulsar/') ? namespace : `${namespace}/persistent`;
    const place = {
      values: { ...values, namespace: mlName },
      bindings: managedLedgerBindings(world, topics),
      entity: 0,
    };
    for (let i = from; i < end; i++) {
      const row = list[i];
      if (row.kind === 'sample') addRow(body, row, place, broker.startedMs, uptime);
      else if (first && row.kind !== 'instances') body.text(comment(row, values));
    }
    first = false;
  }
  return end - 1;
}

/** Namespace level: topic values summed, subscription values too. */
function namespaceBindings(
  world: World,
  list: readonly number[],
  families: { topic: Record<string, Getter>; subscription: Record<string, Getter> },
): Bindings {
  const { topics } = world;
  const bindings: Record<string, Bindings[string]> = {};
  for (const [name, getter] of Object.entries(families.topic)) {
    bindings[name] = () => () => {
      let total = 0;
      for (const topic of list) total += getter(topic);
      return total;
    };
  }
  for (const [name, getter] of Object.entries(families.subscription)) {
    bindings[name] = () => () => {
      let total = 0;
      for (const topic of list)
        for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) total += getter(sub);
      return total;
    };
  }
  bindings.pulsar_topics_count = () => () => list.length;
  return bindings;
}

/** What the functions worker tells about itself: counts, and the leader's view of the whole. */
export function workerBindings(world: World, worker: number, others: Bindings = {}): Bindings {
  return {
    ...others,
    pulsar_function_worker_instance_count: () => () => {
      let n = 0;
      for (const fn of world.functions) for (const i of fn.instances) if (i.worker === worker && i.running) n++;
      return n;
    },
    pulsar_function_worker_total_function_count: () => () => world.functions.length,
    pulsar_function_worker_total_expected_instance_count: () => () => {
      let n = 0;
      for (const fn of world.functions) n += fn.instances.length;
      return n;
    },
    pulsar_function_worker_is_leader: () => () => (worker === 0 ? 1 : 0),
  };
}
