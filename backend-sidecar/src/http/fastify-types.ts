import type { Caller } from './auth/authenticator.ts';
import type { RequiredRole } from './auth/role.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call; a route without it does not register. */
    role?: RequiredRole;
    /** Takes application/x-www-form-urlencoded bodies. */
    forms?: boolean;
    /** Reads its body as a stream, whatever its type. */
    rawBody?: boolean;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}
