import { ObservatoryError } from '../util/errors.ts';
import { errorAnswer } from './admin-answers.ts';

/** An answer other than 200 from the admin API. */
export class AdminStatusError extends ObservatoryError {
  readonly status: number;

  constructor(status: number, path: string, host: string, body: string) {
    const reason = reasonOf(body);
    super('OBS_PULSAR_STATUS', `${host} answered ${status} to ${path}${reason === '' ? '' : `: ${reason}`}`, {
      hint: hintFor(status),
    });
    this.name = 'AdminStatusError';
    this.status = status;
  }
}

/** Pulsar's own reason, one line; a stack trace or an HTML page says nothing to an operator. */
function reasonOf(body: string): string {
  try {
    const parsed = errorAnswer.safeParse(JSON.parse(body));
    if (parsed.success) return firstLine(parsed.data.reason);
  } catch {
    // Not JSON: the text itself.
  }
  return /^\s*</.test(body) ? '' : firstLine(body);
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0].trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function hintFor(status: number): string {
  if (status === 401) return 'Give credentials in clusters[].pulsar.auth.';
  if (status === 403)
    return 'The credentials need a role that may read brokers, bookies and workers (a superuser, in plain Pulsar).';
  return '';
}
