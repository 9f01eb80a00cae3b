import type { Logger } from '../util/logger.ts';

export interface Refusal {
  code: string;
  method: string;
  /** The route, or the path without its query: a query may hold anything. */
  path: string;
  address: string;
}

/** Codes that tell of a caller, and not of a mistake in a request. */
const TOLD = new Set(['OBS_AUTH_REQUIRED', 'OBS_AUTH_FORBIDDEN', 'OBS_HTTP_HOST', 'OBS_HTTP_ORIGIN']);
const QUIET_MS = 60_000;
const MOST = 10_000;

/** Who was refused what, in the log: the same from one address once a minute, with how many more there were. */
export class RefusalLog {
  private readonly logger: Logger;
  private readonly nowMs: () => number;
  private readonly seen = new Map<string, { sinceMs: number; more: number }>();

  constructor(logger: Logger, nowMs: () => number = Date.now) {
    this.logger = logger;
    this.nowMs = nowMs;
  }

  refused(refusal: Refusal): void {
    if (!TOLD.has(refusal.code)) return;
    const key = [refusal.code, refusal.method, refusal.path, refusal.address].join(' ');
    const now = this.nowMs();
    const before = this.seen.get(key);
    if (before && now - before.sinceMs < QUIET_MS) {
      before.more++;
      return;
    }
    // Whoever changes the path with every request is told of, but fills no memory.
    if (this.seen.size >= MOST) this.seen.clear();
    this.seen.set(key, { sinceMs: now, more: 0 });
    this.logger.warn({ ...refusal, ...(before?.more && { more: before.more }) }, 'a request was refused');
  }
}
