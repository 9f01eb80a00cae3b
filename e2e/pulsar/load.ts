/** Topics, functions and traffic for the real cluster, over REST and Pulsar's WebSocket API. */
import WebSocket from 'ws';

export interface LoadCounts {
  sent: number;
  acknowledged: number;
  /** Of each topic, by `tenant/namespace/name`. */
  acknowledgedByTopic: Record<string, number>;
  received: number;
  errors: number;
}

interface Producer {
  topic: string;
  perSecond: number;
  sizeBytes: number;
}

interface Consumer {
  topic: string;
  subscription: string;
  type: 'Exclusive' | 'Shared' | 'Failover' | 'Key_Shared';
  /** Messages a second it takes at most; undefined means as fast as they come. */
  limitPerSecond?: number;
}

const PRODUCERS: readonly Producer[] = [
  { topic: 'acme/payments/orders', perSecond: 80, sizeBytes: 512 },
  { topic: 'acme/payments/refunds', perSecond: 20, sizeBytes: 512 },
  { topic: 'acme/telemetry/clicks', perSecond: 120, sizeBytes: 1024 },
  { topic: 'acme/telemetry/logs', perSecond: 40, sizeBytes: 1024 },
];

const CONSUMERS: readonly Consumer[] = [
  { topic: 'acme/payments/orders', subscription: 'billing', type: 'Shared' },
  { topic: 'acme/payments/refunds', subscription: 'ledger', type: 'Exclusive' },
  { topic: 'acme/telemetry/clicks', subscription: 'dashboards', type: 'Failover' },
  // Slower than its producer: a backlog that grows.
  { topic: 'acme/telemetry/logs', subscription: 'indexer', type: 'Shared', limitPerSecond: 20 },
];

/** Tenant, namespaces, topics and subscriptions; what exists already is left alone. */
export async function createTopics(adminUrl: string, cluster: string): Promise<void> {
  await admin(adminUrl, 'PUT', '/tenants/acme', { adminRoles: [], allowedClusters: [cluster] });
  for (const namespace of ['acme/payments', 'acme/telemetry']) {
    await admin(adminUrl, 'PUT', `/namespaces/${namespace}`, {
      bundles: { numBundles: 4 },
      replication_clusters: [cluster],
    });
  }
  await admin(adminUrl, 'PUT', '/persistent/acme/payments/orders/partitions', 4);
  await admin(adminUrl, 'PUT', '/persistent/acme/payments/refunds', undefined);
  // Nobody reads it: an orphan whose backlog keeps the ledgers.
  await admin(adminUrl, 'PUT', '/persistent/acme/payments/refunds/subscription/audit', undefined);
  await admin(adminUrl, 'PUT', '/persistent/acme/telemetry/clicks/partitions', 3);
  await admin(adminUrl, 'PUT', '/persistent/acme/telemetry/logs', undefined);
  await admin(adminUrl, 'PUT', '/persistent/acme/telemetry/fn-in/partitions', 2);
  await admin(adminUrl, 'PUT', '/persistent/acme/telemetry/fn-out', undefined);
}

async function admin(adminUrl: string, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${adminUrl}/admin/v2${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  // 409: it is already there.
  if (!response.ok && response.status !== 409)
    throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
}

/** Produces and consumes until the signal aborts; connections that end are made again after a second. */
export function startLoad(brokerWebUrl: string, signal: AbortSignal): LoadCounts {
  const counts: LoadCounts = { sent: 0, acknowledged: 0, acknowledgedByTopic: {}, received: 0, errors: 0 };
  const base = `${brokerWebUrl.replace(/^http/, 'ws')}/ws/v2`;
  for (const producer of PRODUCERS) keepConnected(() => produce(base, producer, counts, signal), signal);
  for (const consumer of CONSUMERS) keepConnected(() => consume(base, consumer, counts, signal), signal);
  return counts;
}

function keepConnected(connect: () => Promise<void>, signal: AbortSignal): void {
  void (async () => {
    while (!signal.aborted) {
      await connect().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  })();
}

function untilClosed(socket: WebSocket, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => socket.terminate();
    signal.addEventListener('abort', end, { once: true });
    socket.once('error', () => {
      if (!signal.aborted) counts.errors++;
    });
    socket.once('close', () => {
      signal.removeEventListener('abort', end);
      resolve();
    });
  });
}

async function produce(base: string, producer: Producer, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  const socket = new WebSocket(`${base}/producer/persistent/${producer.topic}`);
  const payload = Buffer.alloc(producer.sizeBytes, 'x').toString('base64');
  let credit = 0;
  const timer = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > 1_000_000) return;
    for (credit += producer.perSecond / 10; credit >= 1; credit--) {
      socket.send(JSON.stringify({ payload }));
      counts.sent++;
    }
  }, 100);
  socket.on('message', (data) => {
    if (String(data).includes('"result":"ok"')) {
      counts.acknowledged++;
      counts.acknowledgedByTopic[producer.topic] = (counts.acknowledgedByTopic[producer.topic] ?? 0) + 1;
    } else counts.errors++;
  });
  await untilClosed(socket, counts, signal);
  clearInterval(timer);
}

async function consume(base: string, consumer: Consumer, counts: LoadCounts, signal: AbortSignal): Promise<void> {
  const { topic, subscription, type, limitPerSecond } = consumer;
  // A bounded receiver queue makes the slow consumer's backlog stay on the broker.
  const socket = new WebSocket(
    `${base}/consumer/persistent/${topic}/${subscription}?subscriptionType=${type}&receiverQueueSize=${limitPerSecond ?? 500}`,
  );
  socket.on('message', (data) => {
    const { messageId } = JSON.parse(String(data)) as { messageId: string };
    counts.received++;
    const acknowledge = () => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ messageId }));
    };
    if (limitPerSecond === undefined) acknowledge();
    else setTimeout(acknowledge, 1000);
  });
  await untilClosed(socket, counts, signal);
}
