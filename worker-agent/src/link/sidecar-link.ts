import { readFileSync } from 'node:fs';
import os from 'node:os';
import {
  AGENT_CONNECT_PATH,
  AGENT_PROTOCOL,
  sidecarMessage,
  type AgentMessage,
  type AgentRecord,
  type SidecarMessage,
} from '@observatory/protocol/agents';
import WebSocket from 'ws';
import { messageOf } from '../util/agent-error.ts';
import type { Logger } from '../util/logger.ts';
import type { Identity } from './identity.ts';
import type { Places, Spool } from './spool.ts';

export interface TlsFiles {
  ca_file?: string;
  cert_file?: string;
  key_file?: string;
}

export interface SidecarLinkOptions {
  url: string;
  tls?: TlsFiles;
  identity: Identity;
  spool: Spool;
  version: string;
  cluster: string;
  commands: readonly string[];
  logger: Logger;
  onMessage: (
    message: Exclude<SidecarMessage, { type: 'challenge' | 'welcome' | 'ack' | 'refused' | 'rotated' | 'rotate_key' }>,
  ) => void;
  /** A connection stands: a sidecar that was started anew knows nothing of what was told before. */
  onOpen?: () => void;
  /** Shorter in tests. */
  retryMs?: { first: number; most: number };
}

const RETRY_MS = { first: 500, most: 30_000 };
/** The sidecar pings every 15 s. */
const SILENCE_MS = 45_000;
/** Sent and not acknowledged, at most: what a slow sidecar may have to take in at once. */
const WINDOW = 500;
const MAX_QUEUED_BYTES = 2 << 20;
/** Even if everything else failed to move it, what waits goes out this often. */
const FLUSH_MS = 60_000;

/** The one connection to the sidecar, made by the agent and made anew whenever it breaks. */
export class SidecarLink {
  private readonly options: SidecarLinkOptions;
  private socket: WebSocket | undefined;
  private open = false;
  private stopped = true;
  private nextToSend = 1;
  private acknowledged = 0;
  private failures = 0;
  private useNextKey = false;
  private nonce = '';
  private timer: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private readonly flusher: NodeJS.Timeout;

  constructor(options: SidecarLinkOptions) {
    this.options = options;
    this.flusher = setInterval(() => this.pump(), FLUSH_MS);
    this.flusher.unref();
  }

  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    clearInterval(this.flusher);
    this.socket?.close(1001, 'the agent is stopping');
    const socket = this.socket;
    setTimeout(() => socket?.terminate(), 500).unref();
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Cuts the connection, as a network would; it is made again. */
  disconnect(): void {
    this.socket?.terminate();
  }

  /** Keeps a record on disk and sends it at once when the link is up. @throws as `Spool.append`. */
  record(record: AgentRecord, places?: Places): void {
    this.options.spool.append(record, places);
    this.pump();
  }

  /** Something that is not numbered: an answer. Lost with the link; the sidecar asks again. */
  send(message: AgentMessage): void {
    if (this.open) this.socket?.send(JSON.stringify(message));
  }

  private connect(): void {
    if (this.stopped) return;
    const { url, tls, logger } = this.options;
    let socket: WebSocket;
    try {
      socket = new WebSocket(new URL(AGENT_CONNECT_PATH, url.replace(/^http/, 'ws')), {
        maxPayload: 1 << 20,
        perMessageDeflate: false,
        handshakeTimeout: 10_000,
        // Read each time: certificates are renewed while the agent runs.
        ...(tls?.ca_file && { ca: readFileSync(tls.ca_file) }),
        ...(tls?.cert_file && { cert: readFileSync(tls.cert_file) }),
        ...(tls?.key_file && { key: readFileSync(tls.key_file) }),
      });
    } catch (error) {
      logger.error({ error: messageOf(error) }, 'the link cannot be made');
      return this.retry();
    }
    this.socket = socket;
    this.listenForSilence(socket);
    socket.on('ping', () => this.listenForSilence(socket));
    socket.on('message', (data, isBinary) => {
      this.listenForSilence(socket);
      if (!isBinary && socket === this.socket) this.receive(String(data));
    });
    socket.on('error', (error) => logger.debug({ error: messageOf(error) }, 'the link failed'));
    socket.on('close', (code, reason) => {
      if (socket !== this.socket) return;
      if (this.open || this.failures % 20 === 0)
        logger.warn({ code, reason: String(reason) }, 'the link to the sidecar is down; what happens is kept on disk');
      this.open = false;
      this.retry();
    });
  }

  private retry(): void {
    if (this.stopped) return;
    const { first, most } = this.options.retryMs ?? RETRY_MS;
    const backoff = Math.min(most, first * 2 ** Math.min(this.failures++, 16));
    // A restarted sidecar must not meet all agents in one moment.
    this.timer = setTimeout(() => this.connect(), backoff / 2 + Math.random() * (backoff / 2));
  }

  private listenForSilence(socket: WebSocket): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => socket.terminate(), SILENCE_MS);
    this.silence.unref();
  }

  private receive(text: string): void {
    const { spool, identity, logger } = this.options;
    const parsed = sidecarMessage.safeParse(parseJson(text));
    if (!parsed.success) return logger.warn({}, 'the sidecar sent something that is not of the protocol');
    const message = parsed.data;
    switch (message.type) {
      case 'challenge':
        this.nonce = message.nonce;
        return void this.prove(message.nonce);
      case 'welcome':
        this.welcome(message.seq);
        return;
      case 'ack':
        this.acknowledged = Math.max(this.acknowledged, message.seq);
        spool.acknowledge(message.seq);
        return this.pump();
      case 'refused':
        logger.error({ code: message.code }, `the sidecar refused: ${message.message}`);
        if (identity.hasNext && message.code === 'OBS_AGENT_PROOF') this.useNextKey = !this.useNextKey;
        return;
      case 'rotate_key':
        return void this.rotate();
      case 'rotated':
        // The new key is proven by a connection that is made with it.
        this.useNextKey = true;
        return this.disconnect();
      default:
        this.options.onMessage(message);
    }
  }

  private async prove(nonce: string): Promise<void> {
    const { identity, spool, version, cluster, commands } = this.options;
    const jws = await identity.proof(nonce, this.useNextKey);
    this.socket?.send(
      JSON.stringify({
        type: 'hello',
        protocol: AGENT_PROTOCOL,
        agent: identity.agent,
        jws,
        buffer: spool.buffer,
        firstSeq: spool.firstSeq,
        version,
        host: os.hostname(),
        addresses: hostAddresses(),
        platform: `${process.platform} ${os.release()} ${process.arch}`.slice(0, 100),
        cluster,
        commands: [...commands],
      } satisfies AgentMessage),
    );
  }

  private async rotate(): Promise<void> {
    const { identity, logger } = this.options;
    try {
      this.send({ type: 'rotate', ...(await identity.offerNext(this.nonce)) });
    } catch (error) {
      logger.error({ error: messageOf(error) }, 'the key is not changed');
    }
  }

  private welcome(received: number): void {
    const { spool, identity, logger } = this.options;
    if (this.useNextKey && identity.hasNext) {
      identity.promoteNext();
      this.useNextKey = false;
    }
    this.open = true;
    this.failures = 0;
    spool.welcomed(received);
    this.acknowledged = Math.max(received, spool.firstSeq - 1);
    this.nextToSend = this.acknowledged + 1;
    logger.info({ waiting: spool.lastSeq - this.acknowledged }, 'connected to the sidecar');
    this.pump();
    this.options.onOpen?.();
  }

  /** Sends what is due, within the window. */
  private pump(): void {
    const { spool } = this.options;
    while (this.open && this.socket) {
      this.nextToSend = Math.max(this.nextToSend, spool.firstSeq);
      const room = Math.min(100, this.acknowledged + WINDOW - this.nextToSend + 1);
      if (room <= 0 || this.nextToSend > spool.lastSeq || this.socket.bufferedAmount > MAX_QUEUED_BYTES) return;
      const records = spool.from(this.nextToSend, room);
      if (records.length === 0) return;
      for (const { seq, record } of records) {
        this.socket.send(JSON.stringify({ type: 'record', seq, record } satisfies AgentMessage));
        this.nextToSend = seq + 1;
        spool.sent(seq);
      }
    }
  }
}

/** Of the host's networks, without loopback. */
function hostAddresses(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .flatMap(({ address, internal }) => (internal ? [] : [address]))
    .slice(0, 64);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
