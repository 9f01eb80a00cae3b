import type { QueryConfig } from '../../config/config.ts';
import { Connection, clientHeaders, exchange } from '../../http-client/index.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError, messageOf } from '../../util/errors.ts';
import { apiError } from './api-error.ts';
import { isObject } from './is-object.ts';

export type ApiConfig = Pick<QueryConfig, 'timeout' | 'client'> & { url: string };

export interface ApiClientOptions {
  config: ApiConfig;
  clock: Clock;
  userAgent: string;
  /** Largest answer that is read. */
  maxAnswerBytes: number;
}

/** `data` of a successful answer of the Prometheus API, with what came beside it. */
export interface ApiAnswer {
  data: unknown;
  warnings: string[];
  infos: string[];
}

/** Parameters of a request; several values of one name are repeated. */
export type ApiParameters = readonly (readonly [string, string])[];

/** Asks a Prometheus-compatible server, over kept connections and within time and size limits. */
export class ApiClient {
  /** Host and path, for messages: never credentials. */
  readonly address: string;
  private readonly base: URL;
  private readonly options: ApiClientOptions;
  private readonly connection: Connection;

  constructor(options: ApiClientOptions) {
    const { config } = options;
    this.options = options;
    this.base = new URL(config.url.replace(/\/+$/, ''));
    this.address = `${this.base.host}${this.base.pathname === '/' ? '' : this.base.pathname}`;
    this.connection = new Connection(this.base.origin, {
      tls: config.client.tls,
      keepAliveMs: 60_000,
      connectTimeoutMs: Math.min(config.timeout, 10_000),
      connections: 10,
    });
  }

  /** A form, as long queries need. @throws ObservatoryError that says who refused, and why. */
  post(path: string, parameters: ApiParameters, timeoutMs: number, signal?: AbortSignal): Promise<ApiAnswer> {
    return this.ask('POST', path, Buffer.from(encoded(parameters)), timeoutMs, signal);
  }

  /** @throws ObservatoryError that says who refused, and why. */
  get(path: string, parameters: ApiParameters, timeoutMs: number, signal?: AbortSignal): Promise<ApiAnswer> {
    const query = encoded(parameters);
    return this.ask('GET', query === '' ? path : `${path}?${query}`, undefined, timeoutMs, signal);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    body: Buffer | undefined,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<ApiAnswer> {
    const { clock, config, userAgent, maxAnswerBytes } = this.options;
    const chunks: Buffer[] = [];
    let bytes = 0;
    let status = 0;
    try {
      const pool = await this.connection.acquire();
      const own = await clientHeaders(config.client, this.base);
      const form: Record<string, string> = body ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
      await exchange(
        pool,
        {
          method,
          path: `${this.base.pathname.replace(/\/$/, '')}/api/v1${path}`,
          headers: { accept: 'application/json', 'user-agent': userAgent, ...form, ...own },
          body,
        },
        {
          onHead: (answerStatus) => {
            status = answerStatus;
            return true;
          },
          onChunk: (chunk) => {
            bytes += chunk.length;
            if (bytes > maxAnswerBytes) throw this.tooLarge();
            chunks.push(Buffer.from(chunk));
          },
        },
        { clock, timeoutMs, signal },
      );
    } catch (error) {
      throw this.failed(error, signal);
    }
    return this.read(status, Buffer.concat(chunks, bytes));
  }

  private read(status: number, body: Buffer): ApiAnswer {
    let answer: unknown;
    try {
      answer = JSON.parse(body.toString('utf8'));
    } catch {
      answer = undefined;
    }
    if (status !== 200 || !isObject(answer) || answer.status !== 'success')
      throw apiError(this.address, status, answer);
    return { data: answer.data, warnings: strings(answer.warnings), infos: strings(answer.infos) };
  }

  private failed(error: unknown, signal: AbortSignal | undefined): ObservatoryError {
    if (signal?.aborted)
      return new ObservatoryError('OBS_QUERY_CANCELED', 'query was canceled', { httpStatus: 499, cause: error });
    const code = error instanceof ObservatoryError ? error.code : '';
    if (code === 'OBS_REMOTE_QUERY_LIMIT') return error as ObservatoryError;
    if (code === 'OBS_HTTP_TIMEOUT') {
      return new ObservatoryError('OBS_QUERY_TIMEOUT', `${this.address}: ${messageOf(error)}`, {
        hint: 'narrow the query, or raise query.timeout',
        httpStatus: 503,
        cause: error,
      });
    }
    return new ObservatoryError(
      'OBS_REMOTE_QUERY_UNREACHABLE',
      `the query engine ${this.address} cannot be asked: ${messageOf(error)}`,
      {
        hint: 'check query.url and that the engine is up',
        httpStatus: 503,
        cause: error,
      },
    );
  }

  private tooLarge(): ObservatoryError {
    const { maxAnswerBytes } = this.options;
    return new ObservatoryError(
      'OBS_REMOTE_QUERY_LIMIT',
      `the answer of ${this.address} is larger than ${maxAnswerBytes} bytes`,
      {
        hint: 'aggregate, select fewer series or a longer step',
        httpStatus: 422,
      },
    );
  }
}

function encoded(parameters: ApiParameters): string {
  const form = new URLSearchParams();
  for (const [name, value] of parameters) form.append(name, value);
  return form.toString();
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
