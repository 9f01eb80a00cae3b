import type { ErrorSource } from './types.ts';

export interface BackendErrorOptions {
  /** HTTP status that the user's browser sees; 500. */
  status?: number;
  /** `plugin` by default. */
  source?: ErrorSource;
  cause?: unknown;
}

/** An error that knows its HTTP status and whose fault it is. Handlers throw it; the server turns it into the answer. */
export class BackendError extends Error {
  readonly status: number;
  readonly source: ErrorSource;

  constructor(message: string, { status = 500, source = 'plugin', cause }: BackendErrorOptions = {}) {
    super(message, { cause });
    this.name = 'BackendError';
    this.status = status;
    this.source = source;
  }
}

/** Status and source of anything thrown: of a `BackendError` in its chain of causes, else the plugin's 500. */
export function blameOf(thrown: unknown): { message: string; status: number; source: ErrorSource } {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  const seen = new Set<unknown>();
  for (let each = thrown; each instanceof Error && !seen.has(each); each = each.cause) {
    seen.add(each);
    if (each instanceof BackendError) return { message, status: each.status, source: each.source };
  }
  return { message, status: 500, source: 'plugin' };
}
