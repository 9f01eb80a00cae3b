import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { messageOf } from '../../util/errors.ts';

export interface GrafanaIdentityOptions {
  /** Address of Grafana; its keys are at `/api/signing-keys/keys`. */
  url: string;
  /** Told of a header that proves nothing. */
  onRefused: (reason: string) => void;
  /** For tests. */
  keys?: JWTVerifyGetKey;
  nowMs?: () => number;
}

const claims = z.object({
  sub: z.string().min(1).max(200),
  username: z.string().max(200).optional(),
  email: z.string().max(320).optional(),
});

/** A token of Grafana lives ten minutes; one that claims more was not made by it. */
const MAX_LIFE_SECONDS = 3600;

/**
 * Whom Grafana signed for in `X-Grafana-Id`: ES256 only, with the keys that Grafana publishes (kept for ten minutes, read
 * again for a new key at most twice a minute). The answer names the actor in the audit and gives no rights.
 */
export class GrafanaIdentity {
  private readonly options: GrafanaIdentityOptions;
  private readonly keys: JWTVerifyGetKey;

  constructor(options: GrafanaIdentityOptions) {
    this.options = options;
    this.keys =
      options.keys ??
      createRemoteJWKSet(new URL(`${options.url.replace(/\/+$/, '')}/api/signing-keys/keys`), {
        timeoutDuration: 5000,
        cooldownDuration: 30_000,
        cacheMaxAge: 600_000,
      });
  }

  /** `username (user:1)`; undefined for a header that is forged, expired or of no known key. */
  async nameOf(header: string): Promise<string | undefined> {
    try {
      if (header.length > 8192) throw new errors.JWTInvalid('the token is too long');
      const { payload } = await jwtVerify(header, this.keys, {
        algorithms: ['ES256'],
        clockTolerance: 10,
        requiredClaims: ['exp', 'iat', 'sub'],
        maxTokenAge: MAX_LIFE_SECONDS,
        ...(this.options.nowMs && { currentDate: new Date(this.options.nowMs()) }),
      });
      const { sub, username, email } = claims.parse(payload);
      const name = username ?? email;
      return name === undefined ? sub : `${name} (${sub})`;
    } catch (error) {
      this.options.onRefused(messageOf(error));
      return undefined;
    }
  }
}
