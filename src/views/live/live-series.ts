import { queryPayloadSchema } from '@observatory/protocol/stream';
import type { ViewHost } from '../host/ViewHost.ts';
import { legendOf, type ChartSpec } from './chart-spec.ts';
import { QueryColumns } from './query-columns.ts';
import type { TimeColumns } from './time-columns.ts';

export interface LiveSeriesState {
  columns: TimeColumns;
  /** Grows when `columns` changed, a few times a second at most: for what React draws. */
  revision: number;
  /** The first answer arrived (it may be empty). */
  loaded: boolean;
  error: string | undefined;
  /** Calls the listener with every change of `columns`: for the picture. Omitted where they never change. */
  onData?: (listener: () => void) => () => void;
}

/** Numbers beside a picture are read, not watched: more often than this they only flicker. */
const REACT_MS = 500;

/**
 * A chart's query as an external store: subscribed to the stream while anybody listens. The window's history comes first,
 * then one row a step. While paused, what is shown is a copy of the columns as they were; the columns go on.
 */
export class LiveSeries {
  private readonly query: QueryColumns;
  private state: LiveSeriesState;
  private readonly listeners = new Set<() => void>();
  private readonly dataListeners = new Set<() => void>();
  private unwatch: (() => void) | undefined;
  private isPaused = false;
  private isScheduled = false;
  private tellTimer: ReturnType<typeof setTimeout> | undefined;
  private toldMs = -Infinity;
  private error: string | undefined;
  private sweptMs = 0;
  private readonly host: ViewHost;
  private readonly spec: ChartSpec;
  private readonly stepMs: number;
  private readonly windowMs: number;

  constructor(host: ViewHost, spec: ChartSpec, stepMs: number, windowMs: number) {
    this.host = host;
    this.spec = spec;
    this.stepMs = stepMs;
    this.windowMs = windowMs;
    this.query = new QueryColumns((labels) => legendOf(spec, labels));
    this.state = {
      columns: this.query.columns,
      revision: 0,
      loaded: false,
      error: undefined,
      onData: (listener) => {
        this.dataListeners.add(listener);
        return () => this.dataListeners.delete(listener);
      },
    };
  }

  readonly get = (): LiveSeriesState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.unwatch ??= this.watch();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearTimeout(this.tellTimer);
      this.tellTimer = undefined;
      this.unwatch?.();
      this.unwatch = undefined;
    };
  };

  setPaused(paused: boolean): void {
    if (paused === this.isPaused) return;
    this.isPaused = paused;
    this.state = { ...this.state, columns: paused ? this.query.columns.copy() : this.query.columns };
    this.tell();
  }

  private watch(): () => void {
    const { columns } = this.query;
    this.query.clear();
    return this.host.watch(
      { channel: 'query', query: this.spec.query, stepMs: this.stepMs, historyMs: this.windowMs },
      {
        onPayload: (raw, timeMs) => {
          const payload = queryPayloadSchema.safeParse(raw);
          if (!payload.success) return;
          this.error = this.query.take(payload.data);
          if (payload.data.type === 'vector') {
            columns.trim(timeMs - this.windowMs - this.stepMs);
            this.sweep(timeMs);
          }
          this.changed();
        },
        onError: (message) => {
          this.error = message;
          this.changed();
        },
        onReset: () => this.query.clear(),
      },
    );
  }

  /** Series without a value in the window go, once a window. */
  private sweep(timeMs: number): void {
    if (timeMs - this.sweptMs < this.windowMs) return;
    this.sweptMs = timeMs;
    this.query.columns.dropEmptySeries();
  }

  /** Several payloads of one tick are one change: for the picture at once, for React when it is time. */
  private changed(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      if (!this.isPaused) for (const listener of this.dataListeners) listener();
      if (this.tellTimer !== undefined || this.listeners.size === 0) return;
      // A clock that was set back must not make anybody wait for it.
      const waitMs = Math.min(REACT_MS, this.toldMs + REACT_MS - Date.now());
      if (waitMs <= 0 || !this.state.loaded) this.tell();
      else this.tellTimer = setTimeout(() => this.tell(), waitMs);
    });
  }

  private tell(): void {
    clearTimeout(this.tellTimer);
    this.tellTimer = undefined;
    this.toldMs = Date.now();
    const loaded = this.state.loaded || this.query.columns.length > 0 || this.error !== undefined;
    this.state = { ...this.state, revision: this.state.revision + 1, loaded, error: this.error };
    for (const listener of this.listeners) listener();
  }
}
