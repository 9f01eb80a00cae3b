/** Why a client or one of its requests was turned away. */
export type StreamRefusal = 'clients' | 'subscriptions' | 'channels' | 'series' | 'message' | 'history';

/** Counters since start (`…Total`) and gauges of a hub, for /metrics and the doctor. */
export interface StreamStats {
  seq: number;
  clients: Record<TransportKind, number>;
  laggingClients: number;
  subscriptions: number;
  channels: number;
  replayBytes: number;
  messagesEncodedTotal: number;
  messagesSentTotal: number;
  bytesSentTotal: number;
  samplesConflatedTotal: number;
  messagesDroppedTotal: number;
  slowClientsClosedTotal: number;
  deadClientsClosedTotal: number;
  resumesTotal: number;
  gapsTotal: number;
  evaluationsTotal: number;
  evaluationFailuresTotal: number;
  evaluationStepsSkippedTotal: number;
  refusedTotal: Record<StreamRefusal, number>;
}

export type TransportKind = 'websocket' | 'sse' | 'poll';

export function emptyStats(): StreamStats {
  return {
    seq: 0,
    clients: { websocket: 0, sse: 0, poll: 0 },
    laggingClients: 0,
    subscriptions: 0,
    channels: 0,
    replayBytes: 0,
    messagesEncodedTotal: 0,
    messagesSentTotal: 0,
    bytesSentTotal: 0,
    samplesConflatedTotal: 0,
    messagesDroppedTotal: 0,
    slowClientsClosedTotal: 0,
    deadClientsClosedTotal: 0,
    resumesTotal: 0,
    gapsTotal: 0,
    evaluationsTotal: 0,
    evaluationFailuresTotal: 0,
    evaluationStepsSkippedTotal: 0,
    refusedTotal: { clients: 0, subscriptions: 0, channels: 0, series: 0, message: 0, history: 0 },
  };
}
