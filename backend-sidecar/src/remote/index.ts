import { RemoteWriter } from './sender/remote-writer.ts';
import type { RemoteWriterOptions } from './sender/remote-writer.ts';

export { WriteReceiver } from './receiver.ts';
export type { WriteAnswer, WriteReceiverOptions, WriteReceiverStats } from './receiver.ts';
export { createRemoteQuerySource } from './query/remote-query-source.ts';
export type { RemoteQuerySource, RemoteQuerySourceOptions } from './query/remote-query-source.ts';
export { RemoteWriter } from './sender/remote-writer.ts';
export type { RemoteWriterOptions } from './sender/remote-writer.ts';
export type { WriteQueueStats } from './sender/stats.ts';
export type { WalChunk, WalFeed, WalFeeds, WalPosition } from './wal-feed.ts';

/** A remote writer without receivers; `applyConfig` gives it some. */
export function createRemoteWriter(options: RemoteWriterOptions): RemoteWriter {
  return new RemoteWriter(options);
}
