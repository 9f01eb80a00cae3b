import { Canonical } from '../canonical/index.ts';
import { Labels } from '../model/labels.ts';
import { createIngester } from '../scrape/ingest.ts';
import type { Ingester } from '../scrape/ingest-types.ts';
import { sampleLabels } from '../scrape/sample-labels.ts';
import { ReportSeries } from '../scrape/scrape-report.ts';
import type { Appender } from '../storage.ts';
import { messageOf } from '../util/errors.ts';
import type { RecordedNode } from './recorded-nodes.ts';
import { nodeKind, type RecordedScrape } from './recorded-scrape.ts';

export interface RecordingImportOptions {
  appender: Appender;
  /** Cluster that series without a cluster of their own belong to. */
  cluster: string;
  nodes: readonly RecordedNode[];
  /** Time of the first scrape. */
  startMs: number;
}

export interface RecordingReport {
  scrapes: number;
  failures: number;
  samples: number;
  fromMs: number;
  toMs: number;
  /** Bodies that could not be read, at most a few. */
  errors: string[];
}

const UNLIMITED = {
  sampleLimit: 0,
  labelLimit: 0,
  labelNameLengthLimit: 0,
  labelValueLengthLimit: 0,
  bodySizeLimitBytes: 0,
};
/** Brokers expose a `cluster` of their own; the target's is the one all nodes share, as in clusterJobs. */
const OWN_CLUSTER = new Set(['exported_cluster']);
const MAX_ERRORS = 10;
const STATS_PERIOD_MS = 60_000;
const MAX_SERIES_PER_TARGET = 20_000;

interface Target {
  ingester: Ingester;
  report: ReportSeries;
}

/**
 * Takes in recorded scrapes as if they were made now: parsed by the scraper's ingester, with `up` and the other series of a
 * scrape, staleness markers after failures, and the canonical series derived on the way. Scrapes come in order of time.
 */
export class RecordingImport {
  readonly report: RecordingReport = {
    scrapes: 0,
    failures: 0,
    samples: 0,
    fromMs: Infinity,
    toMs: -Infinity,
    errors: [],
  };
  private readonly options: RecordingImportOptions;
  private readonly canonical: Canonical;
  private readonly targets = new Map<string, Target>();

  constructor(options: RecordingImportOptions) {
    this.options = options;
    this.canonical = new Canonical({
      appender: options.appender,
      nowMs: options.startMs,
      enabled: true,
      families: [],
      periodMs: STATS_PERIOD_MS,
      maxSeriesPerTarget: MAX_SERIES_PER_TARGET,
    });
  }

  write(scrape: RecordedScrape): void {
    const { timestampMs, durationSeconds, body } = scrape;
    const { ingester, report } = this.target(scrape);
    const total = this.report;
    total.scrapes++;
    total.fromMs = Math.min(total.fromMs, timestampMs);
    total.toMs = Math.max(total.toMs, timestampMs);
    const counts = { scraped: 0, postRelabel: 0, added: 0, bodyBytes: 0 };
    let up = false;
    if (body) {
      try {
        ingester.begin(scrape.contentType, body.length);
        ingester.write(body);
        Object.assign(counts, ingester.finish(timestampMs));
        up = true;
        total.samples += counts.scraped;
      } catch (error) {
        ingester.abort();
        if (total.errors.length < MAX_ERRORS)
          total.errors.push(`${scrape.node} at ${new Date(timestampMs).toISOString()}: ${messageOf(error)}`);
      }
    }
    if (!up) {
      total.failures++;
      ingester.markStale(timestampMs);
    }
    report.append(timestampMs, { up, durationSeconds, ...counts });
  }

  close(): void {
    for (const { ingester } of this.targets.values()) ingester.close();
  }

  private target({ kind, node, url }: RecordedScrape): Target {
    const key = `${kind}/${node}`;
    const known = this.targets.get(key);
    if (known) return known;
    const { cluster, nodes, appender } = this.options;
    const identity = nodes.find((each) => each.kind === nodeKind(kind) && each.name === node);
    const address = identity?.address ?? new URL(url).host;
    const labels = Labels.fromObject({
      job: nodeKind(kind),
      instance: address,
      cluster,
      node: identity?.id ?? address,
      node_name: node,
    });
    const target = {
      ingester: createIngester(this.canonical.targetAppender(), {
        mutateLabels: sampleLabels(labels, { honor_labels: false }, (all) => all.without(OWN_CLUSTER)),
        honorTimestamps: true,
        trackTimestampsStaleness: false,
        strict: false,
        limits: UNLIMITED,
      }),
      report: new ReportSeries(appender, labels),
    };
    this.targets.set(key, target);
    return target;
  }
}
