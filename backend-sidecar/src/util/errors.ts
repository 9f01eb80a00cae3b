/**
 * Every error an operator can meet: a stable code, what happened, and what to do about it (docs/errors.md has a section
 * per code). The cause is kept. `httpStatus` and `errorType` are what the Prometheus API answers for it.
 */
export class ObservatoryError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly httpStatus: number;

  constructor(code: string, message: string, options: { hint?: string; httpStatus?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ObservatoryError';
    this.code = code;
    this.hint = options.hint ?? '';
    this.httpStatus = options.httpStatus ?? 500;
  }
}

/** The message of anything thrown, for logs and answers; never a stack. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
