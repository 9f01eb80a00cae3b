import { randomBytes } from 'node:crypto';
import type { Clock } from '../../util/clock.ts';
import type { Role } from './role.ts';

const HOUR_MS = 3_600_000;
const IDLE_MS = 12 * HOUR_MS;
const LIFETIME_MS = 7 * 24 * HOUR_MS;
const MAX_SESSIONS = 1000;

export interface Session {
  role: Role;
  /** The token that opened it, by its place and value: the session ends when either changes. */
  tokenId: string;
  fingerprint: string;
}

interface StoredSession extends Session {
  createdMs: number;
  usedMs: number;
}

/** Signed-in browsers. Kept in memory only: a restart signs everybody out. Bounded; the least recently used goes first. */
export class SessionStore {
  private readonly clock: Clock;
  private readonly sessions = new Map<string, StoredSession>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Opens a session and returns its id: 256 random bits, the only copy besides the cookie. */
  open(session: Session): string {
    const id = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    this.sessions.set(id, { ...session, createdMs: now, usedMs: now });
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= MAX_SESSIONS) break;
      this.sessions.delete(oldest);
    }
    return id;
  }

  find(id: string): Session | undefined {
    const session = this.sessions.get(id);
    if (!session) return undefined;
    const now = this.clock.now();
    this.sessions.delete(id);
    if (now - session.usedMs > IDLE_MS || now - session.createdMs > LIFETIME_MS) return undefined;
    session.usedMs = now;
    this.sessions.set(id, session);
    return session;
  }

  close(id: string): void {
    this.sessions.delete(id);
  }
}
