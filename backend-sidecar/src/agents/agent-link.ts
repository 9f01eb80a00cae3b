import { randomBytes } from 'node:crypto';
import { agentMessage, AGENT_PROTOCOL, type AgentMessage, type SidecarMessage } from '@observatory/protocol/agents';
import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../util/clock.ts';
import { every } from '../util/every.ts';

type Hello = Extract<AgentMessage, { type: 'hello' }>;

export interface AgentLinkHandlers {
  clock: Clock;
  /** Whether the proof in the hello is that of the agent. */
  admits: (hello: Hello, nonce: string) => Promise<boolean>;
  onOpen: (link: AgentLink, hello: Hello) => void;
  onMessage: (link: AgentLink, message: Exclude<AgentMessage, Hello>) => void;
  onClose: (link: AgentLink) => void;
  /** Something that no honest agent does. */
  onRefused: (code: string, agent: string | undefined) => void;
}

const HELLO_PATIENCE_MS = 10_000;
const PING_MS = 15_000;
const CLOSE_GRACE_MS = 1000;
/** An agent reads little; one that lets this much wait does not read at all. */
const MAX_WAITING_BYTES = 4 << 20;

/** The sidecar's end of one agent's WebSocket: challenge, proof, then messages, each checked against the protocol. */
export class AgentLink {
  /** Single use, of this connection alone: a recorded proof opens nothing. */
  readonly nonce = randomBytes(24).toString('base64url');
  hello: Hello | undefined;
  private readonly socket: WebSocket;
  private readonly handlers: AgentLinkHandlers;
  private readonly cancels: (() => void)[] = [];
  private alive = true;
  private proving = false;

  /** It comes from the sidecar's own host. */
  readonly isLocal: boolean;

  constructor(socket: WebSocket, isLocal: boolean, handlers: AgentLinkHandlers) {
    this.socket = socket;
    this.isLocal = isLocal;
    this.handlers = handlers;
    const { clock } = handlers;
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('pong', () => (this.alive = true));
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') handlers.onRefused('OBS_AGENT_MESSAGE_SIZE', this.agent);
    });
    socket.on('close', () => {
      for (const cancel of this.cancels) cancel();
      handlers.onClose(this);
    });
    this.cancels.push(
      clock.setTimeout(() => {
        if (!this.hello) this.refuse('OBS_AGENT_SILENT', 'no proof came in time');
      }, HELLO_PATIENCE_MS),
      every(clock, PING_MS, () => this.checkAlive()),
    );
    this.send({ type: 'challenge', nonce: this.nonce });
  }

  get agent(): string | undefined {
    return this.hello?.agent;
  }

  send(message: SidecarMessage): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_WAITING_BYTES) return this.socket.terminate();
    this.socket.send(JSON.stringify(message));
  }

  /** Tells why, then closes. */
  refuse(code: string, message: string): void {
    this.handlers.onRefused(code, this.agent);
    this.send({ type: 'refused', code, message });
    this.close(1008, code);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSE_GRACE_MS).unref();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const parsed = agentMessage.safeParse(isBinary ? undefined : parseJson(data));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return this.refuse(
        'OBS_AGENT_MESSAGE',
        `not a message of the protocol: ${issue.path.join('.')} ${issue.message}`,
      );
    }
    const message = parsed.data;
    if (message.type !== 'hello') {
      if (!this.hello) return this.refuse('OBS_AGENT_PROOF', 'the first message has to be the proof');
      return this.handlers.onMessage(this, message);
    }
    if (this.hello || this.proving) return this.refuse('OBS_AGENT_PROOF', 'the proof was given already');
    this.proving = true;
    void this.prove(message);
  }

  private async prove(hello: Hello): Promise<void> {
    if (hello.protocol !== AGENT_PROTOCOL)
      return this.refuse('OBS_AGENT_PROTOCOL', `protocol ${hello.protocol} is not spoken here, ${AGENT_PROTOCOL} is`);
    const admitted = await this.handlers.admits(hello, this.nonce);
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (!admitted) return this.refuse('OBS_AGENT_PROOF', 'the proof is not that of an enrolled agent');
    this.hello = hello;
    this.handlers.onOpen(this, hello);
  }

  private checkAlive(): void {
    if (!this.alive) return this.socket.terminate();
    this.alive = false;
    this.socket.ping();
  }
}

function parseJson(data: RawData): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
  } catch {
    return undefined;
  }
}
