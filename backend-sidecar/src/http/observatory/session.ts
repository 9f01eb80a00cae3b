import type { FastifyRequest } from 'fastify';
import { sessionAnswer, signInRequest, type SessionAnswer } from '@observatory/protocol/session';
import { ObservatoryError } from '../../util/errors.ts';
import type { Caller } from '../auth/authenticator.ts';
import { expiredCookie, sessionCookie, sessionIdOf } from '../auth/cookie.ts';
import type { ApiContext } from '../context.ts';
import type { OperationRegistry } from './operation.ts';

/** `/session`: the console signs in with a token and gets a cookie that scripts cannot read. */
export function registerSession(operations: OperationRegistry, context: ApiContext, secure: boolean): void {
  const { authenticator } = context;
  const describe = ({ role, via }: Caller): SessionAnswer => ({
    role: role ?? null,
    signedIn: via === 'session' || via === 'bearer' || via === 'jwt',
    tokenNeeded: role === undefined && authenticator.asksForToken,
  });

  operations.add({
    method: 'GET',
    path: '/session',
    role: 'public',
    summary: 'Who the caller is',
    answer: sessionAnswer,
    handle: async (_input, request) => describe(await callerOf(request, context)),
  });

  // Grafana's app sends the token of a higher rank with each of these prefixes; its configuration page checks them here.
  for (const [prefix, role] of [
    ['/control', 'operator'],
    ['/admin', 'admin'],
  ] as const) {
    operations.add({
      method: 'GET',
      path: `${prefix}/session`,
      role,
      summary: `Who the caller is; answers ${role}s only`,
      answer: sessionAnswer,
      handle: async (_input, request) => describe(await callerOf(request, context)),
    });
  }

  operations.add({
    method: 'POST',
    path: '/session',
    role: 'public',
    summary: 'Signs in with a token; the answer sets the session cookie',
    body: signInRequest,
    answer: sessionAnswer,
    handle: ({ body: { token } }, request, reply) => {
      const { sessionId, role } = authenticator.signIn(token.trim(), request.raw);
      reply.header('set-cookie', sessionCookie(sessionId, secure));
      return { role, signedIn: true, tokenNeeded: false };
    },
  });

  operations.add({
    method: 'DELETE',
    path: '/session',
    role: 'public',
    summary: 'Signs out',
    answer: sessionAnswer,
    handle: async (_input, request, reply) => {
      const id = sessionIdOf(request.headers.cookie, secure);
      if (id !== undefined) authenticator.sessions.close(id);
      reply.header('set-cookie', expiredCookie(secure));
      return describe(await callerOf(request, context));
    },
  });
}

/** Nobody when the caller shows a wrong token: this route tells who one is, it refuses nothing. */
async function callerOf(request: FastifyRequest, context: ApiContext): Promise<Caller> {
  try {
    return await context.authenticator.identify(request.raw);
  } catch (error) {
    if (error instanceof ObservatoryError && (error.httpStatus === 401 || error.httpStatus === 403))
      return { role: undefined, via: 'nobody' };
    throw error;
  }
}
