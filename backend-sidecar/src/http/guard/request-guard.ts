import type { IncomingMessage } from 'node:http';
import { ObservatoryError } from '../../util/errors.ts';
import type { Authenticator, Caller } from '../auth/authenticator.ts';
import { permits, type RequiredRole } from '../auth/role.ts';
import type { HostGuard } from './host.ts';
import { checkOrigin } from './origin.ts';

/**
 * What stands before every request and every WebSocket upgrade, loopback included: Host, then Origin, then who it is and
 * what they may do. Knows Node's request only, so that upgrades pass the same gate as fastify's routes.
 */
export class RequestGuard {
  private readonly hosts: HostGuard;
  private readonly authenticator: Authenticator;
  private readonly secure: boolean;

  constructor(hosts: HostGuard, authenticator: Authenticator, secure: boolean) {
    this.hosts = hosts;
    this.authenticator = authenticator;
    this.secure = secure;
  }

  /** @throws ObservatoryError `OBS_HTTP_HOST`, `OBS_HTTP_ORIGIN`, `OBS_AUTH_*`. */
  async admit(request: IncomingMessage, required: RequiredRole): Promise<Caller> {
    this.hosts.check(request);
    checkOrigin(request, this.secure);
    if (required === 'public') return { role: undefined, via: 'nobody' };
    const caller = await this.authenticator.identify(request);
    if (permits(caller.role, required)) return caller;
    if (caller.role === undefined) {
      throw new ObservatoryError('OBS_AUTH_REQUIRED', `this needs the role ${required}: show a token`, {
        httpStatus: 401,
        hint: 'send "Authorization: Bearer <token>" or sign in at the console; loopback callers behind a proxy count as remote',
      });
    }
    throw new ObservatoryError('OBS_AUTH_FORBIDDEN', `this needs the role ${required}, and you are ${caller.role}`, {
      httpStatus: 403,
      hint:
        caller.via === 'loopback'
          ? 'configure auth.tokens, or auth.loopback_role for a machine of your own'
          : 'use the token of a higher role',
    });
  }
}
