import { logList, logsPayload, type StoredLogLine } from '@observatory/protocol/logs';
import type { TimeWindow, ViewHost } from '../host/ViewHost.ts';
import { LineBuffer, MAX_LINES } from './model/line-buffer.ts';
import { lineFilter } from './model/line-filter.ts';
import { filterParams, type LogFilters } from './model/logs-state.ts';

/** What the sidecar gives in one answer at most. */
const PAGE = 10_000;
/** Views are told of new lines at most this often. */
const TELL_MS = 80;
/** With a regular expression the sidecar is asked for what is new, at most this often. */
const ASK_MS = 500;

export interface LogFeedState {
  /** Oldest first. */
  lines: readonly StoredLogLine[];
  loading: boolean;
  error: string | undefined;
  /** There are older lines in the window that were not loaded. */
  hasOlder: boolean;
  /** There are newer ones: the lines were loaded around a time. */
  hasNewer: boolean;
  /** Lines that came over the stream and are held back while it is paused. */
  held: number;
  /** Lines that no longer fit into the page. */
  evicted: number;
  /** Lines that the stream had left out, and that were asked for. */
  refilled: number;
  /** More lines came at once than can be asked for: some between the newest ones and those before are not here. */
  incomplete: boolean;
  /** What the stream complains about. */
  streamError: string | undefined;
}

export const NO_LINES: LogFeedState = {
  lines: [],
  loading: true,
  error: undefined,
  hasOlder: false,
  hasNewer: false,
  held: 0,
  evicted: 0,
  refilled: 0,
  incomplete: false,
  streamError: undefined,
};

export interface LogFeedOptions {
  filters: LogFilters;
  window: TimeWindow;
  /** Lines to both sides of this time are loaded, instead of the newest. */
  aroundMs?: number | undefined;
  /** Lines that are kept. */
  capacity?: number;
}

/**
 * The lines of a window that match some filters: loaded once, older ones on demand, new ones over the stream.
 *
 * Every line has a number that grows by one with each line the sidecar stored, and the stream carries all of them: where
 * numbers are missing the stream has dropped lines (a slow browser, a cut), and they are asked for. So what is followed is whole,
 * or an error says that it is not.
 */
export class LogFeed {
  private readonly host: Pick<ViewHost, 'load' | 'watch'>;
  private readonly filters: LogFilters;
  private readonly window: TimeWindow;
  private readonly aroundMs: number | undefined;
  private readonly buffer: LineBuffer;
  private readonly matches: ReturnType<typeof lineFilter>;
  private readonly onFresh: (lines: readonly StoredLogLine[]) => void;
  private readonly abort = new AbortController();
  private readonly listeners = new Set<() => void>();
  private state: LogFeedState = NO_LINES;
  private unwatch: (() => void) | undefined;
  /** The newest number that the stream showed. */
  private seenId: number | undefined;
  private isPaused = false;
  private readonly held = new Map<string, StoredLogLine>();
  private toldMs = 0;
  private tellTimer: ReturnType<typeof setTimeout> | undefined;
  private askTimer: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;
  private isAskedAgain = false;
  private hasLoaded = false;

  constructor(
    host: Pick<ViewHost, 'load' | 'watch'>,
    { filters, window, aroundMs, capacity }: LogFeedOptions,
    onFresh: (lines: readonly StoredLogLine[]) => void = () => undefined,
  ) {
    this.host = host;
    this.filters = filters;
    this.window = window;
    const isWithin = aroundMs !== undefined && aroundMs >= window.fromMs && aroundMs <= window.toMs;
    this.aroundMs = isWithin ? aroundMs : undefined;
    this.buffer = new LineBuffer(capacity);
    this.matches = lineFilter(filters);
    this.onFresh = onFresh;
  }

  readonly get = (): LogFeedState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Loads the newest lines of the window, or those around a time. */
  async start(): Promise<void> {
    const { fromMs, toMs } = this.window;
    const atMs = this.aroundMs;
    try {
      const [before, after] = await Promise.all([
        this.ask({ from: fromMs, to: atMs ?? toMs, limit: atMs === undefined ? PAGE : PAGE / 2 }),
        atMs !== undefined && this.ask({ from: atMs, to: toMs, limit: PAGE / 2, order: 'asc' }),
      ]);
      this.buffer.add(before.lines);
      if (after) this.buffer.add(after.lines);
      this.hasLoaded = true;
      this.change({
        loading: false,
        error: undefined,
        hasOlder: before.truncated,
        hasNewer: after !== false && after.truncated,
      });
    } catch (failure) {
      this.failed(failure);
    }
  }

  close(): void {
    this.abort.abort();
    this.unwatch?.();
    clearTimeout(this.tellTimer);
    clearTimeout(this.askTimer);
  }

  /** Loads what lies before the oldest line. */
  async loadOlder(): Promise<void> {
    const [oldest] = this.buffer.lines;
    if (!oldest || this.state.loading || !this.state.hasOlder || this.buffer.lines.length >= MAX_LINES) return;
    this.change({ loading: true });
    try {
      const { lines, truncated } = await this.ask({ from: this.window.fromMs, to: oldest.timeMs });
      const fresh = this.buffer.add(lines);
      this.change({ loading: false, error: undefined, hasOlder: truncated && fresh.length > 0 });
    } catch (failure) {
      this.failed(failure);
    }
  }

  /** Loads what lies behind the newest line that was loaded around a time. */
  async loadNext(): Promise<void> {
    const newest = this.buffer.lines.at(-1);
    if (!newest || this.state.loading || !this.state.hasNewer || this.buffer.lines.length >= MAX_LINES) return;
    this.change({ loading: true });
    try {
      const { lines, truncated } = await this.ask({ from: newest.timeMs, to: this.window.toMs, order: 'asc' });
      const fresh = this.buffer.add(lines);
      this.change({ loading: false, error: undefined, hasNewer: truncated && fresh.length > 0 });
    } catch (failure) {
      this.failed(failure);
    }
  }

  /** Asks for lines that were stored since the newest one that is here. */
  async loadNewer(toMs?: number): Promise<void> {
    if (!this.hasLoaded) return;
    try {
      await this.loadAfter(this.buffer.newestId, toMs);
    } catch (failure) {
      this.failed(failure);
    }
  }

  follow(isOn: boolean): void {
    if (isOn === (this.unwatch !== undefined)) return;
    if (!isOn) {
      this.unwatch?.();
      this.unwatch = undefined;
      this.seenId = undefined;
      return;
    }
    this.unwatch = this.host.watch(
      { channel: 'logs' },
      {
        onPayload: (payload) => this.take(payload),
        onError: (message) => this.change({ streamError: message }),
        // What was said between the cut and now is gone from the stream, not from the sidecar.
        onReset: () => this.soonAsk(),
      },
    );
    // What was stored since the lines were loaded.
    void this.loadNewer();
  }

  /** While paused, new lines are held back and counted. */
  pause(isOn: boolean): void {
    if (isOn === this.isPaused) return;
    this.isPaused = isOn;
    if (isOn) return;
    const lines = [...this.held.values()];
    this.held.clear();
    this.add(lines);
    this.tell();
    if (!this.matches) this.soonAsk();
  }

  private take(payload: unknown): void {
    const parsed = logsPayload.safeParse(payload);
    if (!parsed.success) {
      this.change({ streamError: 'The stream says something that this page does not understand: reload it.' });
      return;
    }
    const { lines } = parsed.data;
    if (lines.length === 0) return;
    const first = Number(lines[0].id);
    const gapAfter = this.seenId !== undefined && first > this.seenId + 1 ? this.seenId : undefined;
    this.seenId = Math.max(this.seenId ?? 0, Number(lines[lines.length - 1].id));
    if (gapAfter !== undefined)
      void this.loadAfter(gapAfter).then(
        (count) => count > 0 && this.change({ refilled: this.state.refilled + count }),
        (failure: unknown) => this.failed(failure),
      );
    if (this.state.streamError !== undefined) this.change({ streamError: undefined });
    if (!this.matches) return this.isPaused ? undefined : this.soonAsk();
    this.add(lines.filter(this.matches));
    this.soonTell();
  }

  private add(lines: readonly StoredLogLine[]): number {
    if (this.isPaused) {
      for (const line of lines) this.held.set(line.id, line);
      return lines.length;
    }
    const fresh = this.buffer.add(lines.filter(({ timeMs }) => timeMs >= this.window.fromMs));
    if (fresh.length > 0) this.onFresh(fresh);
    return fresh.length;
  }

  /** @returns how many of them were not here. */
  private async loadAfter(id: number, toMs?: number): Promise<number> {
    const { lines, truncated } = await this.ask({
      from: this.window.fromMs,
      to: toMs,
      after: id > 0 ? String(id) : undefined,
    });
    const count = this.add(lines);
    if (truncated) this.change(id === 0 ? { hasOlder: true } : { incomplete: true });
    this.tell();
    return count;
  }

  private soonAsk(): void {
    if (this.isAsking) {
      this.isAskedAgain = true;
      return;
    }
    this.askTimer ??= setTimeout(() => {
      this.askTimer = undefined;
      this.isAsking = true;
      void this.loadNewer().finally(() => {
        this.isAsking = false;
        if (!this.isAskedAgain) return;
        this.isAskedAgain = false;
        this.soonAsk();
      });
    }, ASK_MS);
  }

  private soonTell(): void {
    // The first line of a while at once, of a flood only now and then.
    const waitMs = Math.max(0, this.toldMs + TELL_MS - performance.now());
    this.tellTimer ??= setTimeout(() => {
      this.tellTimer = undefined;
      this.toldMs = performance.now();
      this.tell();
    }, waitMs);
  }

  private tell(): void {
    this.change({});
  }

  private change(changes: Partial<LogFeedState>): void {
    if (this.abort.signal.aborted) return;
    const { lines, evicted } = this.buffer;
    this.state = { ...this.state, lines, evicted, held: this.held.size, ...changes };
    for (const listener of this.listeners) listener();
  }

  private failed(failure: unknown): void {
    if (this.abort.signal.aborted) return;
    this.change({ loading: false, error: failure instanceof Error ? failure.message : String(failure) });
  }

  private ask({ from, to, after, limit = PAGE, order }: AskedLines) {
    const params = filterParams(this.filters);
    params.set('from', String(from / 1000));
    if (to !== undefined) params.set('to', String(to / 1000));
    if (after !== undefined) params.set('after', after);
    if (order !== undefined) params.set('order', order);
    params.set('limit', String(limit));
    return this.host.load(`logs?${params}`, logList, this.abort.signal);
  }
}

interface AskedLines {
  from: number;
  to?: number | undefined;
  after?: string | undefined;
  limit?: number;
  order?: 'asc';
}
