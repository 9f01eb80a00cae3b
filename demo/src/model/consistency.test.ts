import { createDemoCluster } from '../cluster.ts';
import { handleNode } from '../http/node-handler.ts';
import { only, parseExposition, total } from '../testing/exposition.ts';
import { namespaceName, topicName, type Broker } from './world.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

const START = Date.parse('2026-11-22T13:00:00Z');
const cluster = createDemoCluster({ seed: 4, startMs: START, speed: 'max' });
cluster.advanceSync(START + 240_000);
const { world } = cluster;

/** Asks a node's handler directly; what a client would read as JSON. */
async function get(
  name: string,
  path: string,
): Promise<{ status: number; json: unknown; headers: Record<string, string> }> {
  const process = cluster.find(name);
  if (!process) throw new Error(name);
  let status = 0;
  let headers: Record<string, string> = {};
  let body = '';
  const response = {
    destroyed: false,
    writeHead(code: number, sent: Record<string, string> = {}) {
      status = code;
      headers = sent;
    },
    write(part: string) {
      body += part;
      return true;
    },
    end(part: Buffer | string = '') {
      body += part.toString();
    },
  } as unknown as ServerResponse;
  await handleNode(
    world,
    cluster.pages,
    process,
    { url: path, method: 'GET', headers: { host: process.address } } as IncomingMessage,
    response,
  );
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = body;
  }
  return { status, json, headers };
}

const bodies = world.brokers.map((b) => parseExposition(cluster.scrape(b.name) ?? ''));
const sumOver = (name: string, labels: Record<string, string> = {}): number =>
  bodies.reduce((sum, b) => sum + total(b, name, labels), 0);

type Stats = Record<
  string,
  Record<
    string,
    { persistent: Record<string, { msgInCount: number; subscriptions: Record<string, { msgBacklog: number }> }> }
  >
>;

describe('metrics, REST and the model tell one story', () => {
  it('serves each topic on exactly one broker, the one that look-up names', async () => {
    const places = new Map<string, number[]>();
    bodies.forEach((body, broker) => {
      for (const sample of body.samples) {
        if (sample.name === 'pulsar_rate_in')
          places.set(sample.labels.topic, [...(places.get(sample.labels.topic) ?? []), broker]);
      }
    });
    expect(places.size).toBe(world.topics.count);
    for (const [topic, brokers] of places) {
      expect(brokers).toHaveLength(1);
      if (topic.includes('/127.0.0.1:')) continue;
      const { json } = await get('broker-1', `/lookup/v2/topic/${topic.replace('://', '/')}`);
      expect((json as { httpUrl: string }).httpUrl).toBe(`http://${world.brokers[brokers[0]].id}`);
    }
  });

  it('sums backlog and messages alike in metrics and broker-stats/topics', async () => {
    let backlog = 0;
    let messages = 0;
    let topics = 0;
    for (const broker of world.brokers) {
      const { json } = await get(broker.name, '/admin/v2/broker-stats/topics');
      for (const bundles of Object.values(json as Stats)) {
        for (const bundle of Object.values(bundles)) {
          for (const topic of Object.values(bundle.persistent)) {
            topics++;
            messages += topic.msgInCount;
            for (const sub of Object.values(topic.subscriptions)) backlog += sub.msgBacklog;
          }
        }
      }
    }
    expect(topics).toBe(world.topics.count);
    expect(backlog).toBe(sumOver('pulsar_subscription_back_log'));
    expect(backlog).toBe(sumOver('pulsar_msg_backlog'));
    expect(backlog).toBe(sumOver('pulsar_broker_msg_backlog'));
    expect(backlog).toBe(sumOver('pulsar_ml_NumberOfMessagesInBacklog'));
    expect(messages).toBe(sumOver('pulsar_in_messages_total'));
  });

  it('adds the buckets of each topic up to its count, and to the rates of the managed ledgers', () => {
    const parts = ['le_0_5', 'le_1', 'le_5', 'le_10', 'le_20', 'le_50', 'le_100', 'le_200', 'le_1000', 'overflow'];
    for (const family of ['pulsar_storage_write_latency', 'pulsar_storage_ledger_write_latency']) {
      for (let t = 0; t < world.topics.count; t++) {
        const labels = { topic: topicName(world, t) };
        const sum = parts.reduce((n, part) => n + sumOver(`${family}_${part}`, labels), 0);
        expect(sum).toBe(sumOver(`${family}_count`, labels));
      }
    }
    const sizes = ['128', '512', '1_kb', '2_kb', '4_kb', '16_kb', '100_kb', '1_mb', 'overflow'];
    expect(sizes.reduce((n, part) => n + sumOver(`pulsar_entry_size_le_${part}`), 0)).toBe(
      sumOver('pulsar_entry_size_count'),
    );
    expect(sumOver('pulsar_ml_AddEntrySucceed')).toBe(sumOver('pulsar_storage_write_latency_count'));
    const perSecond =
      sumOver('pulsar_ml_AddEntryLatencyBuckets') + sumOver('pulsar_ml_AddEntryLatencyBuckets_OVERFLOW');
    expect(perSecond * 60).toBeCloseTo(sumOver('pulsar_storage_write_latency_count'), 3);
  });

  it('orders quantiles and keeps the maximum above them', () => {
    for (const body of bodies) {
      const q = (quantile: string) => only(body, 'pulsar_broker_publish_latency', { quantile });
      const list = ['0.0', '0.5', '0.95', '0.99', '0.999', '0.9999', '1.0'].map(q);
      expect([...list].sort((a, b) => a - b)).toEqual(list);
    }
    for (const bookie of world.bookies) {
      const body = parseExposition(cluster.scrape(bookie.name) ?? '');
      const list = ['0.5', '0.75', '0.95', '0.99', '0.999', '0.9999', '1.0'].map((quantile) =>
        only(body, 'bookie_journal_JOURNAL_SYNC', { success: 'true', quantile }),
      );
      expect([...list].sort((a, b) => a - b)).toEqual(list);
    }
  });

  it('leads from a topic over internalStats and the bookie API to its bookies', async () => {
    const topic = 'persistent/acme/payments/refunds';
    const { json: lookup } = await get('broker-1', `/lookup/v2/topic/${topic}`);
    const owner = world.brokers.find((b) => `http://${b.id}` === (lookup as { httpUrl: string }).httpUrl) as Broker;
    const { json: stats } = await get(owner.name, `/admin/v2/${topic}/internalStats`);
    const { ledgers } = stats as { ledgers: { ledgerId: number }[] };
    const id = ledgers[ledgers.length - 1].ledgerId;
    const { json } = await get('bookie-1', `/api/v1/ledger/metadata?ledger_id=${id}`);
    const metadata = (
      json as Record<
        string,
        { allEnsembles: Record<string, { id: string }[]>; customMetadata: Record<string, string>; state: string }
      >
    )[String(id)];
    expect(Buffer.from(metadata.customMetadata['pulsar/managed-ledger'], 'base64').toString()).toBe(
      'acme/payments/persistent/refunds',
    );
    expect(metadata.state).toBe('OPEN');
    const known = world.bookies.map((b) => b.id);
    expect(metadata.allEnsembles['0'].every((b) => known.includes(b.id))).toBe(true);
    const { json: list } = await get('bookie-2', '/api/v1/ledger/list');
    expect(Object.keys(list as object)).toContain(String(id));
  });

  it('redirects from any broker to the owner, with an absolute location', async () => {
    const topic = world.topicByName.get('persistent://acme/payments/refunds') as number;
    const owner = world.brokers[world.bundles[world.topics.bundle[topic]].owner];
    const other = world.brokers.find((b) => b !== owner) as Broker;
    const { status, headers } = await get(other.name, '/admin/v2/persistent/acme/payments/refunds/stats');
    expect(status).toBe(307);
    expect(headers.Location).toBe(
      `http://${owner.id}/admin/v2/persistent/acme/payments/refunds/stats?authoritative=false`,
    );
    const owned = await get(other.name, `/admin/v2/brokers/demo-1/${owner.id}/ownedNamespaces`);
    expect(owned.status).toBe(307);
  });

  it('places topics in bundles by their boundaries', async () => {
    for (const namespace of world.namespaces.filter((n) => n.systemBroker < 0)) {
      const { json } = await get('broker-1', `/admin/v2/namespaces/${namespaceName(namespace)}/bundles`);
      const { boundaries, numBundles } = json as { boundaries: string[]; numBundles: number };
      expect(boundaries).toHaveLength(numBundles + 1);
      const { json: list } = await get('broker-1', `/admin/v2/namespaces/${namespaceName(namespace)}/topics`);
      for (const name of list as string[]) {
        const { json: bundle } = await get('broker-1', `/lookup/v2/topic/${name.replace('://', '/')}/bundle`);
        const [low, high] = (bundle as string).split('_');
        expect(boundaries.indexOf(high)).toBe(boundaries.indexOf(low) + 1);
      }
    }
  });

  it('keeps counters rising while a topic stays with its owner', () => {
    const other = createDemoCluster({ seed: 21, startMs: START, speed: 'max' });
    let before: number[] = [];
    for (let i = 0; i < 20; i++) {
      other.advanceSync(other.nowMs + 5000);
      const now = [...other.world.topics.inMessages, ...other.world.topics.inBytes, ...other.world.subs.outMessages];
      expect(now.every((value, k) => value >= (before[k] ?? 0))).toBe(true);
      before = now;
    }
  });
});
