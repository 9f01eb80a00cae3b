import type * as z from 'zod';
import type { ClusterConfig } from '../../config/config.ts';
import { nodeScheme } from '../../discovery/node-scheme.ts';
import { hostPort } from '../../http-client/index.ts';
import {
  AdminStatusError,
  bookieHttpAddress,
  ClockSkew,
  PulsarAdmin,
  type AnswerNote,
  type FunctionWorker,
  type RequestBudget,
} from '../../pulsar/index.ts';
import type { Clock } from '../../util/clock.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';

export interface ClusterClientOptions {
  cluster: ClusterConfig;
  clock: Clock;
  budget: RequestBudget;
  /** Longest that one answer may take; the cluster's own limit applies as well. */
  timeoutMs: number;
  userAgent: string;
}

/** Brokers that are asked for function workers when the admin URLs know of none. */
const WORKER_HOSTS_TRIED = 8;

/** Asks the nodes of one cluster, each by its id. Bookies know no authentication: they never see the credentials. */
export class ClusterClient {
  readonly admin: PulsarAdmin;
  readonly clockSkew = new ClockSkew();
  private readonly bookies: PulsarAdmin;
  private readonly cluster: ClusterConfig;

  constructor({ cluster, clock, budget, timeoutMs, userAgent }: ClusterClientOptions) {
    this.cluster = cluster;
    const common = {
      clock,
      timeoutMs: Math.min(timeoutMs, cluster.pulsar.timeout),
      maxResponseBytes: cluster.pulsar.max_response_size,
      userAgent,
      onAnswer: (answer: AnswerNote) => {
        budget.charge(answer.host, answer.bytes);
        this.clockSkew.note(answer);
      },
    };
    this.admin = new PulsarAdmin({ ...common, adminUrls: cluster.pulsar.admin_urls, client: cluster.pulsar.client });
    this.bookies = new PulsarAdmin({
      ...common,
      adminUrls: [],
      client: { ...cluster.pulsar.client, auth: undefined, headers: [] },
    });
  }

  close(): Promise<unknown> {
    return Promise.all([this.admin.close(), this.bookies.close()]);
  }

  /** One broker, about itself. */
  broker<T>(id: string, path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return this.admin.getFrom(this.brokerUrl(id), path, shape, signal);
  }

  /** What any broker answers, of this one; through the admin API's own address when it cannot be reached. */
  async any<T>(host: string, path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    if (host === this.adminHost()) return this.admin.get(path, shape, signal);
    try {
      return await this.broker(host, path, shape, signal);
    } catch (error) {
      const unreachable = error instanceof ObservatoryError && /^OBS_HTTP_(FAILED|TIMEOUT)$/.test(error.code);
      if (!unreachable || signal.aborted) throw error;
      return this.admin.get(path, shape, signal);
    }
  }

  bookie<T>(id: string, path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const address = this.bookieAddress(id);
    if (address === '')
      throw new ObservatoryError('OBS_TOPOLOGY_ADDRESS', `the HTTP address of bookie ${id} is not known`, {
        hint: 'List it under clusters[].bookies.',
      });
    return this.bookies.getFrom(new URL(`${this.cluster.bookies.scheme}://${address}`), path, shape, signal);
  }

  /** `host:port` of a bookie's HTTP server, empty when it cannot be told. */
  bookieAddress(id: string): string {
    return bookieHttpAddress(id, this.cluster.bookies);
  }

  /** Any worker that answers; they all know the same. */
  async worker<T>(
    workers: readonly FunctionWorker[],
    path: string,
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const urls = workers.map((worker) => {
      const httpAddress = `${worker.workerHostname}:${worker.port}`;
      return new URL(
        `${nodeScheme({ kind: 'function_worker', id: worker.workerId, httpAddress }, this.cluster)}://${httpAddress}`,
      );
    });
    return firstOf([...urls, ...this.workerUrls()], (url) => this.admin.getFrom(url, path, shape, signal), signal);
  }

  /** The list of function workers; none when nobody who might know runs one. */
  async workers(brokers: readonly string[], signal: AbortSignal): Promise<FunctionWorker[]> {
    // The admin URL's own broker may be one without a worker.
    const more = brokers.slice(0, WORKER_HOSTS_TRIED).map((id) => this.brokerUrl(id));
    return (await this.admin.functionWorkers([...this.workerUrls(), ...more], signal)) ?? [];
  }

  private workerUrls(): URL[] {
    return this.cluster.function_workers.urls.map((url) => new URL(url));
  }

  /** Any bookie that answers, for what all of them know from the metadata store. */
  anyBookie<T>(ids: readonly string[], path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return firstOf(ids, (id) => this.bookie(id, path, shape, signal), signal);
  }

  private brokerUrl(id: string): URL {
    return new URL(`${nodeScheme({ kind: 'broker', id, httpAddress: id }, this.cluster)}://${id}`);
  }

  /** The host that a question without a certain broker is charged to. */
  adminHost(): string {
    return hostPort(new URL(this.cluster.pulsar.admin_urls[0]));
  }
}

/** Tries one after the other. What is refused, or not there, would be so everywhere: it ends the search. */
async function firstOf<A, T>(places: readonly A[], ask: (place: A) => Promise<T>, signal: AbortSignal): Promise<T> {
  const reasons = new Set<string>();
  for (const place of places.slice(0, 3)) {
    try {
      return await ask(place);
    } catch (error) {
      const final = error instanceof AdminStatusError && [401, 403, 404].includes(error.status);
      if (signal.aborted || final) throw error;
      reasons.add(messageOf(error));
    }
  }
  throw new ObservatoryError('OBS_TOPOLOGY_NO_ANSWER', reasons.size > 0 ? [...reasons].join('; ') : 'nobody to ask');
}
