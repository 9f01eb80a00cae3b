/**
 * The brokers of `bench/topics.ts`, in a process of their own: each answers `broker-stats/topics` with topics of the shape
 * recorded from Pulsar 4.0.8, written as it goes out.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Plan {
  brokers: number;
  topics: number;
  subscriptions: number;
}

const plan = JSON.parse(process.argv[3] ?? process.argv[2] ?? '{}') as Plan;
const PIECE_BYTES = 65_536;
const startMs = Date.now();

/** One topic; figures differ from topic to topic and, for a tenth of them, from reading to reading. */
function topicText(index: number, seconds: number): string {
  const rate = index % 10 === 0 ? ((index * 7919 + seconds) % 100_000) / 1000 : 0;
  const subscriptions: string[] = [];
  for (let i = 0; i < plan.subscriptions / plan.topics; i++) {
    const consumers = index % 50 === 49 ? 0 : 1;
    const backlog = consumers === 0 ? seconds * 5 + (index % 1000) : index % 3;
    const consumer = `{"address":"/10.0.${index % 256}.7:51234","consumerName":"c-${index}-${i}","availablePermits":997,"connectedSince":"2026-11-22T03:42:12.54765499Z","msgRateOut":${rate},"msgThroughputOut":${rate * 300},"msgRateRedeliver":0.0,"avgMessagesPerEntry":10,"messageAckRate":${rate},"unackedMessages":0,"blockedConsumerOnUnackedMsgs":false,"clientVersion":"Pulsar-Java-v4.0.8","metadata":{}}`;
    subscriptions.push(
      `"sub-${i}":{"consumers":[${consumers === 0 ? '' : consumer}],"msgBacklog":${backlog},"msgRateExpired":0.0,"msgRateOut":${rate},"messageAckRate":${rate},"msgThroughputOut":${rate * 300},"msgRateRedeliver":0.0,"numberOfEntriesSinceFirstNotAckedMessage":1,"totalNonContiguousDeletedMessagesRange":0,"type":"Shared","filterProcessedMsgCount":0,"filterAcceptedMsgCount":0,"filterRejectedMsgCount":0,"filterRescheduledMsgCount":0,"blockedSubscriptionOnUnackedMsgs":false,"unackedMessages":0}`,
    );
  }
  return `"persistent://acme/ns-${index % 40}/orders-of-customer-${index >> 2}-partition-${index & 3}":{"publishers":[{"msgRateIn":${rate},"msgThroughputIn":${rate * 300},"averageMsgSize":300.0,"address":"/10.0.0.1:42398","producerId":3,"producerName":"p-${index}","connectedSince":"2026-11-22T03:42:11.317793207Z","clientVersion":"Pulsar-Java-v4.0.8","metadata":{}}],"replication":{},"subscriptions":{${subscriptions.join(',')}},"producerCount":1,"averageMsgSize":300.0,"msgRateIn":${rate},"msgRateOut":${rate},"msgInCount":${index + seconds},"bytesInCount":${300 * index},"msgOutCount":${index},"bytesOutCount":${300 * index},"msgThroughputIn":${rate * 300},"msgThroughputOut":${rate * 300},"storageSize":${index * 1000},"backlogSize":${index % 1000},"pendingAddEntriesCount":0,"filteredEntriesCount":0}`;
}

const NAMESPACES = 40;
const BUNDLES = 32;
const boundaries = Array.from({ length: BUNDLES + 1 }, (_, i) => Math.min(0xffffffff, (i * 0x1_0000_0000) / BUNDLES));
const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
const POLICIES = {
  replication_clusters: ['bench'],
  bundles: { boundaries: boundaries.map(hex), numBundles: BUNDLES },
};

const namespaces = () => Array.from({ length: NAMESPACES }, (_, n) => `acme/ns-${n}`);

/** Every bundle of every namespace, dealt out to the brokers in turn. */
function owned(url: string): object {
  const broker = Math.max(
    0,
    addresses().findIndex((address) => decodeURIComponent(url).includes(`/${address}/`)),
  );
  const bundles: Record<string, object> = {};
  for (const namespace of namespaces())
    for (let i = broker; i < BUNDLES; i += plan.brokers)
      bundles[`${namespace}/${hex(boundaries[i])}_${hex(boundaries[i + 1])}`] = { is_active: true };
  return bundles;
}

function topicsOf(namespace: number): string[] {
  const names: string[] = [];
  for (let index = namespace; index < plan.topics; index += NAMESPACES)
    names.push(`persistent://acme/ns-${namespace}/orders-of-customer-${index >> 2}-partition-${index & 3}`);
  return names;
}

async function answer(response: ServerResponse, broker: number): Promise<void> {
  const seconds = Math.floor((Date.now() - startMs) / 1000);
  const perNamespace = new Map<number, number[]>();
  for (let index = broker; index < plan.topics; index += plan.brokers) {
    const list = perNamespace.get(index % 40);
    if (list) list.push(index);
    else perNamespace.set(index % 40, [index]);
  }
  let text = '{';
  let first = true;
  for (const [namespace, indices] of perNamespace) {
    text += `${first ? '' : ','}"acme/ns-${namespace}":{"0x00000000_0x40000000":{"persistent":{`;
    first = false;
    for (const [i, index] of indices.entries()) {
      text += (i > 0 ? ',' : '') + topicText(index, seconds);
      if (text.length < PIECE_BYTES) continue;
      if (!response.write(text)) await new Promise((resolve) => response.once('drain', resolve));
      text = '';
    }
    text += '}}}';
  }
  response.end(`${text}}`);
}

const servers = Array.from({ length: plan.brokers }, (_, broker) =>
  createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/admin/v2/broker-stats/topics') void answer(response, broker);
    else if (request.url?.endsWith('/ownedNamespaces')) response.end(JSON.stringify(owned(request.url)));
    else if (request.url === '/admin/v2/brokers/leaderBroker') response.end(`{"brokerId":"${addresses()[0]}"}`);
    else if (request.url?.startsWith('/admin/v2/brokers/')) response.end(JSON.stringify(addresses()));
    else if (request.url === '/admin/v2/tenants') response.end('["acme"]');
    else if (request.url === '/admin/v2/namespaces/acme') response.end(JSON.stringify(namespaces()));
    else if (request.url?.startsWith('/admin/v2/namespaces/acme/')) response.end(JSON.stringify(POLICIES));
    else if (/^\/admin\/v2\/persistent\/acme\/ns-\d+(\?|$)/.test(request.url ?? ''))
      response.end(JSON.stringify(topicsOf(Number(/ns-(\d+)/.exec(request.url ?? '')?.[1]))));
    else response.writeHead(404).end('{"reason":"the bench has no more"}');
  }),
);
const addresses = () => servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
for (const server of servers) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.send?.(addresses());
process.once('disconnect', () => process.exit());
