import { worsen, type GraphBuilder } from './graph-builder.ts';
import { placeOnHost } from './host-nodes.ts';
import { noteScrape } from './scrape-note.ts';
import type { TopicIndex } from './topic-index.ts';

/** Function workers, functions and their instances. */
export function addFunctions(builder: GraphBuilder, topics: TopicIndex): void {
  const { facts, cluster } = builder;
  const root = builder.node('cluster', cluster);
  for (const family of ['workers', 'workerLeader', 'assignments'] as const) builder.note(root, family);
  const leader = facts.value('workerLeader');
  for (const { workerId, workerHostname, port } of facts.value('workers') ?? []) {
    const address = `${workerHostname}:${port}`;
    const node = builder.node('function_worker', workerId, { leader: workerId === leader, httpAddress: address });
    builder.edge(root.id, node.id, 'member');
    node.metrics = { cluster, instance: address };
    const broker = builder.find('broker', address);
    if (broker) builder.edge(node.id, broker.id, 'embedded_in');
    else {
      noteScrape(builder, node, 'function_worker', address);
      placeOnHost(builder, node, address);
    }
  }
  addInstances(builder);
  for (const [namespace] of facts.entries('components')) builder.note(root, 'components', namespace);
  for (const [name, { value }] of facts.entries('function')) {
    const node = builder.node('function', name);
    builder.note(node, 'function', name);
    if (!value) continue;
    Object.assign(node.attributes, { component: value.component, parallelism: value.parallelism });
    for (const input of value.inputs) builder.edge(node.id, topics.idOf(input), 'reads');
    if (value.output !== '') builder.edge(node.id, topics.idOf(value.output), 'writes');
    const running = Number(node.attributes.instances ?? 0);
    if (running < value.parallelism)
      worsen(node, running === 0 ? 'down' : 'degraded', `${running} of ${value.parallelism} instances are assigned`);
  }
}

function addInstances(builder: GraphBuilder): void {
  const { facts, cluster } = builder;
  for (const [worker, instances] of Object.entries(facts.value('assignments') ?? {})) {
    for (const instance of instances) {
      const cut = instance.lastIndexOf(':');
      const fqfn = instance.slice(0, cut);
      const fn = builder.node('function', fqfn);
      fn.metrics = { cluster, fqfn };
      fn.attributes.instances = Number(fn.attributes.instances ?? 0) + 1;
      const node = builder.node('function_instance', instance, { worker });
      node.metrics = { cluster, fqfn, instance_id: instance.slice(cut + 1) };
      builder.edge(fn.id, node.id, 'instance');
      if (builder.find('function_worker', worker)) builder.edge(builder.id('function_worker', worker), node.id, 'runs');
      else worsen(node, 'down', `assigned to ${worker}, which is not in the list of workers`);
    }
  }
}
