import type { ConnectionState } from '../host/ViewHost.ts';

/** How late messages come is told at most this often, so that views do not redraw for it alone. */
const LAG_PERIOD_MS = 1000;

/** The connection's state as views see it: immutable snapshots and those who want to hear of new ones. */
export class ConnectionStatus {
  private state: ConnectionState = { status: 'connecting', transport: '', lagMs: undefined, conflated: 0, dropped: 0 };
  private readonly listeners = new Set<() => void>();
  /** How far this clock is behind the sidecar's, as far as messages show: none can arrive before it was sent. */
  private clockBehindMs = 0;
  private lagToldAt = -Infinity;

  readonly get = (): ConnectionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  update(change: Partial<ConnectionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  /** A message that the sidecar sent at `sentMs` of its clock has arrived. */
  arrived(sentMs: number, nowMs: number): void {
    this.clockBehindMs = Math.max(this.clockBehindMs, sentMs - nowMs);
    if (nowMs - this.lagToldAt < LAG_PERIOD_MS) return;
    this.lagToldAt = nowMs;
    this.update({ lagMs: nowMs + this.clockBehindMs - sentMs });
  }

  missed(conflated: number, dropped: number): void {
    this.update({ conflated: this.state.conflated + conflated, dropped: this.state.dropped + dropped });
  }
}
