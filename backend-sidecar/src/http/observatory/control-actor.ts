import type { FastifyRequest } from 'fastify';
import type { Actor } from '@observatory/protocol/control';
import type { Caller } from '../auth/authenticator.ts';

/** Says who calls: the verified Grafana user, or the token's name. Never throws: without proof it is the token. */
export interface IdentitySource {
  /** Name of the user whom Grafana signed for, undefined without (valid) proof. */
  grafanaUser(header: string, role: Actor['role'], address: string): Promise<string | undefined>;
}

const VIA = {
  bearer: 'token',
  jwt: 'jwt',
  session: 'session',
  loopback: 'loopback',
  nobody: 'loopback',
} as const satisfies Record<Caller['via'], Actor['via']>;
const HEADER = 'x-grafana-id';

/** The caller of a request, as the audit names them. What may be done comes from the token alone. */
export async function actorOf(request: FastifyRequest, identity: IdentitySource): Promise<Actor> {
  const { caller } = request;
  const role = caller?.role ?? 'reader';
  const address = request.socket.remoteAddress ?? '';
  const header = request.headers[HEADER];
  if (typeof header === 'string' && header !== '') {
    const name = await identity.grafanaUser(header, role, address);
    if (name !== undefined) return { name, role, via: 'grafana', address };
  }
  const via = VIA[caller?.via ?? 'nobody'];
  const name = caller?.name ?? (via === 'loopback' ? 'somebody on this host' : `token of role ${role}`);
  return { name, role, via, address };
}
