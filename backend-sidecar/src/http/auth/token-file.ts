import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import type { Logger } from '../../util/logger.ts';

const RECHECK_MS = 1000;
const SHORT_TOKEN = 16;

/** One token that opens a role. */
export interface TokenSource {
  /** Names the place of the token, not its value. */
  readonly id: string;
  /** Compares the digest of a shown token (`digestOf`) in constant time. */
  matches(shown: Buffer): boolean;
  /** Identifies the present token, so that a session ends when it changes; undefined when there is none. */
  fingerprint(): string | undefined;
}

/**
 * A secret in a file, read again when the file changes (looked at once a second at most, and only when somebody shows a
 * token). Only the SHA-256 of the token is kept; equal digests are compared in constant time. A file that is gone or
 * empty lets nobody in: taking it away revokes the token.
 */
export class TokenFile implements TokenSource {
  readonly id: string;
  private readonly path: string;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private digest: Buffer | undefined;
  private version = '';
  private checkedAtMs = Number.NEGATIVE_INFINITY;

  constructor(path: string, clock: Clock, logger: Logger) {
    this.id = `file:${path}`;
    this.path = path;
    this.clock = clock;
    this.logger = logger;
  }

  matches(shown: Buffer): boolean {
    this.refresh();
    return this.digest !== undefined && timingSafeEqual(shown, this.digest);
  }

  fingerprint(): string | undefined {
    this.refresh();
    return this.digest?.toString('base64url');
  }

  private refresh(): void {
    const now = this.clock.now();
    if (Math.abs(now - this.checkedAtMs) < RECHECK_MS) return;
    this.checkedAtMs = now;
    try {
      const stat = statSync(this.path, { bigint: true });
      const version = `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
      if (version === this.version) return;
      const token = readFileSync(this.path, 'utf8').trim();
      this.version = version;
      this.digest = token === '' ? undefined : digestOf(token);
      this.warnAbout(token, Number(stat.mode));
    } catch (error) {
      if (this.version === 'unreadable') return;
      this.version = 'unreadable';
      this.digest = undefined;
      this.logger.error(
        { file: this.path, error: messageOf(error) },
        'token file cannot be read: its token is refused until it can',
      );
    }
  }

  private warnAbout(token: string, mode: number): void {
    const fields = { file: this.path };
    if (token === '') this.logger.error(fields, 'token file is empty: nobody can sign in with it');
    else if (token.length < SHORT_TOKEN)
      this.logger.warn(fields, `token is shorter than ${SHORT_TOKEN} characters: use a long random one`);
    if (process.platform !== 'win32' && (mode & 0o004) !== 0)
      this.logger.warn(fields, 'token file is readable by every user of this host: chmod 600');
  }
}

/** A token that stands in the configuration itself; it changes only with a reload. */
export class FixedToken implements TokenSource {
  readonly id: string;
  private readonly digest: Buffer;

  constructor(token: string) {
    this.digest = digestOf(token);
    this.id = `fixed:${this.digest.toString('base64url')}`;
  }

  matches(shown: Buffer): boolean {
    return timingSafeEqual(shown, this.digest);
  }

  fingerprint(): string {
    return this.digest.toString('base64url');
  }
}

/** What is compared instead of the token itself: equal length for every token, so the comparison tells nothing. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
