import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ObservatoryError } from '../../util/errors.ts';

/** Largest JSON or form body; bulk routes (write, import) read their streams themselves. */
export const BODY_LIMIT_BYTES = 1 << 20;

/**
 * Observatory routes take JSON only: a form of another site can send text and forms, but not JSON. Prometheus' query
 * routes also take forms, as Prometheus does; they change nothing.
 */
export function registerBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => {
      const text = body.toString();
      if (text === '') return done(null, undefined);
      try {
        done(null, JSON.parse(text));
      } catch (error) {
        done(new ObservatoryError('OBS_HTTP_JSON', 'the body is not JSON', { httpStatus: 400, cause: error }));
      }
    },
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
    (request, body, done) => {
      if (request.routeOptions.config.forms) return done(null, new URLSearchParams(body.toString()));
      done(wrongType(request.headers['content-type']));
    },
  );
  app.addContentTypeParser('*', (request, payload, done) => {
    if (request.routeOptions.config.rawBody) return done(null, payload);
    done(wrongType(request.headers['content-type']));
  });
}

/** Observatory calls that change something are JSON even when they have no body: no form can make them. */
export function requireJson(request: FastifyRequest): void {
  if (!request.url.startsWith('/api/observatory/') || !['POST', 'PUT', 'PATCH'].includes(request.method)) return;
  if (request.routeOptions.config.rawBody) return;
  const type = request.headers['content-type'];
  if (!/^application\/json\s*(;|$)/i.test(type ?? '')) throw wrongType(type);
}

function wrongType(found: string | undefined): ObservatoryError {
  return new ObservatoryError(
    'OBS_HTTP_CONTENT_TYPE',
    `the content type ${JSON.stringify(found ?? '')} is not taken here`,
    {
      httpStatus: 415,
      hint: 'send application/json (Prometheus query routes also take application/x-www-form-urlencoded)',
    },
  );
}
