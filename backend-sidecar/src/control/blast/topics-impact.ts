import type { BlastItem } from '@observatory/protocol/control';
import type { Graph } from '../../topology/index.ts';

/** Topics looked at one by one; beyond it the sums are estimates from those. */
const MAX_TOPICS = 20_000;
const EXAMPLES = 5;

export interface TopicsImpact {
  topics: number;
  producers: number;
  consumers: number;
  /** Messages a second. */
  rateIn: number;
  certainty: BlastItem['certainty'];
  /** Topics with most clients. */
  busiest: string[];
}

/** What hangs on topics, from the brokers' statistics; a topic that no broker has told of counts as one without clients. */
export function topicsImpact(graph: Graph, topics: Iterable<string>): TopicsImpact {
  const seen: { name: string; clients: number }[] = [];
  const sum = { producers: 0, consumers: 0, rateIn: 0 };
  let count = 0;
  let told = 0;
  for (const name of topics) {
    count++;
    if (count > MAX_TOPICS) continue;
    const attributes = graph.node(graph.topicId(name))?.attributes ?? {};
    if (attributes.producers === undefined) continue;
    told++;
    const [producers, consumers, rateIn] = [attributes.producers, attributes.consumers, attributes.rateIn].map(Number);
    sum.producers += producers;
    sum.consumers += consumers;
    sum.rateIn += rateIn;
    seen.push({ name, clients: producers + consumers });
  }
  const scale = count > MAX_TOPICS ? count / MAX_TOPICS : 1;
  seen.sort((a, b) => b.clients - a.clients);
  return {
    topics: count,
    producers: Math.round(sum.producers * scale),
    consumers: Math.round(sum.consumers * scale),
    rateIn: sum.rateIn * scale,
    // Brokers renew their statistics once a minute: whoever came since is not in them.
    certainty: count > 0 && told === 0 ? 'unknown' : 'estimate',
    busiest: seen.slice(0, EXAMPLES).map(({ name }) => name),
  };
}

/** The same in the words of a plan. */
export function topicsBlast(impact: TopicsImpact): BlastItem[] {
  const { topics, producers, consumers, rateIn, certainty, busiest } = impact;
  const clients = producers + consumers;
  const known = certainty !== 'unknown';
  return [
    {
      kind: 'topics_without_owner',
      count: topics,
      sentence: `${topics} ${topics === 1 ? 'topic has' : 'topics have'} no owner for a moment (0.4 to 2 s when all is well); Pulsar's own (__change_events) come on top`,
      // Without a look of its own: of the namespace's list as it was last read.
      certainty: certainty === 'measured' ? 'measured' : 'estimate',
      examples: busiest,
    },
    {
      kind: 'clients_reconnect',
      count: known ? clients : null,
      sentence: known
        ? `${producers} producers and ${consumers} consumers reconnect${certainty === 'measured' ? '' : ', by statistics up to a minute old'}; ${rateIn.toFixed(0)} messages/s wait meanwhile`
        : 'how many clients reconnect is not known: no broker has told of these topics',
      certainty,
      examples: [],
    },
  ];
}
