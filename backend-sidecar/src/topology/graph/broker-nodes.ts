import { bundleName, type BundleName } from './bundle-name.ts';
import { worsen, type GraphBuilder } from './graph-builder.ts';
import { placeOnHost } from './host-nodes.ts';
import { noteScrape } from './scrape-note.ts';

/** Brokers, and the bundles each owns. */
export function addBrokers(builder: GraphBuilder): void {
  const { facts, cluster } = builder;
  const root = builder.node('cluster', cluster);
  builder.note(root, 'brokers');
  builder.note(root, 'leader');
  const leader = facts.value('leader');
  for (const id of facts.value('brokers') ?? []) {
    const node = builder.node('broker', id, { leader: id === leader });
    node.metrics = { cluster, instance: id };
    builder.edge(root.id, node.id, 'member');
    const report = facts.value('report', id);
    if (report?.version) node.attributes.version = report.version;
    if (report?.serviceUrl) node.attributes.serviceUrl = report.serviceUrl;
    if (report?.startedMs) node.attributes.startedMs = report.startedMs;
    node.attributes.bundles = facts.value('owned', id)?.length ?? 0;
    builder.note(node, 'owned', id);
    builder.note(node, 'report', id);
    noteScrape(builder, node, 'broker', id);
    // Neither its metrics nor its admin API answer: whatever the list says, it serves nobody.
    if (node.unknown.length === 2 && node.scrapedAs === undefined)
      worsen(node, 'unknown', `nothing could be read from it: ${node.unknown[0].reason}`);
    placeOnHost(builder, node, id);
  }
  for (const [bundle, broker] of bundleOwners(builder)) {
    builder.edge(builder.id('broker', broker), builder.id('bundle', bundle), 'owns');
  }
}

/** Bundles and the namespaces that they divide: those that are owned, and by the boundaries those that are not. */
export function addBundles(builder: GraphBuilder): void {
  const owners = bundleOwners(builder);
  const brokersUnknown = (builder.facts.value('brokers') ?? []).filter(
    (id) => builder.facts.get('owned', id)?.failure !== undefined,
  );
  const add = (bundle: BundleName) => {
    const known = builder.find('bundle', bundle.name);
    if (known) return;
    const node = builder.node('bundle', bundle.name, { range: bundle.range });
    const owner = owners.get(bundle.name);
    if (owner !== undefined) node.attributes.owner = owner;
    else if (brokersUnknown.length > 0)
      worsen(node, 'unknown', `no owner known; ${brokersUnknown.join(', ')} could not be asked`);
    node.metrics = { cluster: builder.cluster, bundle: bundle.name };
    builder.edge(builder.id('namespace', bundle.namespace), node.id, 'divided_into');
  };
  for (const name of owners.keys()) add(bundleName(name));
  for (const [namespace, { value }] of builder.facts.entries('policies')) {
    const boundaries = value?.boundaries ?? [];
    for (let i = 0; i + 1 < boundaries.length; i++)
      add(bundleName(`${namespace}/${range(boundaries[i], boundaries[i + 1])}`));
  }
}

/**
 * Owner by bundle. While a bundle moves, two brokers may both claim it, as their answers are of different moments: the one
 * whose list changed last is right, and an answer of now is better than one kept from before a failure.
 */
export function bundleOwners({ facts }: Pick<GraphBuilder, 'facts'>): Map<string, string> {
  const claims = [...facts.entries('owned')].sort(
    ([, a], [, b]) => Number(b.failure !== undefined) - Number(a.failure !== undefined) || a.changedMs - b.changedMs,
  );
  const owners = new Map<string, string>();
  for (const [broker, { value }] of claims) for (const bundle of value ?? []) owners.set(bundle, broker);
  return owners;
}

const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;

function range(low: number, high: number): string {
  return `${hex(low)}_${hex(high)}`;
}
