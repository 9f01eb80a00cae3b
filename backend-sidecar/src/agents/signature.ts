import { createHash } from 'node:crypto';
import type { AgentPublicKey } from '@observatory/protocol/agents';
import { importJWK, jwtVerify } from 'jose';

export interface AgentClaims {
  sub?: string;
  nonce?: unknown;
  tok?: unknown;
}

/** The audience in every proof of an agent: a signature made for something else is worth nothing here. */
export const AGENT_AUDIENCE = 'observatory-agents';

/** The claims of a JWT signed with this Ed25519 key; undefined when it is anything else (`alg` none or HS256, other key). */
export async function verifyClaims(key: AgentPublicKey, jws: string): Promise<AgentClaims | undefined> {
  try {
    const imported = await importJWK(key, 'EdDSA');
    const { payload } = await jwtVerify(jws, imported, { algorithms: ['EdDSA'], audience: AGENT_AUDIENCE });
    return payload;
  } catch {
    return undefined;
  }
}

/** RFC 7638 thumbprint of the key. */
export function keyFingerprint({ crv, kty, x }: AgentPublicKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}
