/** Longest wait that a receiver can impose. */
const MAX_MS = 5 * 60_000;

/** A Retry-After header (seconds, or an HTTP date) in ms from now; undefined when there is none that makes sense. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(MAX_MS, Math.max(0, waitMs));
}
