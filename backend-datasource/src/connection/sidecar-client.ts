import { Agent, request, type Dispatcher } from 'undici';
import WebSocket from 'ws';
import type { z } from 'zod';
import { FRAMES_MEDIA_TYPE, readFramesEnvelope, type QueryFrames } from '@observatory/protocol/frames-envelope';
import { MAX_FRAME_QUERIES, type FramesRequest } from '@observatory/protocol/frames';
import type { ConnectionSettings } from './connection-settings.ts';
import { deadline } from './deadline.ts';
import { Semaphore } from './semaphore.ts';
import { connectionError, noSidecar, SidecarError, statusError, timedOut, tooLarge } from './sidecar-error.ts';

const API = '/api/observatory/v1';
/** Twice what the sidecar limits a request's frames to. */
const DEFAULT_MAX_BYTES = 128 * 1024 * 1024;
const MAX_CONCURRENT = 16;
const CONNECT_TIMEOUT_MS = 10_000;

export interface AskOptions {
  signal: AbortSignal;
  /** More headers, such as the trace's. */
  headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  status: number;
  contentType: string;
  body: Uint8Array;
}

export interface SidecarClientOptions {
  userAgent: string;
  maxBytes?: number;
  maxConcurrent?: number;
}

/** Asks one sidecar: so many requests at once, each within a time and a size. */
export class SidecarClient {
  readonly url: string;
  private readonly settings: ConnectionSettings;
  private readonly agent: Agent;
  private readonly slots: Semaphore;
  private readonly maxBytes: number;
  private readonly userAgent: string;

  constructor(settings: ConnectionSettings, options: SidecarClientOptions) {
    const { userAgent, maxBytes = DEFAULT_MAX_BYTES, maxConcurrent = MAX_CONCURRENT } = options;
    this.settings = settings;
    this.url = settings.url;
    this.userAgent = userAgent;
    this.maxBytes = maxBytes;
    this.slots = new Semaphore(maxConcurrent);
    this.agent = new Agent({
      connect: { ...settings.tls, timeout: Math.min(CONNECT_TIMEOUT_MS, settings.timeoutMs) },
      connections: maxConcurrent,
      headersTimeout: settings.timeoutMs,
      bodyTimeout: settings.timeoutMs,
    });
  }

  /**
   * Queries to frames, by refId.
   * @throws SidecarError, or the signal's reason.
   */
  async frames(queries: FramesRequest['queries'], options: AskOptions): Promise<Map<string, QueryFrames>> {
    if (queries.length <= MAX_FRAME_QUERIES) return this.someFrames(queries, options);
    const [some, more] = await Promise.all([
      this.someFrames(queries.slice(0, MAX_FRAME_QUERIES), options),
      this.frames(queries.slice(MAX_FRAME_QUERIES), options),
    ]);
    return new Map([...some, ...more]);
  }

  private async someFrames(queries: FramesRequest['queries'], options: AskOptions): Promise<Map<string, QueryFrames>> {
    const answer = await this.ask('POST', `${API}/frames`, options, { accept: FRAMES_MEDIA_TYPE, body: { queries } });
    if (answer.status !== 200) throw statusError(answer.status, answer.body, this.url);
    if (!answer.contentType.startsWith(FRAMES_MEDIA_TYPE)) {
      throw noSidecar(this.url, `it answers ${answer.contentType || 'without a content type'} instead of frames`);
    }
    try {
      return readFramesEnvelope(answer.body);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SidecarError(
        `the answer of ${this.url} is incomplete (${reason})`,
        'it was cut off on the way: try again, and look into the log of the sidecar and of any proxy before it',
        502,
        error,
      );
    }
  }

  /** An answer of the Observatory API, checked. @throws as `frames` */
  async json<T>(path: string, schema: z.ZodType<T>, options: AskOptions): Promise<T> {
    const { status, body } = await this.get(`${API}${path}`, options);
    if (status !== 200) throw statusError(status, body, this.url);
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(body));
    } catch (error) {
      throw noSidecar(this.url, `${path} is no JSON`, error);
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw noSidecar(this.url, `${path} is not what a sidecar answers`, parsed.error);
  }

  /** Any answer as it is. @throws as `frames` */
  get(path: string, options: AskOptions): Promise<Answer> {
    return this.ask('GET', path, options, { accept: 'application/json' });
  }

  /** A WebSocket to the stream of changes. */
  openStream(): WebSocket {
    const { tls, url, timeoutMs } = this.settings;
    return new WebSocket(`${url.replace(/^http/, 'ws')}${API}/stream`, {
      ...tls,
      headers: this.headers(),
      handshakeTimeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs),
      maxPayload: this.maxBytes,
      perMessageDeflate: false,
    });
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private headers(): Record<string, string> {
    const { token } = this.settings;
    return { 'user-agent': this.userAgent, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    { signal, headers }: AskOptions,
    { accept, body }: { accept: string; body?: unknown },
  ): Promise<Answer> {
    const { timeoutMs } = this.settings;
    const limit = deadline(signal, timeoutMs);
    try {
      return await this.slots.run(limit.signal, async () => {
        const response = await request(`${this.url}${path}`, {
          method,
          dispatcher: this.agent,
          signal: limit.signal,
          headers: {
            ...headers,
            ...this.headers(),
            accept,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return {
          status: response.statusCode,
          contentType: String(response.headers['content-type'] ?? ''),
          body: await this.read(response),
        };
      });
    } catch (error) {
      if (error instanceof SidecarError) throw error;
      if (signal.aborted) throw error;
      throw limit.isOver ? timedOut(this.url, timeoutMs, error) : connectionError(error, this.url, timeoutMs);
    } finally {
      limit.clear();
    }
  }

  private async read({ body, headers }: Dispatcher.ResponseData): Promise<Uint8Array> {
    const announced = Number(headers['content-length'] ?? 0);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    if (announced <= this.maxBytes) {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > this.maxBytes) break;
        chunks.push(chunk);
      }
    }
    if (announced > this.maxBytes || bytes > this.maxBytes) {
      body.on('error', () => {});
      body.destroy();
      throw tooLarge(this.maxBytes);
    }
    return Buffer.concat(chunks, bytes);
  }
}
