import type { QueryFrames } from '@observatory/protocol/frames-envelope';
import type { AskedQuery } from './frame-query.ts';

export interface SharedAnswersOptions {
  /** Asks for all of them at once; answers by refId. */
  ask: (
    queries: readonly AskedQuery[],
    signal: AbortSignal,
    headers: Readonly<Record<string, string>>,
  ) => Promise<Map<string, QueryFrames>>;
  now?: () => number;
  /** Of the answers that are kept. */
  maxBytes?: number;
}

export interface ShareOptions {
  signal: AbortSignal;
  /** Neither an earlier answer nor one under way is good enough, and this one is not kept. */
  skipCache: boolean;
  /** Go with the request when one has to be made. */
  headers?: Readonly<Record<string, string>>;
}

/** One request that may answer queries of several callers; ended when all of them have gone away. */
interface Flight {
  controller: AbortController;
  waiters: number;
  isOver: boolean;
}

interface Entry {
  answer: Promise<QueryFrames>;
  flight: Flight;
  bytes: number;
  /** Undefined while it is under way. */
  freshUntilMs: number | undefined;
}

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
/** Short: who refreshes a dashboard wants news. Long enough for the people and panels that ask in the same moment. */
const FRESH_MS = 1000;

/**
 * Equal queries that are asked at the same time, by several panels or people, go upstream once; for a moment longer their
 * answer is given again.
 */
export class SharedAnswers {
  private readonly options: SharedAnswersOptions;
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;
  private sweep: NodeJS.Timeout | undefined;
  /** Queries that cost nothing upstream. */
  hits = 0;
  misses = 0;

  constructor(options: SharedAnswersOptions) {
    this.options = options;
  }

  /** An answer a query, in their order; rejects where the request for it failed. */
  get(queries: readonly AskedQuery[], options: ShareOptions): Promise<PromiseSettledResult<QueryFrames>[]> {
    const { signal, skipCache } = options;
    this.dropOld();
    const found = queries.map((query) => (skipCache ? undefined : this.entries.get(keyOf(query))));
    const missing = queries.filter((_, index) => !found[index]);
    this.hits += queries.length - missing.length;
    this.misses += missing.length;
    const made = new Map<AskedQuery, Entry>();
    if (missing.length > 0) this.fly(missing, options, made);
    return Promise.allSettled(queries.map((query, index) => wait(found[index] ?? made.get(query), signal)));
  }

  /** Ends what is under way and forgets the rest. */
  clear(): void {
    clearTimeout(this.sweep);
    for (const { flight } of this.entries.values()) flight.controller.abort();
    this.entries.clear();
    this.bytes = 0;
  }

  private fly(
    queries: readonly AskedQuery[],
    { skipCache, headers = {} }: ShareOptions,
    made: Map<AskedQuery, Entry>,
  ): void {
    const flight: Flight = { controller: new AbortController(), waiters: 0, isOver: false };
    const answers = this.options.ask(queries, flight.controller.signal, headers).finally(() => {
      flight.isOver = true;
    });
    for (const query of queries) {
      const answer = answers.then((all) => {
        const own = all.get(query.refId);
        if (own) return own;
        throw new Error(`the sidecar left query ${query.refId} unanswered`);
      });
      const entry: Entry = { answer, flight, bytes: 0, freshUntilMs: undefined };
      made.set(query, entry);
      // A failure is told to those who wait for it.
      answer.catch(() => {});
      if (skipCache) continue;
      const key = keyOf(query);
      this.entries.set(key, entry);
      answer.then(
        (frames) => this.keep(key, entry, frames),
        () => this.drop(key, entry),
      );
      flight.controller.signal.addEventListener('abort', () => this.drop(key, entry), { once: true });
    }
  }

  private keep(key: string, entry: Entry, { status, frames }: QueryFrames): void {
    if (this.entries.get(key) !== entry) return;
    if (status !== 200) return this.drop(key, entry);
    const { now = Date.now, maxBytes = DEFAULT_MAX_BYTES } = this.options;
    entry.freshUntilMs = now() + FRESH_MS;
    this.sweepLater();
    entry.bytes = frames.reduce((sum, { length }) => sum + length, 0);
    this.bytes += entry.bytes;
    // In the order in which they were asked; those under way cost nothing yet.
    for (const [oldKey, old] of this.entries) {
      if (this.bytes <= maxBytes) break;
      if (old.freshUntilMs !== undefined) this.drop(oldKey, old);
    }
  }

  /** So that the last answers of a quiet evening do not stay until the morning. */
  private sweepLater(): void {
    this.sweep ??= setTimeout(() => {
      this.sweep = undefined;
      this.dropOld();
      if (this.entries.size > 0) this.sweepLater();
    }, FRESH_MS).unref();
  }

  private dropOld(): void {
    const now = (this.options.now ?? Date.now)();
    for (const [key, entry] of this.entries)
      if (entry.freshUntilMs !== undefined && entry.freshUntilMs <= now) this.drop(key, entry);
  }

  private drop(key: string, entry: Entry): void {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }
}

/** All of a query: two that differ in their refId have frames that differ in it. */
const keyOf = (query: AskedQuery): string => JSON.stringify(query);

function wait(entry: Entry | undefined, signal: AbortSignal): Promise<QueryFrames> {
  if (!entry) return Promise.reject(new Error('no request was made'));
  const { flight, answer } = entry;
  flight.waiters++;
  return new Promise((resolve, reject) => {
    const leave = () => {
      flight.waiters--;
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      leave();
      if (flight.waiters === 0 && !flight.isOver) flight.controller.abort(signal.reason);
      reject(signal.reason instanceof Error ? signal.reason : new Error('canceled'));
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(
      (frames) => {
        leave();
        resolve(frames);
      },
      (error: unknown) => {
        leave();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
