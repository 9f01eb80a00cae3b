import type { FastifyReply, FastifyRequest } from 'fastify';
import { ObservatoryError, messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import { RetryLaterError } from './auth/authenticator.ts';

/** Prometheus' error types by status. */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'bad_data',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  406: 'not_acceptable',
  413: 'bad_data',
  415: 'bad_data',
  421: 'bad_data',
  422: 'execution',
  429: 'too_many_requests',
  499: 'canceled',
  502: 'internal',
  503: 'unavailable',
};

export interface ErrorAnswer {
  status: number;
  code: string;
  message: string;
  hint: string;
  headers: Record<string, string>;
  /** Prometheus' name for it, where the status alone does not tell (`timeout` and `unavailable` share 503). */
  errorType?: string;
}

/** What a caller is told of anything thrown. Unexpected errors keep their details for the log. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof ObservatoryError) {
    const headers: Record<string, string> = {};
    if (error.httpStatus === 401) headers['www-authenticate'] = 'Bearer realm="observatory"';
    if (error instanceof RetryLaterError) headers['retry-after'] = String(error.retryAfterSeconds);
    const errorType = 'errorType' in error && typeof error.errorType === 'string' ? error.errorType : undefined;
    return { status: error.httpStatus, code: error.code, message: error.message, hint: error.hint, headers, errorType };
  }
  const status = statusOf(error);
  if (status >= 400 && status < 500) {
    return { status, code: 'OBS_HTTP_REQUEST', message: messageOf(error), hint: '', headers: {} };
  }
  return {
    status: 500,
    code: 'OBS_INTERNAL',
    message: 'internal error',
    hint: 'the log of the sidecar says more',
    headers: {},
  };
}

/** Writes an error in the form of the API that was called: Prometheus' below /api/v1, ours elsewhere. */
export function sendError(request: FastifyRequest, reply: FastifyReply, error: unknown, logger: Logger): FastifyReply {
  const answer = errorAnswer(error);
  // Work that ended because its caller left is no fault, and nobody reads the answer.
  const left = reply.raw.destroyed && (error as { name?: unknown } | null)?.name === 'AbortError';
  if (answer.status >= 500 && !left && !(error instanceof ObservatoryError)) {
    logger.error(
      {
        method: request.method,
        path: request.routeOptions.url,
        error: error instanceof Error ? error.stack : messageOf(error),
      },
      'request failed',
    );
  }
  return reply
    .code(answer.status)
    .headers(answer.headers)
    .type('application/json; charset=utf-8')
    .send(errorBody(request.url, answer));
}

export function errorBody(url: string, answer: ErrorAnswer): string {
  const path = url.split('?', 1)[0];
  if (path.startsWith('/api/v1/') || path === '/federate') {
    const errorType = answer.errorType ?? ERROR_TYPES[answer.status] ?? 'internal';
    return JSON.stringify({ status: 'error', errorType, error: answer.message });
  }
  return JSON.stringify({ error: { code: answer.code, message: answer.message, hint: answer.hint } });
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
