import type { z } from 'zod';
import type { HttpClientConfig } from '../config/http-client-config.ts';
import { hostPort, HttpReader } from '../http-client/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import {
  bookiesAnswer,
  brokersAnswer,
  leaderBrokerAnswer,
  racksAnswer,
  workersAnswer,
  type FunctionWorker,
} from './admin-answers.ts';
import { AdminStatusError } from './admin-error.ts';

export interface AdminClientOptions {
  /** Web addresses of brokers or of a proxy; each is asked until one answers. */
  adminUrls: readonly string[];
  client: HttpClientConfig;
  clock: Clock;
  timeoutMs: number;
  maxResponseBytes: number;
  userAgent: string;
  /** Told of each answer: what a budget charges, and what tells how the host's clock goes. */
  onAnswer?: (answer: AnswerNote) => void;
}

export interface AnswerNote {
  /** `host:port` that was asked. */
  host: string;
  bytes: number;
  /** Time of the host that answered, in whole seconds (its `Date` header); undefined without one. */
  dateMs: number | undefined;
  askedMs: number;
  answeredMs: number;
}

/**
 * Pulsar's admin REST API, reading. Requests go to the URL that answered last, then to the others; redirects to the
 * owner of a bundle are followed to brokers of the cluster only.
 */
export class PulsarAdmin {
  private readonly urls: readonly URL[];
  private readonly reader: HttpReader;
  private readonly clock: Clock;
  private readonly onAnswer: AdminClientOptions['onAnswer'];
  private preferred = 0;
  /** `host:port` of the brokers and workers that the cluster itself named. */
  private members = new Set<string>();

  constructor(options: AdminClientOptions) {
    this.urls = options.adminUrls.map((url) => new URL(url));
    this.clock = options.clock;
    this.onAnswer = options.onAnswer;
    const isMember = (host: string) => this.members.has(host) || this.urls.some((url) => hostPort(url) === host);
    this.reader = new HttpReader({
      client: options.client,
      clock: options.clock,
      timeoutMs: options.timeoutMs,
      maxBytes: options.maxResponseBytes,
      userAgent: options.userAgent,
      isKnownHost: isMember,
      isTrustedHost: isMember,
    });
  }

  /** Ids (`host:webPort`) of the cluster's live brokers. A dead one is listed until its session ends (about 30 s). */
  async brokers(cluster: string, signal?: AbortSignal): Promise<string[]> {
    const brokers = await this.get(`/admin/v2/brokers/${encodeURIComponent(cluster)}`, brokersAnswer, signal);
    for (const id of brokers) this.members.add(id);
    return brokers;
  }

  /** Ids of all bookies, read-only ones too. */
  async bookies(signal?: AbortSignal): Promise<string[]> {
    const { bookies } = await this.get('/admin/v2/bookies/all', bookiesAnswer, signal);
    return bookies.map(({ bookieId }) => bookieId);
  }

  /**
   * The function workers' own list. Only a broker with an embedded worker, or a worker, can tell; undefined when every
   * address says that it runs none.
   */
  async functionWorkers(moreUrls: readonly URL[] = [], signal?: AbortSignal): Promise<FunctionWorker[] | undefined> {
    const failures: unknown[] = [];
    for (const url of [...this.inOrder(), ...moreUrls]) {
      try {
        const workers = await this.getFrom(url, '/admin/v2/worker/cluster', workersAnswer, signal);
        for (const { workerHostname, port } of workers) this.members.add(`${workerHostname}:${port}`);
        return workers;
      } catch (error) {
        // 409: functionsWorkerEnabled=false; 404: a proxy that does not know the path.
        const none = error instanceof AdminStatusError && (error.status === 409 || error.status === 404);
        if (!none) failures.push(error);
      }
    }
    if (failures.length === 0) return undefined;
    throw allFailed('/admin/v2/worker/cluster', failures);
  }

  leaderBroker(signal?: AbortSignal): Promise<z.output<typeof leaderBrokerAnswer>> {
    return this.get('/admin/v2/brokers/leaderBroker', leaderBrokerAnswer, signal);
  }

  /** Rack by bookie id, as far as racks were configured. */
  async bookieRacks(signal?: AbortSignal): Promise<Map<string, string>> {
    const groups = await this.get('/admin/v2/bookies/racks-info', racksAnswer, signal);
    const racks = new Map<string, string>();
    for (const group of Object.values(groups)) {
      for (const [bookie, { rack }] of Object.entries(group)) if (rack) racks.set(bookie, rack);
    }
    return racks;
  }

  /**
   * Any JSON answer of the cluster, checked against its shape.
   * @throws ObservatoryError OBS_PULSAR_UNREACHABLE when no admin URL answers; AdminStatusError for 401 and 403, which
   *   another URL would answer the same.
   */
  async get<T>(path: string, shape: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const failures: unknown[] = [];
    for (const url of this.inOrder()) {
      try {
        const answer = await this.getFrom(url, path, shape, signal);
        this.preferred = this.urls.indexOf(url);
        return answer;
      } catch (error) {
        if (signal?.aborted) throw error;
        if (error instanceof AdminStatusError && (error.status === 401 || error.status === 403)) throw error;
        failures.push(error);
      }
    }
    throw allFailed(path, failures);
  }

  /** The same of one address: what each broker knows only of itself. */
  async getFrom<T>(base: URL, path: string, shape: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const url = new URL(base.pathname.replace(/\/+$/, '') + path, base);
    const askedMs = this.clock.now();
    const answer = await this.reader.get(url, { accept: 'application/json' }, signal);
    this.onAnswer?.({
      host: hostPort(url),
      bytes: answer.body.length,
      dateMs: answer.headers.date === undefined ? undefined : Date.parse(answer.headers.date),
      askedMs,
      answeredMs: this.clock.now(),
    });
    const body = answer.body.toString('utf8');
    if (answer.status !== 200) throw new AdminStatusError(answer.status, path, answer.url.host, body);
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch (error) {
      throw unexpected(answer.url.host, path, 'no JSON', error);
    }
    const parsed = shape.safeParse(json);
    if (!parsed.success)
      throw unexpected(answer.url.host, path, parsed.error.issues[0]?.message ?? 'another shape', parsed.error);
    return parsed.data;
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  private inOrder(): URL[] {
    return this.urls.map((_, i) => this.urls[(this.preferred + i) % this.urls.length]);
  }
}

function unexpected(host: string, path: string, what: string, cause: unknown): ObservatoryError {
  return new ObservatoryError('OBS_PULSAR_ANSWER', `${host} gave an unexpected answer to ${path}: ${what}`, {
    hint: 'Check that clusters[].pulsar.admin_urls names the web service of a broker (or of a proxy).',
    cause,
  });
}

function allFailed(path: string, failures: readonly unknown[]): Error {
  const [first] = failures;
  // What is not there is not there at any address.
  const missing = failures.every((failure) => failure instanceof AdminStatusError && failure.status === 404);
  if (first instanceof Error && (failures.length === 1 || missing)) return first;
  const reasons = [...new Set(failures.map(messageOf))].join('; ');
  return new ObservatoryError('OBS_PULSAR_UNREACHABLE', `no admin URL answered ${path}: ${reasons}`, {
    hint: 'Check clusters[].pulsar.admin_urls and that the brokers are up.',
    cause: new AggregateError(failures),
  });
}
