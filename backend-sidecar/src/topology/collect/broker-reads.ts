import type { BrokerReport } from '../facts/fact.ts';
import type { FactSet } from '../facts/fact-set.ts';
import { ownedAnswer, reportAnswer } from './answers.ts';
import { ADMIN, read, type Read } from './read.ts';

/** The brokers, their leader, and of each broker which bundles it owns. */
export function* brokerReads(facts: FactSet, cluster: string): Generator<Read> {
  yield read({
    family: 'brokers',
    host: ADMIN,
    every: 1,
    ask: async (client, signal) => (await client.admin.brokers(cluster, signal)).sort(),
  });
  yield read({
    family: 'leader',
    host: ADMIN,
    every: 1,
    ask: async (client, signal) => {
      const { brokerId, serviceUrl } = await client.admin.leaderBroker(signal);
      return brokerId ?? new URL(serviceUrl).host;
    },
  });
  for (const broker of facts.value('brokers') ?? []) {
    yield read({
      family: 'owned',
      subject: broker,
      host: broker,
      every: 1,
      ask: async (client, signal) => {
        const path = `/admin/v2/brokers/${encodeURIComponent(cluster)}/${encodeURIComponent(broker)}/ownedNamespaces`;
        const owned = await client.broker(broker, path, ownedAnswer, signal);
        return Object.keys(owned)
          .filter((bundle) => owned[bundle].is_active !== false)
          .sort();
      },
    });
    yield read({
      family: 'report',
      subject: broker,
      host: broker,
      every: 4,
      ask: async (client, signal): Promise<BrokerReport> => {
        const report = await client.broker(broker, '/admin/v2/broker-stats/load-report', reportAnswer, signal);
        return {
          version: report.brokerVersionString ?? '',
          serviceUrl: report.pulsarServiceUrl ?? report.pulsarServiceUrlTls ?? '',
          startedMs: report.startTimestamp ?? 0,
        };
      },
    });
  }
}
