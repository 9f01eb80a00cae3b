import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';
import { isLoopback, wasForwarded } from '../guard/address.ts';
import { sessionIdOf } from './cookie.ts';
import { FailureLimiter } from './failure-limiter.ts';
import { JwtVerifier, looksLikeJwt, RefusedJwt, type JwtSettings } from './jwt-verifier.ts';
import { ROLES, type Role } from './role.ts';
import { SessionStore } from './sessions.ts';
import { digestOf, FixedToken, TokenFile, type TokenSource } from './token-file.ts';

export interface AuthSettings {
  /** `name`: who holds the token, for the audit. */
  tokens: readonly ({ role: Role; name?: string } & ({ tokenFile: string } | { token: string }))[];
  /** What an unsigned caller on the same host may do; `none` asks everybody for a token. */
  loopbackRole: Role | 'none';
  /** Signed tokens of an issuer, for API clients. */
  jwt?: JwtSettings;
}

export interface Caller {
  /** Undefined: nobody; only public routes answer. */
  role: Role | undefined;
  via: 'bearer' | 'jwt' | 'session' | 'loopback' | 'nobody';
  sessionId?: string;
  /** Who holds the token, as the configuration says; the subject of a signed one. */
  name?: string;
  /** How long a signed token is valid still, ms. */
  validForMs?: number;
}

interface RoleToken {
  role: Role;
  name: string | undefined;
  source: TokenSource;
}

/** Says who a request comes from. Tokens are checked strongest first; settings change with a reload, sessions survive it. */
export class Authenticator {
  readonly sessions: SessionStore;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly failures: FailureLimiter;
  private readonly secure: boolean;
  private tokens: RoleToken[] = [];
  private loopbackRole: Role | 'none' = 'none';
  private jwt: JwtVerifier | undefined;

  /** `secure`: the listener speaks TLS, so that the cookie carries Secure and the __Host- prefix. */
  constructor(options: { clock: Clock; logger: Logger; secure: boolean }) {
    this.clock = options.clock;
    this.logger = options.logger;
    this.secure = options.secure;
    this.sessions = new SessionStore(options.clock);
    this.failures = new FailureLimiter(options.clock);
  }

  configure(settings: AuthSettings): void {
    const known = new Map(this.tokens.map(({ source }) => [source.id, source]));
    this.tokens = settings.tokens
      .map((entry): RoleToken => {
        const made =
          'token' in entry ? new FixedToken(entry.token) : new TokenFile(entry.tokenFile, this.clock, this.logger);
        return { role: entry.role, name: entry.name, source: known.get(made.id) ?? made };
      })
      .sort((a, b) => ROLES.indexOf(b.role) - ROLES.indexOf(a.role));
    this.loopbackRole = settings.loopbackRole;
    // One that did not change keeps the keys it has fetched.
    if (JSON.stringify(settings.jwt) !== JSON.stringify(this.jwt?.settings))
      this.jwt = settings.jwt && new JwtVerifier(settings.jwt, this.clock);
  }

  get asksForToken(): boolean {
    return this.tokens.length > 0 || this.jwt !== undefined;
  }

  /**
   * The caller of a request, by bearer token, then session cookie, then loopback address. A wrong token is refused, never
   * taken for an unsigned loopback caller.
   * @throws ObservatoryError `OBS_AUTH_INVALID_TOKEN` (401), `OBS_AUTH_TOO_MANY_FAILURES` (429), and as `JwtVerifier.verify`.
   */
  async identify(request: IncomingMessage): Promise<Caller> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) {
      const token = bearerOf(authorization);
      const signed = await this.signedCaller(token, request);
      if (signed) return signed;
      const { role, name } = this.verify(token, request);
      return { role, via: 'bearer', ...(name !== undefined && { name }) };
    }
    const sessionId = sessionIdOf(cookie, this.secure);
    const session = sessionId === undefined ? undefined : this.sessions.find(sessionId);
    if (session) {
      const token = this.tokens.find(({ source }) => source.id === session.tokenId);
      if (token?.role === session.role && token.source.fingerprint() === session.fingerprint)
        return { role: session.role, via: 'session', sessionId, ...(token.name !== undefined && { name: token.name }) };
      this.sessions.close(sessionId ?? '');
    }
    if (this.loopbackRole !== 'none' && isLoopback(request.socket.remoteAddress) && !wasForwarded(request.headers)) {
      return { role: this.loopbackRole, via: 'loopback' };
    }
    return { role: undefined, via: 'nobody' };
  }

  /**
   * Opens a session for a token.
   * @throws as `identify`.
   */
  signIn(token: string, request: IncomingMessage): { sessionId: string; role: Role } {
    const match = this.verify(token, request);
    const fingerprint = match.source.fingerprint() ?? '';
    return {
      sessionId: this.sessions.open({ role: match.role, tokenId: match.source.id, fingerprint }),
      role: match.role,
    };
  }

  /** Undefined: what was shown is not for the verifier of signed tokens. */
  private async signedCaller(token: string, request: IncomingMessage): Promise<Caller | undefined> {
    const { jwt } = this;
    if (!jwt || !looksLikeJwt(token) || this.known(token)) return undefined;
    const address = request.socket.remoteAddress ?? '';
    const retryAfter = this.failures.retryAfterSeconds(address);
    if (retryAfter > 0) throw tooManyFailures(retryAfter);
    try {
      return { via: 'jwt', ...(await jwt.verify(token)) };
    } catch (error) {
      // Somebody guesses who shows what the issuer did not sign; not a client whose token is over.
      if (error instanceof RefusedJwt && !error.isSigned) this.failures.failed(address);
      this.logger.warn({ address, reason: messageOf(error) }, 'a signed token was refused');
      throw error;
    }
  }

  private known(token: string): RoleToken | undefined {
    const shown = digestOf(token);
    return this.tokens.find(({ source }) => source.matches(shown));
  }

  private verify(token: string, request: IncomingMessage): RoleToken {
    const address = request.socket.remoteAddress ?? '';
    const retryAfter = this.failures.retryAfterSeconds(address);
    if (retryAfter > 0) throw tooManyFailures(retryAfter);
    const match = this.known(token);
    if (match) return match;
    this.failures.failed(address);
    this.logger.warn({ address }, 'a wrong token was shown');
    throw new ObservatoryError('OBS_AUTH_INVALID_TOKEN', 'the token is not known here', {
      httpStatus: 401,
      hint: this.asksForToken
        ? 'compare it with the token_file of the role you want'
        : 'no auth.tokens are configured: send no token',
    });
  }
}

/** @throws ObservatoryError `OBS_AUTH_INVALID_TOKEN` */
function bearerOf(header: string): string {
  const bearer = /^Bearer +([^\s]+)\s*$/i.exec(header);
  if (bearer) return bearer[1];
  throw new ObservatoryError('OBS_AUTH_INVALID_TOKEN', 'the Authorization header is not "Bearer <token>"', {
    httpStatus: 401,
    hint: 'send the content of a token_file as a bearer token; basic authentication is not supported',
  });
}

/** A refusal that says when to come back. */
export class RetryLaterError extends ObservatoryError {
  readonly retryAfterSeconds: number;

  constructor(code: string, message: string, retryAfterSeconds: number, hint: string) {
    super(code, message, { httpStatus: 429, hint });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

function tooManyFailures(seconds: number): RetryLaterError {
  return new RetryLaterError(
    'OBS_AUTH_TOO_MANY_FAILURES',
    'too many wrong tokens from this address',
    seconds,
    `try again in ${seconds} s`,
  );
}
