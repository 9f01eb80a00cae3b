import { queryPayloadSchema } from '@observatory/protocol/stream';
import type { ViewHost } from '../host/ViewHost.ts';
import { applyQueryPayload } from './apply-payload.ts';
import { legendOf, type ChartSpec } from './chart-spec.ts';
import { TimeColumns } from './time-columns.ts';

export interface LiveSeriesState {
  columns: TimeColumns;
  /** Grows whenever `columns` changed. */
  revision: number;
  /** The first answer arrived (it may be empty). */
  loaded: boolean;
  error: string | undefined;
}

/**
 * A chart's query as an external store: subscribed to the stream while anybody listens. The window's history comes first,
 * then one row a step. While paused the columns still fill, but nothing is told, so nothing redraws.
 */
export class LiveSeries {
  private state: LiveSeriesState = { columns: new TimeColumns(), revision: 0, loaded: false, error: undefined };
  private readonly listeners = new Set<() => void>();
  private unwatch: (() => void) | undefined;
  private paused = false;
  private scheduled = false;
  private error: string | undefined;
  private readonly host: ViewHost;
  private readonly spec: ChartSpec;
  private readonly stepMs: number;
  private readonly windowMs: number;

  constructor(host: ViewHost, spec: ChartSpec, stepMs: number, windowMs: number) {
    this.host = host;
    this.spec = spec;
    this.stepMs = stepMs;
    this.windowMs = windowMs;
  }

  readonly get = (): LiveSeriesState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.unwatch ??= this.watch();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.unwatch?.();
      this.unwatch = undefined;
    };
  };

  setPaused(paused: boolean): void {
    this.paused = paused;
    if (!paused && this.state.loaded) this.changed();
  }

  private watch(): () => void {
    const { columns } = this.state;
    columns.clear();
    return this.host.watch(
      { channel: 'query', query: this.spec.query, stepMs: this.stepMs, historyMs: this.windowMs },
      {
        onPayload: (raw, timeMs) => {
          const payload = queryPayloadSchema.safeParse(raw);
          if (!payload.success) return;
          this.error = applyQueryPayload(columns, (labels) => legendOf(this.spec, labels), payload.data);
          if (payload.data.type === 'vector') columns.trim(timeMs - this.windowMs - this.stepMs);
          this.changed();
        },
        onError: (message) => {
          this.error = message;
          this.changed();
        },
        onReset: () => columns.clear(),
      },
    );
  }

  /** Several payloads of one tick become one render. */
  private changed(): void {
    if (this.scheduled || this.paused) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.state = { columns: this.state.columns, revision: this.state.revision + 1, loaded: true, error: this.error };
      for (const listener of this.listeners) listener();
    });
  }
}
