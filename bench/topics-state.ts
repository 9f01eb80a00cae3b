import { BrokerStatsParser } from '@observatory/backend-sidecar/topics/broker-stats-parser';
import type { ClusterTopics } from '@observatory/backend-sidecar/topics/index';
import { ClusterTopicState } from '@observatory/backend-sidecar/topics/store/cluster-topic-state';
import { DEFAULT_RULES } from '@observatory/backend-sidecar/topics/verdict/verdict';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';

const NAMESPACES = 40;

/** One cluster with so many topics, three subscriptions each, as if its broker had just been read. */
export function clusterOfTopics(topics: number, nowMs: number): ClusterTopics {
  const broker = { broker: 'b:1', intervalMs: 60_000, listed: true, lastError: '', lastGoodMs: nowMs };
  const state = new ClusterTopicState({
    cluster: 'bench',
    rules: DEFAULT_RULES,
    groups: [],
    brokerState: () => broker as ReturnType<ClusterTopics['brokers']>[number],
    clock: new VirtualClock(nowMs),
    onVerdict: () => {},
  });
  const { store } = state;
  const parser = new BrokerStatsParser(store, { broker: store.brokers.internText('b:1'), pass: 1, nowMs });
  const push = (text: string) => parser.push(Buffer.from(text));
  for (let n = 0; n < NAMESPACES; n++) {
    push(`${n === 0 ? '{' : ','}"acme/ns-${n}":{"0x0_0x8":{"persistent":{`);
    for (let i = 0; i < topics / NAMESPACES; i++)
      push(
        `${i === 0 ? '' : ','}"persistent://acme/ns-${n}/orders-of-customer-${i}":${JSON.stringify(topicAnswer(i))}`,
      );
    push('}}}');
  }
  push('}');
  parser.end();
  return { name: 'bench', state, brokers: () => [broker] } as unknown as ClusterTopics;
}

function topicAnswer(i: number): object {
  const subscription = (msgBacklog: number) => ({ consumers: [], msgBacklog, msgRateOut: i % 7, type: 'Shared' });
  return {
    msgRateIn: (i * 7919) % 1000,
    subscriptions: { a: subscription(i), b: subscription(3 * i), c: subscription(0) },
  };
}
