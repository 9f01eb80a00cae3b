import type { ClusterTopicState } from '../store/cluster-topic-state.ts';

export interface TopicFilter {
  namespace?: string;
  broker?: string;
  bundle?: string;
  /** Name of a group of the configuration. */
  group?: string;
  /** Part of the topic's name, in any case. */
  search?: string;
  /** A test of the topic's full name. */
  matches?: (topic: string) => boolean;
}

/** A test of topic rows. Ids are compared, so that 100,000 rows cost a few ms; only `search` and `matches` look at names. */
export function topicTest(state: ClusterTopicState, filter: TopicFilter): (row: number) => boolean {
  const { store } = state;
  const t = store.topics.columns;
  const tests: ((row: number) => boolean)[] = [];
  const { namespace, broker, bundle, group, search, matches } = filter;
  if (namespace !== undefined) {
    const id = store.namespaces.find(namespace);
    tests.push((row) => t.namespace[row] === id);
  }
  if (broker !== undefined) {
    const id = store.brokers.find(broker);
    tests.push((row) => t.broker[row] === id);
  }
  if (bundle !== undefined) {
    const id = store.bundles.find(bundle);
    tests.push((row) => t.bundle[row] === id);
  }
  if (group !== undefined) {
    const index = state.groupNames.indexOf(group) + 1;
    tests.push((row) => index > 0 && state.groupOf(row) === index);
  }
  if (search !== undefined && search !== '') {
    const wanted = search.toLowerCase();
    tests.push((row) => store.names.text(row).toLowerCase().includes(wanted));
  }
  if (matches) tests.push((row) => matches(store.names.text(row)));
  return (row) => tests.every((test) => test(row));
}
