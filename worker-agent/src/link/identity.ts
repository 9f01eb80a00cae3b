import { createHash, generateKeyPairSync, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import path from 'node:path';
import type { AgentPublicKey, EnrolRequest } from '@observatory/protocol/agents';
import { SignJWT } from 'jose';
import { AgentError } from '../util/agent-error.ts';
import { readIfThere, writeDurably } from '../util/durable-file.ts';

/** Of every proof, so that a signature made for something else is worth nothing. */
const AUDIENCE = 'observatory-agents';

/** The agent's name and its Ed25519 key, in a file that only its user can read. */
export class Identity {
  readonly agent: string;
  private readonly directory: string;
  private key: KeyObject;
  private next: KeyObject | undefined;

  private constructor(agent: string, directory: string, key: KeyObject, next: KeyObject | undefined) {
    this.agent = agent;
    this.directory = directory;
    this.key = key;
    this.next = next;
  }

  /** The identity on disk; undefined when the agent is not enrolled. @throws AgentError `OBS_AGENT_KEY`. */
  static load(agent: string, directory: string): Identity | undefined {
    const key = readKey(path.join(directory, 'agent.key'));
    return key && new Identity(agent, directory, key, readKey(path.join(directory, 'agent.next.key')));
  }

  /** A new key, not on disk until `save`. */
  static create(agent: string, directory: string): Identity {
    return new Identity(agent, directory, newKey(), undefined);
  }

  save(): void {
    writeDurably(path.join(this.directory, 'agent.key'), pemOf(this.key));
  }

  get publicKey(): AgentPublicKey {
    return publicJwk(this.key);
  }

  /** Of the body of the enrolment. */
  async enrolment(token: string): Promise<EnrolRequest> {
    const tok = createHash('sha256').update(token, 'utf8').digest('base64url');
    return { agent: this.agent, token, publicKey: this.publicKey, jws: await this.sign(this.key, { tok }) };
  }

  /** The answer to a challenge; with a key that waits to be used, by that one every other time, until one is taken. */
  proof(nonce: string, useNext: boolean): Promise<string> {
    return this.sign(useNext && this.next ? this.next : this.key, { nonce });
  }

  get hasNext(): boolean {
    return this.next !== undefined;
  }

  /** A new key to change to. It is on disk before the sidecar hears of it: a crash in between shuts nobody out. */
  async offerNext(nonce: string): Promise<{ publicKey: AgentPublicKey; jws: string }> {
    this.next ??= newKey();
    writeDurably(path.join(this.directory, 'agent.next.key'), pemOf(this.next));
    return { publicKey: publicJwk(this.next), jws: await this.sign(this.next, { nonce }) };
  }

  /** The sidecar took the new key: it is the key from now on. */
  promoteNext(): void {
    if (!this.next) return;
    this.key = this.next;
    this.save();
    this.next = undefined;
    writeDurably(path.join(this.directory, 'agent.next.key'), '');
  }

  private sign(key: KeyObject, claims: Record<string, string>): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(this.agent)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .sign(key);
  }
}

const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function publicJwk(key: KeyObject): AgentPublicKey {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { kty: 'OKP', crv: 'Ed25519', x };
}

function readKey(file: string): KeyObject | undefined {
  const text = readIfThere(file);
  if (text === undefined || text === '') return undefined;
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw new AgentError('OBS_AGENT_KEY', `the key in ${file} cannot be read`, {
      hint: 'move it away and enrol the agent again',
      cause: error,
    });
  }
}
