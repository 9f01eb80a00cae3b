import { createPublicKey } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type CryptoKey, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { JwtSettings } from './jwt-verifier.ts';

/** How long fetched keys are used before they are fetched again. */
const CACHE_MS = 600_000;
/** A key that is not there is looked for again this often at most, however many tokens name it. */
const COOLDOWN_MS = 30_000;
const RECHECK_MS = 1000;

/** The keys of an issuer, from where the configuration says. */
export function jwtKeys(settings: JwtSettings, clock: Clock): JWTVerifyGetKey {
  const { jwks_url, jwks_file, public_key_file } = settings;
  if (jwks_url !== undefined) return remoteKeys(new URL(jwks_url));
  if (jwks_file !== undefined)
    return fromFile(jwks_file, clock, (text) => createLocalJWKSet(keySet.parse(JSON.parse(text))));
  return fromFile(public_key_file ?? '', clock, (text) => {
    if (text.includes('PRIVATE KEY')) throw new Error('it holds a private key: give the public one alone');
    // jose takes Node's key as it is, and refuses one that does not fit the algorithm.
    const key = createPublicKey(text) as unknown as CryptoKey;
    return () => Promise.resolve(key);
  });
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

function remoteKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: 5000,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: CACHE_MS,
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      // No such key: the token's fault. Everything else is that nobody can tell.
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw keysError(url.origin + url.pathname, error);
    }
  };
}

/** Reads a file again when it has changed, looked at once a second at most. Taking it away revokes all tokens. */
function fromFile(file: string, clock: Clock, parse: (text: string) => JWTVerifyGetKey): JWTVerifyGetKey {
  let version = '';
  let checkedMs = Number.NEGATIVE_INFINITY;
  let current: JWTVerifyGetKey = () => Promise.reject(keysError(file, new Error('it was not read yet')));
  const refresh = async (): Promise<void> => {
    if (Math.abs(clock.now() - checkedMs) < RECHECK_MS) return;
    try {
      const { ino, size, mtimeMs } = await stat(file);
      const now = `${ino}:${size}:${mtimeMs}`;
      if (now !== version) current = parse(await readFile(file, 'utf8'));
      version = now;
    } catch (error) {
      version = '';
      current = () => Promise.reject(keysError(file, error));
    }
    checkedMs = clock.now();
  };
  let refreshing: Promise<void> | undefined;
  return async (header, token) => {
    await (refreshing ??= refresh().finally(() => (refreshing = undefined)));
    return current(header, token);
  };
}

function keysError(where: string, error: unknown): ObservatoryError {
  const why = error instanceof z.ZodError ? 'it is no JSON Web Key Set' : messageOf(innermost(error));
  return new ObservatoryError('OBS_AUTH_KEYS', `the keys of the issuer cannot be read from ${where}: ${why}`, {
    httpStatus: 503,
    hint: 'check auth.jwt; until they can be read no signed token is taken',
    cause: error,
  });
}

/** `fetch failed` alone helps nobody. */
function innermost(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error && error.cause !== undefined
    ? innermost(error.cause)
    : error;
}
