import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Config } from '../../config/index.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import { jwtKeys } from './jwt-keys.ts';
import { ROLES, type Role } from './role.ts';

export type JwtSettings = NonNullable<Config['auth']['jwt']>;

/** Whom a signed token stands for. */
export interface JwtIdentity {
  role: Role;
  /** Its `sub`. */
  name: string;
  /** Until it ends, by our clock and with its tolerance; ms. */
  validForMs: number;
}

/** A token that is not taken. */
export class RefusedJwt extends ObservatoryError {
  /** The issuer did sign it: whoever shows it does not guess. */
  readonly isSigned: boolean;

  constructor(code: string, message: string, isSigned: boolean, options: { hint: string; httpStatus: number }) {
    super(code, message, options);
    this.isSigned = isSigned;
  }
}

/** Longer ones are refused unread. */
const MAX_LENGTH = 8192;

/** Three parts of base64url; the last is empty where nobody signed, which is for the verifier to refuse. */
export const looksLikeJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token);

/**
 * Signed tokens of one issuer: asymmetric signatures of an allow-list only, with issuer, audience, expiry (and `nbf`), a
 * subject and a role. RFC 8725 is the list of what such a verifier must not fall for.
 */
export class JwtVerifier {
  readonly settings: JwtSettings;
  private readonly clock: Clock;
  private readonly keys: JWTVerifyGetKey;

  constructor(settings: JwtSettings, clock: Clock, keys: JWTVerifyGetKey = jwtKeys(settings, clock)) {
    this.settings = settings;
    this.clock = clock;
    this.keys = keys;
  }

  /**
   * @throws RefusedJwt `OBS_AUTH_INVALID_TOKEN` (401), `OBS_AUTH_FORBIDDEN` (403: it names no role here); ObservatoryError
   *   `OBS_AUTH_KEYS` (503). None of them repeats the token.
   */
  async verify(token: string): Promise<JwtIdentity> {
    const { issuer, audience, algorithms, clock_tolerance, max_age } = this.settings;
    if (token.length > MAX_LENGTH) throw invalid(`it is longer than ${MAX_LENGTH} characters`);
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clock_tolerance / 1000,
        maxTokenAge: max_age / 1000,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.clock.now()),
      }));
    } catch (error) {
      if (error instanceof ObservatoryError) throw error;
      throw invalid(
        reasonOf(error),
        error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed,
      );
    }
    const { sub: name, exp } = payload;
    if (typeof name !== 'string' || !/^[^\p{C}]{1,200}$/u.test(name) || exp === undefined)
      throw invalid('its subject is no name of 1 to 200 characters', true);
    const role = this.roleOf(payload);
    if (role) return { role, name, validForMs: Math.max(0, exp * 1000 + clock_tolerance - this.clock.now()) };
    throw new RefusedJwt('OBS_AUTH_FORBIDDEN', `the token of ${name} names no role that is known here`, true, {
      httpStatus: 403,
      hint: `its claim ${this.settings.role_claim} has to name reader, operator or admin, or a value of auth.jwt.role_mapping`,
    });
  }

  /** The highest of those that the claim names. */
  private roleOf(payload: JWTPayload): Role | undefined {
    const { role_claim, role_mapping } = this.settings;
    const named = claimAt(payload, role_claim);
    const hasMapping = Object.keys(role_mapping).length > 0;
    const roles = (Array.isArray(named) ? named : [named]).map((value: unknown) => {
      if (typeof value !== 'string') return undefined;
      if (hasMapping) return Object.hasOwn(role_mapping, value) ? role_mapping[value] : undefined;
      return ROLES.find((role) => role === value);
    });
    return ROLES.findLast((role) => roles.includes(role));
  }
}

/** The claim of that very name (a URL may hold dots), else what the path leads to. */
function claimAt(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let at: unknown = payload;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it is expired';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed here';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not of the issuer';
  if (error instanceof errors.JWKSNoMatchingKey) return 'the issuer has no such key';
  // jose's own words name claims and formats, never the token. Anything else may say more.
  return error instanceof errors.JOSEError ? messageOf(error) : 'it cannot be read';
}

function invalid(reason: string, isSigned = false): RefusedJwt {
  return new RefusedJwt('OBS_AUTH_INVALID_TOKEN', `the signed token is refused: ${reason}`, isSigned, {
    httpStatus: 401,
    hint: 'auth.jwt says what is expected: issuer, audience, algorithms',
  });
}
