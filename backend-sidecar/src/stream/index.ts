import { StreamHub } from './hub.ts';
import type { StreamHubOptions } from './hub.ts';

export { StreamHub } from './hub.ts';
export type { StreamHubOptions } from './hub.ts';
export { DEFAULT_STREAM_LIMITS } from './limits.ts';
export type { StreamLimits } from './limits.ts';
export type { StreamRefusal, StreamStats, TransportKind } from './stats.ts';
export type { PublishedChannelOptions } from './published-channel.ts';
export type { Sink } from './sink.ts';
export type { Session } from './session.ts';
export { mountStream } from './transport/mount.ts';
export type { StreamEndpoint } from './transport/mount.ts';

/** A stream hub; call `start()` to hear appended batches and `stop()` to send everybody home. */
export function createStreamHub(options: StreamHubOptions): StreamHub {
  return new StreamHub(options);
}
