import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AgentPublicKey, EnrolRequest } from '@observatory/protocol/agents';
import type { Clock } from '../util/clock.ts';
import { ObservatoryError } from '../util/errors.ts';
import { RegistryFile, type EnrolToken, type RegisteredAgent } from './registry-file.ts';
import { keyFingerprint, verifyClaims } from './signature.ts';

export interface NewToken {
  token: string;
  expiresMs: number;
  agent?: string;
}

const MAX_TOKENS = 10_000;

/**
 * Who may connect as which agent. A one-time token lets a new key in; from then on the key is the agent's proof. Only public
 * keys and hashes of tokens are kept. What changes is on disk before it holds, so that a crash never brings a used token or
 * a revoked key back.
 */
export class AgentRegistry {
  private readonly file: RegistryFile;
  private readonly clock: Clock;

  constructor(file: string, clock: Clock) {
    this.file = new RegistryFile(file);
    this.clock = clock;
  }

  /** @throws ObservatoryError `OBS_AGENT_REGISTRY` when the file is damaged: no agent is let in on a guess. */
  open(): void {
    this.file.open();
  }

  list(): readonly RegisteredAgent[] {
    return [...this.file.agents.values()];
  }

  get(agent: string): RegisteredAgent | undefined {
    return this.file.agents.get(agent);
  }

  /** A new one-time token; only its hash is kept. */
  createToken(options: { agent?: string; expiresSeconds: number }): NewToken {
    const token = `obs-${randomBytes(24).toString('base64url')}`;
    const expiresMs = this.clock.now() + options.expiresSeconds * 1000;
    this.forgetExpired();
    if (this.file.tokens.length >= MAX_TOKENS)
      throw new ObservatoryError('OBS_AGENT_TOKENS', `${MAX_TOKENS} enrolment tokens are open`, {
        httpStatus: 429,
        hint: 'wait until some expire; one token serves one agent',
      });
    this.file.tokens.push({ hash: hashOf(token), expiresMs, ...(options.agent && { agent: options.agent }) });
    this.file.save();
    return { token, expiresMs, ...(options.agent && { agent: options.agent }) };
  }

  /**
   * Takes a key in for a token, which is used up by it. A revoked agent may enrol anew; one that is enrolled needs a token that
   * names it, so that a token for anybody cannot take its place.
   * @throws ObservatoryError `OBS_AGENT_ENROL` (403) with what was wrong; the token is spent only when all was right.
   */
  async enrol(request: EnrolRequest): Promise<RegisteredAgent> {
    const { agent, token, publicKey, jws } = request;
    const claims = await verifyClaims(publicKey, jws);
    if (claims?.sub !== agent || claims.tok !== hashOf(token)) throw refusal('the proof of the key is not valid');
    // From here on nothing waits: two requests cannot spend one token.
    this.forgetExpired();
    const found = this.file.tokens.find((each) => sameHash(each.hash, hashOf(token)));
    if (!found) throw refusal('the token is unknown, used or expired');
    if (found.agent !== undefined && found.agent !== agent) throw refusal('the token is for another agent');
    const existing = this.file.agents.get(agent);
    if (existing && !existing.revokedMs && found.agent === undefined)
      throw refusal(`an agent named ${agent} is enrolled already`, 'make a token with its name to replace its key');
    const registered: RegisteredAgent = {
      id: agent,
      key: publicKey,
      kid: keyFingerprint(publicKey),
      enrolledMs: this.clock.now(),
    };
    this.change((tokens, agents) => {
      tokens.splice(tokens.indexOf(found), 1);
      agents.set(agent, registered);
    });
    return registered;
  }

  /** Whether the claims are the agent's answer to our challenge, by its key or the one it is changing to. */
  async admits(agent: string, jws: string, nonce: string): Promise<boolean> {
    const registered = this.file.agents.get(agent);
    if (!registered || registered.revokedMs !== undefined) return false;
    const proves = async (key: AgentPublicKey | undefined) => {
      const claims = key && (await verifyClaims(key, jws));
      return claims?.sub === agent && claims.nonce === nonce;
    };
    if (await proves(registered.key)) return this.stillAdmitted(registered);
    if (!(await proves(registered.nextKey)) || !registered.nextKey || !this.stillAdmitted(registered)) return false;
    // The new key was used: the agent has it on disk, the old one has no use any more.
    const { nextKey: key, id, enrolledMs } = registered;
    this.change((_tokens, agents) => agents.set(id, { id, enrolledMs, key, kid: keyFingerprint(key) }));
    return true;
  }

  /** A key that the connected agent wants to change to. It counts from its first use on; until then the old one does, too. */
  async rotate(agent: string, publicKey: AgentPublicKey, jws: string, nonce: string): Promise<string> {
    const claims = await verifyClaims(publicKey, jws);
    if (claims?.sub !== agent || claims.nonce !== nonce) throw refusal('the proof of the new key is not valid');
    const registered = this.file.agents.get(agent);
    if (!registered || registered.revokedMs !== undefined) throw refusal('the agent is not enrolled');
    this.change((_tokens, agents) => agents.set(agent, { ...registered, nextKey: publicKey }));
    return keyFingerprint(publicKey);
  }

  /** @throws ObservatoryError `OBS_AGENT_UNKNOWN` (404). */
  revoke(agent: string): void {
    const registered = this.file.agents.get(agent);
    if (!registered) throw new ObservatoryError('OBS_AGENT_UNKNOWN', `there is no agent ${agent}`, { httpStatus: 404 });
    const { nextKey: _dropped, ...kept } = registered;
    this.change((_tokens, agents) => agents.set(agent, { ...kept, revokedMs: this.clock.now() }));
  }

  /** Revoked while the signature was being checked? */
  private stillAdmitted({ id, kid }: RegisteredAgent): boolean {
    const now = this.file.agents.get(id);
    return now?.kid === kid && now.revokedMs === undefined;
  }

  private forgetExpired(): void {
    const now = this.clock.now();
    this.file.tokens = this.file.tokens.filter(({ expiresMs }) => expiresMs > now);
  }

  /** All or nothing: what could not be written is not believed either. */
  private change(apply: (tokens: EnrolToken[], agents: Map<string, RegisteredAgent>) => void): void {
    const before = { tokens: [...this.file.tokens], agents: new Map(this.file.agents) };
    apply(this.file.tokens, this.file.agents);
    try {
      this.file.save();
    } catch (error) {
      Object.assign(this.file, before);
      throw error;
    }
  }
}

/** What is kept of a token, and what an agent proves that it knows. */
export const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('base64url');

function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refusal(
  reason: string,
  hint = 'ask an admin for a new token: POST /api/observatory/v1/admin/agents/tokens',
): Error {
  return new ObservatoryError('OBS_AGENT_ENROL', `the agent is not enrolled: ${reason}`, { httpStatus: 403, hint });
}
