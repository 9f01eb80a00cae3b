import * as z from 'zod';
import {
  assignmentsAnswer,
  bookieListAnswer,
  internalStatsAnswer,
  ledgerMetadataAnswer,
  namesAnswer,
  reportAnswer,
} from '../collect/answers.ts';
import { toMetadata } from '../collect/ledger-reads.ts';
import type { FactStore } from '../facts/fact-store.ts';
import { forgetTopics, keepTopics } from '../facts/namespace-topics.ts';

/** Namespace to bundle to domain to topic. */
const topicStatsAnswer = z.record(
  z.string(),
  z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
);
const leaderAnswer = z.object({ brokerId: z.string().nullish(), serviceUrl: z.string() });
const bookiesAnswer = z.object({ bookies: z.array(z.object({ bookieId: z.string() })) });

/**
 * Answers of a recorded cluster as the facts that the collector would have made of them. What the collector asks one broker
 * may have been recorded from another question: the bundles that a broker owns are those that it tells topics of.
 */
export class RecordedAnswers {
  private readonly store: FactStore;
  /** Bookies by the list that named them: writable and read-only ones are told apart. */
  private readonly bookies = new Map<string, readonly string[]>();
  /** Broker to namespace to topics. */
  private readonly topics = new Map<string, ReadonlyMap<string, readonly string[]>>();
  private readonly statsOf = new Map<string, z.infer<typeof internalStatsAnswer>>();
  private readonly metadata = new Map<string, ReturnType<typeof toMetadata>>();

  private readonly workerAddress: (id: string) => string | undefined;

  /** @param workerAddress `host:port` of a function worker that was scraped */
  constructor(store: FactStore, workerAddress: (id: string) => string | undefined) {
    this.store = store;
    this.workerAddress = workerAddress;
  }

  /** One answer with status 200; what no fact is made of, or has another shape than Pulsar's, is left out. */
  note(url: string, body: unknown): void {
    const { pathname, searchParams, host } = new URL(url);
    const path = decodeURIComponent(pathname);
    const { store } = this;
    const as = <T>(shape: z.ZodType<T>, keep: (value: T) => void) => {
      const parsed = shape.safeParse(body);
      if (parsed.success) keep(parsed.data);
    };
    const internal = /^\/admin\/v2\/((?:non-)?persistent)\/(.+)\/internalStats$/.exec(path);
    if (path === '/admin/v2/brokers' || /^\/admin\/v2\/brokers\/[^/]+$/.test(path)) {
      if (path.endsWith('/leaderBroker'))
        as(leaderAnswer, ({ brokerId, serviceUrl }) => store.set('leader', '', brokerId ?? new URL(serviceUrl).host));
      else as(namesAnswer, (ids) => this.brokers([...ids].sort()));
    } else if (path.endsWith('/broker-stats/topics')) as(topicStatsAnswer, (stats) => this.topicsOf(host, stats));
    else if (path.endsWith('/broker-stats/load-report'))
      as(reportAnswer, (report) =>
        store.set('report', host, {
          version: report.brokerVersionString ?? '',
          serviceUrl: report.pulsarServiceUrl ?? report.pulsarServiceUrlTls ?? '',
          startedMs: report.startTimestamp ?? 0,
        }),
      );
    // The corpus' clean-up of local paths has caught the word `worker`.
    else if (/^\/admin\/v2\/\w+\/assignments$/.test(path))
      as(assignmentsAnswer, (assignments) => this.assigned(assignments));
    else if (path.endsWith('/bookie/list_bookies'))
      as(bookieListAnswer, (ids) => this.listed(searchParams.get('type') ?? 'rw', Object.keys(ids)));
    else if (path === '/admin/v2/bookies/all')
      as(bookiesAnswer, ({ bookies }) =>
        this.listed(
          'all',
          bookies.map(({ bookieId }) => bookieId),
        ),
      );
    else if (internal)
      as(internalStatsAnswer, (stats) => {
        this.statsOf.set(`${internal[1]}://${internal[2]}`, stats);
        this.ledgers();
      });
    else if (path.endsWith('/ledger/metadata'))
      as(ledgerMetadataAnswer, (ledgers) => {
        for (const [id, metadata] of Object.entries(ledgers)) this.metadata.set(id, toMetadata(metadata));
        this.ledgers();
      });
  }

  private brokers(ids: readonly string[]): void {
    this.store.set('brokers', '', ids);
    for (const id of this.topics.keys()) if (!ids.includes(id)) this.topicsOf(id, {});
  }

  private topicsOf(broker: string, stats: z.infer<typeof topicStatsAnswer>): void {
    const owned: string[] = [];
    const names = new Map<string, string[]>();
    for (const [namespace, bundles] of Object.entries(stats))
      for (const [bundle, domains] of Object.entries(bundles)) {
        owned.push(`${namespace}/${bundle}`);
        const topics = Object.values(domains).flatMap((each) => Object.keys(each));
        names.set(namespace, [...(names.get(namespace) ?? []), ...topics]);
      }
    const before = this.topics.get(broker);
    this.topics.set(broker, names);
    this.store.set('owned', broker, owned.sort());
    for (const namespace of new Set([...(before?.keys() ?? []), ...names.keys()])) {
      const all = new Set([...this.topics.values()].flatMap((of) => of.get(namespace) ?? []));
      if (all.size > 0) keepTopics(this.store, namespace, [...all]);
      else forgetTopics(this.store, namespace);
    }
  }

  /** Whoever has work is a worker; one inside a broker has the broker's address in its id (`c-<cluster>-fw-<host>-<port>`). */
  private assigned(assignments: z.infer<typeof assignmentsAnswer>): void {
    this.store.set('assignments', '', assignments);
    const workers = Object.keys(assignments)
      .sort()
      .map((workerId) => {
        const address = this.workerAddress(workerId) ?? workerId.replace(/^.*-fw-(.+)-(\d+)$/, '$1:$2');
        const [, workerHostname = address, port = '0'] = /^(.+):(\d+)$/.exec(address) ?? [];
        return { workerId, workerHostname, port: Number(port) };
      });
    this.store.set('workers', '', workers);
  }

  private listed(list: string, ids: readonly string[]): void {
    this.bookies.set(list, ids);
    if (list === 'ro') this.store.set('readOnly', '', [...ids].sort());
    this.store.set('bookies', '', [...new Set([...this.bookies.values()].flat())].sort());
  }

  private ledgers(): void {
    const unread = { state: 'not recorded', writeQuorum: 0, ackQuorum: 0, ensembles: [] };
    for (const [topic, { state, ledgers }] of this.statsOf)
      this.store.set('ledgers', topic, {
        state,
        ledgers: ledgers.map(({ ledgerId: id, entries, size: sizeBytes, underReplicated }) => ({
          id,
          entries,
          sizeBytes,
          underReplicated: underReplicated ?? false,
          ...(this.metadata.get(String(id)) ?? unread),
        })),
      });
  }
}
