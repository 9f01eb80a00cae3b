import type { IncomingHttpHeaders } from 'node:http';
import type { RemoteWriteConfig } from '../../config/config.ts';
import { Connection, clientHeaders, exchange } from '../../http-client/index.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf } from '../../util/errors.ts';
import { MESSAGE_NAMES } from '../message-type.ts';
import type { WriteMessageType } from '../message-type.ts';
import { retryAfterMs } from './retry-after.ts';

/** What became of one request. */
export type SendOutcome =
  | { kind: 'delivered' }
  /** It may work later: no answer, 5xx, or 429. `afterMs` when the receiver said how long to wait. */
  | { kind: 'retry'; reason: string; afterMs?: number }
  /** It will never work: the receiver has refused it, all or in part. */
  | { kind: 'refused'; reason: string };

export type EndpointConfig = Pick<
  RemoteWriteConfig,
  'url' | 'protobuf_message' | 'remote_timeout' | 'headers' | 'client' | 'queue_config'
>;

/** Enough of an answer's text to say what is wrong. */
const MAX_ANSWER_BYTES = 2048;

/** One receiver: sends bodies and reads what it says. */
export class WriteEndpoint {
  readonly messageType: WriteMessageType;
  /** Host and path, for logs: never credentials or query. */
  readonly address: string;
  private readonly url: URL;
  private readonly config: EndpointConfig;
  private readonly clock: Clock;
  private readonly connection: Connection;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(config: EndpointConfig, options: { clock: Clock; userAgent: string }) {
    this.config = config;
    this.clock = options.clock;
    this.url = new URL(config.url);
    this.address = `${this.url.host}${this.url.pathname}`;
    this.messageType = config.protobuf_message === MESSAGE_NAMES.v2 ? 'v2' : 'v1';
    this.connection = new Connection(this.url.origin, {
      tls: config.client.tls,
      keepAliveMs: 60_000,
      connectTimeoutMs: config.remote_timeout,
      connections: config.queue_config.max_shards + 1,
    });
    const isV2 = this.messageType === 'v2';
    this.headers = {
      ...config.headers,
      'user-agent': options.userAgent,
      'content-encoding': 'snappy',
      'content-type': isV2 ? `application/x-protobuf;proto=${MESSAGE_NAMES.v2}` : 'application/x-protobuf',
      'x-prometheus-remote-write-version': isV2 ? '2.0.0' : '0.1.0',
    };
  }

  /** Never rejects; an abort counts as "later". */
  async send(body: Uint8Array, signal: AbortSignal): Promise<SendOutcome> {
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let text = '';
    try {
      const pool = await this.connection.acquire();
      const own = await clientHeaders(this.config.client, this.url);
      await exchange(
        pool,
        { method: 'POST', path: `${this.url.pathname}${this.url.search}`, headers: { ...this.headers, ...own }, body },
        {
          onHead: (answerStatus, answerHeaders) => {
            status = answerStatus;
            headers = answerHeaders;
            return answerStatus >= 300;
          },
          onChunk: (chunk) => {
            if (text.length < MAX_ANSWER_BYTES) text += chunk.toString('utf8', 0, MAX_ANSWER_BYTES - text.length);
          },
        },
        { clock: this.clock, timeoutMs: this.config.remote_timeout, signal },
      );
    } catch (error) {
      return { kind: 'retry', reason: messageOf(error) };
    }
    return this.judge(status, headers, text);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private judge(status: number, headers: IncomingHttpHeaders, text: string): SendOutcome {
    if (status >= 200 && status < 300) return { kind: 'delivered' };
    const [firstLine] = text.trim().split('\n', 1);
    const reason = `${status}${firstLine === '' ? '' : `: ${firstLine.slice(0, 300)}`}`;
    const afterMs = retryAfterMs(headers['retry-after'], this.clock.now());
    const isLater = status >= 500 || (status === 429 && this.config.queue_config.retry_on_http_429);
    if (isLater) return { kind: 'retry', reason, afterMs };
    // Samples must not be lost because the address moved: the operator has to set the new one.
    if (status < 400)
      return { kind: 'retry', reason: `${reason} (redirect to another address: configure the final url)` };
    return { kind: 'refused', reason };
  }
}
