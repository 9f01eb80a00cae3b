import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Call } from './cluster-control.ts';

/** An admin API refused: nothing was done. */
export class CallRefusedError extends ObservatoryError {
  readonly status: number;
  readonly reason: string;

  constructor(call: Call, host: string, status: number, body: string) {
    const reason = reasonOf(body);
    super(
      'OBS_CONTROL_REFUSED',
      `${host} answered ${status} to ${call.method} ${call.path}${reason === '' ? '' : `: ${reason}`}`,
      { hint: hintOf(status), httpStatus: 502 },
    );
    this.name = 'CallRefusedError';
    this.status = status;
    this.reason = reason;
  }

  /** What a broker without a function worker says. */
  get isNoWorker(): boolean {
    return this.status === 409 && this.reason.includes('functionsWorkerEnabled');
  }
}

/** The answer was lost: it may or may not have been done. */
export class CallUncertainError extends ObservatoryError {
  constructor(call: Call, host: string, cause: unknown) {
    super(
      'OBS_CONTROL_UNCERTAIN',
      `${host} did not answer ${call.method} ${call.path} (${messageOf(cause)}): it may have been done`,
      { cause, httpStatus: 504 },
    );
    this.name = 'CallUncertainError';
  }
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether the request cannot have reached its server, because there was no connection. */
export function isNeverSent(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string' && NEVER_SENT.has(at.code)) return true;
    if (at instanceof AggregateError && at.errors.length > 0 && at.errors.every(isNeverSent)) return true;
  }
  return false;
}

function reasonOf(body: string): string {
  let text = body;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'reason' in parsed) text = String(parsed.reason);
  } catch {
    if (/^\s*</.test(body)) return '';
  }
  const line = text.trim().split('\n', 1)[0];
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function hintOf(status: number): string {
  if (status === 401) return 'give credentials in clusters[].pulsar.auth';
  if (status === 403) return 'the credentials of clusters[].pulsar.auth need a role that may do this (a superuser)';
  return '';
}
