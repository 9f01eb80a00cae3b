import type { ConnectionState } from '../host/ViewHost.ts';
/** The connection's state as views see it: immutable snapshots and those who want to hear of new ones. */
export declare class ConnectionStatus {
  private state;
  private readonly listeners;
  /** How far this clock is behind the sidecar's, as far as messages show: none can arrive before it was sent. */
  private clockBehindMs;
  private lagToldAt;
  readonly get: () => ConnectionState;
  readonly subscribe: (listener: () => void) => () => void;
  update(change: Partial<ConnectionState>): void;
  /** A message that the sidecar sent at `sentMs` of its clock has arrived. */
  arrived(sentMs: number, nowMs: number): void;
  missed(conflated: number, dropped: number): void;
}
