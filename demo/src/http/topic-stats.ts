import { SUBSCRIPTION_TYPES } from '../model/topics.ts';
import { ownerOf, type World } from '../model/world.ts';

const three = (value: number): number => Math.trunc(value * 1000) / 1000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** Consumers of a function's subscription name the function, others the application. */
function consumersOf(world: World, sub: number): { name: string; index: number; rate: number }[] {
  const { subs } = world;
  const active = subs.type[sub] === 2 && subs.consumers[sub] > 1 ? 1 : subs.consumers[sub];
  return Array.from({ length: subs.consumers[sub] }, (_, index) => ({
    name: `${subs.names[sub]}-${index + 1}`,
    index,
    rate: index < active ? subs.shownOut[sub] / active : 0,
  }));
}

const address = (world: World, topic: number): string => `/127.0.0.1:${34_000 + world.topics.application[topic]}`;

function publishers(world: World, topic: number, decimals: (v: number) => number): Record<string, unknown>[] {
  const { topics } = world;
  return Array.from({ length: topics.producers[topic] }, (_, i) => ({
    msgRateIn: decimals(topics.shownMessages[topic] / topics.producers[topic]),
    msgThroughputIn: decimals(topics.shownBytes[topic] / topics.producers[topic]),
    averageMsgSize: topics.messageBytes[topic],
    address: address(world, topic),
    producerId: i + 1,
    producerName: `${world.applications[topics.application[topic]]}-p${i + 1}`,
    connectedSince: iso(Math.max(world.startMs - 3_600_000, topics.servedFrom[topic])),
    clientVersion: 'Pulsar-Java-v4.0.8',
    metadata: {},
  }));
}

/** One topic in `/broker-stats/topics`: the cheapest way from topic to bundle, broker, rates and backlogs. */
export function brokerStatsTopic(world: World, topic: number): unknown {
  const { topics, subs } = world;
  const subscriptions: Record<string, unknown> = {};
  let out = 0;
  let outBytes = 0;
  for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
    out += subs.outMessages[sub];
    outBytes += subs.outBytes[sub];
    const shared =
      SUBSCRIPTION_TYPES[subs.type[sub]] === 'Shared' || SUBSCRIPTION_TYPES[subs.type[sub]] === 'Key_Shared';
    subscriptions[subs.names[sub]] = {
      consumers: consumersOf(world, sub).map((consumer) => ({
        address: address(world, topic),
        consumerName: consumer.name,
        availablePermits: 1000 - Math.min(900, subs.unacked[sub]),
        connectedSince: iso(Math.max(world.startMs - 3_600_000, topics.servedFrom[topic])),
        msgRateOut: three(consumer.rate),
        msgThroughputOut: three(consumer.rate * topics.messageBytes[topic]),
        msgRateRedeliver: 0.0,
        avgMessagesPerEntry: Math.round(topics.batch[topic]),
        messageAckRate: three(consumer.rate),
        ...(shared ? { unackedMessages: subs.unacked[sub], blockedConsumerOnUnackedMsgs: false } : {}),
        clientVersion: 'Pulsar-Java-v4.0.8',
        metadata: {},
      })),
      msgBacklog: Math.round(subs.backlog[sub]),
      msgRateExpired: 0.0,
      msgRateOut: three(subs.shownOut[sub]),
      messageAckRate: three(subs.shownAcked[sub]),
      msgThroughputOut: three(subs.shownOut[sub] * topics.messageBytes[topic]),
      msgRateRedeliver: three(subs.shownRedelivered[sub]),
      numberOfEntriesSinceFirstNotAckedMessage: 1 + Math.round(subs.unacked[sub] / topics.batch[topic]),
      totalNonContiguousDeletedMessagesRange: 0,
      type: SUBSCRIPTION_TYPES[subs.type[sub]],
      filterProcessedMsgCount: 0,
      filterAcceptedMsgCount: 0,
      filterRejectedMsgCount: 0,
      filterRescheduledMsgCount: 0,
      ...(shared ? { blockedSubscriptionOnUnackedMsgs: false, unackedMessages: subs.unacked[sub] } : {}),
    };
  }
  return {
    publishers: publishers(world, topic, three),
    replication: {},
    subscriptions,
    producerCount: topics.producers[topic],
    averageMsgSize: topics.shownMessages[topic] > 0 ? topics.messageBytes[topic] : 0.0,
    msgRateIn: three(topics.shownMessages[topic]),
    msgRateOut: three(topics.shownOut[topic]),
    msgInCount: topics.inMessages[topic],
    bytesInCount: topics.inBytes[topic],
    msgOutCount: out,
    bytesOutCount: outBytes,
    msgThroughputIn: three(topics.shownBytes[topic]),
    msgThroughputOut: three(topics.shownOutBytes[topic]),
    storageSize: Math.round(topics.storageBytes[topic]),
    backlogSize: Math.round(topics.backlogBytes[topic]),
    pendingAddEntriesCount: Math.round(topics.pending[topic]),
    filteredEntriesCount: 0,
  };
}

const ZERO_SUBSCRIPTION = {
  chunkedMessageRate: 0.0,
  msgDelayed: 0,
  msgInReplay: 0,
  msgRateExpired: 0.0,
  isDurable: true,
  isReplicated: false,
  allowOutOfOrderDelivery: false,
  consumersAfterMarkDeletePosition: {},
  nonContiguousDeletedMessagesRanges: 0,
  nonContiguousDeletedMessagesRangesSerializedSize: 0,
  delayedMessageIndexSizeInBytes: 0,
  subscriptionProperties: {},
  filterProcessedMsgCount: 0,
  filterAcceptedMsgCount: 0,
  filterRejectedMsgCount: 0,
  filterRescheduledMsgCount: 0,
  durable: true,
  replicated: false,
};

function subscriptionStats(world: World, sub: number, earliest: boolean): unknown {
  const { topics, subs } = world;
  const topic = subs.topic[sub];
  const rate = subs.shownOut[sub];
  const consumers = consumersOf(world, sub).map((consumer) => ({
    msgRateOut: consumer.rate,
    msgThroughputOut: consumer.rate * topics.messageBytes[topic],
    bytesOutCounter: Math.round(subs.outBytes[sub] / Math.max(1, subs.consumers[sub])),
    msgOutCounter: Math.round(subs.outMessages[sub] / Math.max(1, subs.consumers[sub])),
    msgRateRedeliver: 0.0,
    messageAckRate: consumer.rate,
    chunkedMessageRate: 0.0,
    consumerName: consumer.name,
    availablePermits: 1000 - Math.min(900, subs.unacked[sub]),
    unackedMessages: Math.round(subs.unacked[sub] / Math.max(1, subs.consumers[sub])),
    avgMessagesPerEntry: Math.round(topics.batch[topic]),
    blockedConsumerOnUnackedMsgs: false,
    address: address(world, topic),
    connectedSince: iso(Math.max(world.startMs - 3_600_000, topics.servedFrom[topic])),
    clientVersion: 'Pulsar-Java-v4.0.8',
    lastAckedTimestamp: subs.lastAckedMs[sub],
    lastConsumedTimestamp: subs.lastConsumedMs[sub],
    lastConsumedFlowTimestamp: subs.lastFlowMs[sub],
    metadata: {},
    lastAckedTime: iso(subs.lastAckedMs[sub]),
    lastConsumedTime: iso(subs.lastConsumedMs[sub]),
  }));
  return {
    msgRateOut: rate,
    msgThroughputOut: rate * topics.messageBytes[topic],
    bytesOutCounter: subs.outBytes[sub],
    msgOutCounter: subs.outMessages[sub],
    msgRateRedeliver: subs.shownRedelivered[sub],
    messageAckRate: subs.shownAcked[sub],
    msgBacklog: Math.round(subs.backlog[sub]),
    backlogSize: Math.round(subs.backlog[sub] * topics.messageBytes[topic]),
    earliestMsgPublishTimeInBacklog: earliest && subs.backlog[sub] >= 1 ? Math.round(subs.oldestMs[sub]) : 0,
    msgBacklogNoDelayed: Math.round(subs.backlog[sub]),
    blockedSubscriptionOnUnackedMsgs: false,
    unackedMessages: subs.unacked[sub],
    type: SUBSCRIPTION_TYPES[subs.type[sub]],
    ...(subs.type[sub] === 0 || subs.type[sub] === 2 ? { activeConsumerName: consumers[0]?.consumerName ?? '' } : {}),
    lastConsumedFlowTimestamp: subs.lastFlowMs[sub],
    lastConsumedTimestamp: subs.lastConsumedMs[sub],
    lastAckedTimestamp: subs.lastAckedMs[sub],
    lastMarkDeleteAdvancedTimestamp: subs.lastAckedMs[sub],
    totalMsgExpired: subs.expired[sub],
    lastExpireTimestamp: subs.lastExpiredMs[sub],
    consumers,
    ...ZERO_SUBSCRIPTION,
  };
}

/** `/persistent/…/stats` of one topic. */
export function topicStats(world: World, topic: number, earliest: boolean): Record<string, unknown> {
  const { topics, subs } = world;
  const subscriptions: Record<string, unknown> = {};
  let out = 0;
  let outBytes = 0;
  let oldest = Infinity;
  for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
    subscriptions[subs.names[sub]] = subscriptionStats(world, sub, earliest);
    out += subs.outMessages[sub];
    outBytes += subs.outBytes[sub];
    if (subs.backlog[sub] >= 1) oldest = Math.min(oldest, subs.oldestMs[sub]);
  }
  const owner = ownerOf(world, topic);
  return {
    msgRateIn: topics.shownMessages[topic],
    msgThroughputIn: topics.shownBytes[topic],
    msgRateOut: topics.shownOut[topic],
    msgThroughputOut: topics.shownOutBytes[topic],
    bytesInCounter: topics.inBytes[topic],
    msgInCounter: topics.inMessages[topic],
    systemTopicBytesInCounter: 0,
    bytesOutCounter: outBytes,
    msgOutCounter: out,
    bytesOutInternalCounter: 0,
    averageMsgSize: topics.shownMessages[topic] > 0 ? topics.messageBytes[topic] : 0.0,
    msgChunkPublished: false,
    storageSize: Math.round(topics.storageBytes[topic]),
    backlogSize: Math.round(topics.backlogBytes[topic]),
    backlogQuotaLimitSize: -1,
    backlogQuotaLimitTime: -1,
    oldestBacklogMessageAgeSeconds: oldest === Infinity ? -1 : Math.floor((world.nowMs - oldest) / 1000),
    publishRateLimitedTimes: 0,
    earliestMsgPublishTimeInBacklogs: earliest && oldest !== Infinity ? Math.round(oldest) : 0,
    offloadedStorageSize: 0,
    lastOffloadLedgerId: 0,
    lastOffloadSuccessTimeStamp: 0,
    lastOffloadFailureTimeStamp: 0,
    ongoingTxnCount: 0,
    abortedTxnCount: 0,
    committedTxnCount: 0,
    publishers: publishers(world, topic, (v) => v).map((p) => ({
      accessMode: 'Shared',
      chunkedMessageRate: 0.0,
      supportsPartialProducer: false,
      ...p,
    })),
    waitingPublishers: 0,
    subscriptions,
    replication: {},
    deduplicationStatus: 'Disabled',
    nonContiguousDeletedMessagesRanges: 0,
    nonContiguousDeletedMessagesRangesSerializedSize: 0,
    delayedMessageIndexSizeInBytes: 0,
    compaction: {
      lastCompactionRemovedEventCount: 0,
      lastCompactionSucceedTimestamp: 0,
      lastCompactionFailedTimestamp: 0,
      lastCompactionDurationTimeInMills: 0,
    },
    ...(owner >= 0 ? { ownerBroker: world.brokers[owner].id } : {}),
  };
}

/** `/persistent/…/internalStats`: ledgers and cursors; the open ledger shows 0 entries, as Pulsar does. */
export function internalStats(world: World, topic: number): unknown {
  const { topics, subs } = world;
  const ledgers = topics.ledgers[topic];
  const open = ledgers[ledgers.length - 1];
  const total = ledgers.reduce((sum, l) => sum + l.entries, 0);
  const position = (backlogMessages: number): { ledger: number; entry: number } => {
    let entries = Math.round(backlogMessages / topics.batch[topic]);
    for (let i = ledgers.length - 1; i >= 0; i--) {
      if (entries < ledgers[i].entries) return { ledger: ledgers[i].id, entry: ledgers[i].entries - entries - 1 };
      entries -= ledgers[i].entries;
    }
    return { ledger: ledgers[0]?.id ?? -1, entry: -1 };
  };
  const cursors: Record<string, unknown> = {};
  for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
    const mark = position(subs.backlog[sub]);
    cursors[subs.names[sub]] = {
      markDeletePosition: `${mark.ledger}:${mark.entry}`,
      readPosition: `${mark.ledger}:${mark.entry + 1}`,
      waitingReadOp: subs.consumers[sub] > 0 && subs.backlog[sub] < 1,
      pendingReadOps: subs.consumers[sub] > 0 && subs.backlog[sub] >= 1 ? 1 : 0,
      messagesConsumedCounter: Math.max(0, total - Math.round(subs.backlog[sub] / topics.batch[topic])),
      cursorLedger: 100_000 + sub,
      cursorLedgerLastEntry: Math.round((world.nowMs - world.startMs) / 1000),
      individuallyDeletedMessages: '[]',
      lastLedgerSwitchTimestamp: iso(open?.openedMs ?? world.startMs),
      state: 'Open',
      active: subs.consumers[sub] > 0,
      numberOfEntriesSinceFirstNotAckedMessage: 1,
      totalNonContiguousDeletedMessagesRange: 0,
      subscriptionHavePendingRead: subs.consumers[sub] > 0,
      subscriptionHavePendingReplayRead: false,
      properties: {},
    };
  }
  return {
    entriesAddedCounter: topics.entries[topic],
    numberOfEntries: total,
    totalSize: Math.round(topics.storageBytes[topic]),
    currentLedgerEntries: open?.entries ?? 0,
    currentLedgerSize: Math.round(open?.bytes ?? 0),
    lastLedgerCreatedTimestamp: iso(open?.openedMs ?? world.startMs),
    waitingCursorsCount: topics.subTo[topic] - topics.subFrom[topic],
    pendingAddEntriesCount: Math.round(topics.pending[topic]),
    lastConfirmedEntry: `${open?.id ?? -1}:${(open?.entries ?? 0) - 1}`,
    state: 'LedgerOpened',
    ledgers: ledgers.map((l) => ({
      ledgerId: l.id,
      entries: l === open ? 0 : l.entries,
      size: l === open ? 0 : Math.round(l.bytes),
      offloaded: false,
      underReplicated: world.underReplicated.has(l.id),
    })),
    cursors,
    schemaLedgers: [],
    compactedLedger: { ledgerId: -1, entries: -1, size: -1, offloaded: false, underReplicated: false },
  };
}
