import type { Frame } from './frame.ts';
import type { TransportKind } from './stats.ts';

/** The transport's end of one client. */
export interface Sink {
  readonly transport: TransportKind;
  /** Hands a message to the transport, which queues what the network does not take. `isEstablished`: see Session. */
  send(frame: Frame, isEstablished: boolean): void;
  /** Bytes handed over that the network has not taken yet. */
  queuedBytes(): number;
  /** Asks the peer for a sign of life; false when it gave none since the last time. */
  checkAlive(): boolean;
  /** Ends the connection; what is queued may be lost. */
  close(code: number, reason: string): void;
}
