import type { z } from 'zod';
import type { ClusterConfig } from '../../config/index.ts';
import { nodeScheme } from '../../discovery/node-scheme.ts';
import { hostPort, HttpReader, type HttpAnswer, type HttpReaderOptions } from '../../http-client/index.ts';
import type { Graph } from '../../topology/index.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { CallRefusedError, CallUncertainError, isNeverSent } from './call-error.ts';

export interface ClusterControlOptions {
  cluster: ClusterConfig;
  clock: Clock;
  userAgent: string;
  /** The live graph: who belongs to the cluster. */
  graph: () => Graph;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, made with `pathOf`. */
  path: string;
  body?: unknown;
}

/** Of all but draining, which answers when it is done. */
const TIMEOUT_MS = 60_000;

/**
 * The admin APIs of one cluster, for changing it: brokers, function workers, bookies. A change is sent to one address; the
 * next is tried only when the request cannot have arrived. Redirects lead to members of the cluster only.
 */
export class ClusterControl {
  readonly name: string;
  private readonly options: ClusterControlOptions;
  private readonly admin: HttpReader;
  private readonly bookieReader: HttpReader;

  constructor(options: ClusterControlOptions) {
    this.options = options;
    const { cluster, clock, userAgent } = options;
    this.name = cluster.name;
    const isMember = (host: string) => this.isMember(host);
    const common: Omit<HttpReaderOptions, 'client'> = {
      clock,
      timeoutMs: TIMEOUT_MS,
      maxBytes: cluster.pulsar.max_response_size,
      userAgent,
      isKnownHost: isMember,
      isTrustedHost: isMember,
    };
    this.admin = new HttpReader({ ...common, client: cluster.pulsar.client });
    // Bookies know no authentication, so the cluster's token is not shown to them.
    this.bookieReader = new HttpReader({
      ...common,
      client: { ...cluster.pulsar.client, auth: undefined, headers: [] },
    });
  }

  graph(): Graph {
    return this.options.graph();
  }

  /**
   * A request to any broker. @returns the body of a 2xx.
   * @throws CallRefusedError with Pulsar's reason; CallUncertainError when it may have been done.
   */
  async broker(call: Call, signal?: AbortSignal): Promise<string> {
    return this.toFirst(this.adminUrls(), call, signal);
  }

  /** The same of one broker by its id, `host:webPort`. */
  async thatBroker(id: string, call: Call, signal?: AbortSignal): Promise<string> {
    return this.toFirst([this.urlOf('broker', id, id)], call, signal);
  }

  /** A request to any function worker, standing alone or inside a broker. */
  async worker(call: Call, signal?: AbortSignal): Promise<string> {
    const workers = [...this.graph().nodes.values()]
      .filter(({ kind, health }) => kind === 'function_worker' && health !== 'down')
      .map(({ attributes, name }) => this.urlOf('function_worker', name, String(attributes.httpAddress)));
    const urls = workers.length > 0 ? workers : this.adminUrls();
    return this.toFirst(urls, call, signal);
  }

  /** A request to the HTTP server of a bookie. */
  async bookie(id: string, call: Call, signal?: AbortSignal): Promise<string> {
    const address = this.graph().node(`${this.name}/bookie/${id}`)?.attributes.httpAddress;
    if (typeof address !== 'string' || address === '')
      throw new ObservatoryError('OBS_CONTROL_ADDRESS', `the HTTP address of bookie ${id} is not known`, {
        hint: 'list it under clusters[].bookies, and set httpServerEnabled=true in bookkeeper.conf',
        httpStatus: 409,
      });
    return this.send(this.bookieReader, this.urlOf('bookie', id, address), call, signal);
  }

  /** Any bookie's: for what concerns the whole cluster (autorecovery). Only those that answer are asked. */
  async anyBookie(call: Call, signal?: AbortSignal): Promise<string> {
    const urls = [...this.graph().nodes.values()]
      .filter(({ kind, health, attributes }) => kind === 'bookie' && health !== 'down' && attributes.httpAddress)
      .map(({ name, attributes }) => this.urlOf('bookie', name, String(attributes.httpAddress)));
    return this.toFirst(urls, call, signal, this.bookieReader);
  }

  /** The JSON of an answer, checked. */
  async json<T>(answer: Promise<string>, shape: z.ZodType<T>): Promise<T> {
    const text = await answer;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new ObservatoryError('OBS_CONTROL_ANSWER', 'an admin API answered no JSON', { cause: error });
    }
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new ObservatoryError(
      'OBS_CONTROL_ANSWER',
      `an admin API answered something unexpected: ${parsed.error.issues[0]?.message ?? ''}`,
      { cause: parsed.error },
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.close(), this.bookieReader.close()]);
  }

  private async toFirst(
    urls: readonly URL[],
    call: Call,
    signal: AbortSignal | undefined,
    reader = this.admin,
  ): Promise<string> {
    let last: unknown = new ObservatoryError('OBS_CONTROL_ADDRESS', `no address of ${this.name} is known for this`, {
      httpStatus: 409,
    });
    for (const url of urls) {
      try {
        return await this.send(reader, url, call, signal);
      } catch (error) {
        // A broker without a worker says 409; another address may have one.
        const elsewhere = error instanceof CallRefusedError && error.isNoWorker;
        if (!elsewhere && !isNeverSent(error)) throw error;
        last = error;
      }
    }
    throw last;
  }

  private async send(reader: HttpReader, base: URL, call: Call, signal: AbortSignal | undefined): Promise<string> {
    const url = new URL(base.pathname.replace(/\/+$/, '') + call.path, base);
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    let answer: HttpAnswer;
    try {
      answer = await reader.request({ method: call.method, url, headers, ...(body && { body }) }, signal);
    } catch (error) {
      if (call.method === 'GET' || isNeverSent(error)) throw error;
      throw new CallUncertainError(call, url.host, error);
    }
    const text = answer.body.toString('utf8');
    if (answer.status >= 200 && answer.status < 300) return text;
    throw new CallRefusedError(call, answer.url.host, answer.status, text);
  }

  private adminUrls(): URL[] {
    return this.options.cluster.pulsar.admin_urls.map((url) => new URL(url));
  }

  private urlOf(kind: 'broker' | 'bookie' | 'function_worker', id: string, httpAddress: string): URL {
    return new URL(`${nodeScheme({ kind, id, httpAddress }, this.options.cluster)}://${httpAddress}`);
  }

  private isMember(host: string): boolean {
    if (this.adminUrls().some((url) => hostPort(url) === host)) return true;
    const graph = this.graph();
    if (graph.nodes.get(`${this.name}/broker/${host}`)) return true;
    for (const node of graph.nodes.values())
      if (node.kind === 'function_worker' && node.attributes.httpAddress === host) return true;
    return false;
  }
}
