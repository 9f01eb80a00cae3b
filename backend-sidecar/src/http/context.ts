/**
 * What the HTTP layer needs of the rest of the sidecar. main.ts builds it; tests may build it from fakes. Everything is
 * read at the time of a request, so that a reload shows at once.
 */
import type { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import type { NodeList } from '@observatory/protocol/nodes';
import type { SidecarMetrics } from '../observe/metrics.ts';
import type { RuleGroup } from '../rules/index.ts';
import type { DroppedTarget, TargetStatus } from '../scrape/target-status.ts';
import type { PromqlSource, SeriesSource } from '../storage.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import type { Authenticator } from './auth/authenticator.ts';
import type { ImportReport } from './prometheus/import-feed.ts';

export interface ApiContext {
  clock: Clock;
  logger: Logger;
  metrics: SidecarMetrics;
  authenticator: Authenticator;
  source: SeriesSource;
  engine: PromqlSource;
  language: QueryLanguage;
  targets: TargetsView;
  rules: RulesView;
  store: StoreView;
  process: ProcessView;
  nodes: () => NodeList;
  settings: () => ApiSettings;
  /** Opens the store for samples of any age; one a request. */
  openImport: (contentType: string | undefined) => Promise<ImportSession>;
  /** The remote-write receiver; undefined where writing is not offered. */
  receiveWrite: WriteReceiver | undefined;
}

export interface ImportSession {
  /** May wait while what was collected is written to disk. */
  write(chunk: Buffer): Promise<void>;
  /** Resolves when what was appended is on disk. */
  finish(): Promise<ImportReport>;
  /** The body broke off; what was appended so far may stay. */
  abort(): void;
}

export interface ApiSettings {
  /** Upper bound of a query's time, and the default; ms. */
  queryTimeoutMs: number;
  /** `/api/v1/admin/tsdb/*` answers only when the operator asked for it. */
  adminApi: boolean;
  /** `PUT /-/quit` stops the process. */
  quitApi: boolean;
  /** Bytes of one import body, 0 without a limit. */
  importLimitBytes: number;
  externalLabels: Labels;
  /** 0 means for ever. */
  retentionMs: number;
}

/** PromQL as text. All throw ObservatoryError with Prometheus' own words (`1:5: parse error: …`). */
export interface QueryLanguage {
  /** `name{a="b"}` alone, as `match[]` takes it. */
  parseSelector(text: string): readonly Matcher[];
  /** The selectors that occur anywhere in an expression. */
  selectors(text: string): (readonly Matcher[])[];
  /** Prometheus' pretty printing. */
  format(text: string): string;
  /** The tree as `parse_query` answers it. */
  parse(text: string): unknown;
}

export interface TargetsView {
  active(): readonly TargetStatus[];
  dropped(): readonly DroppedTarget[];
  /** Pool to number, those beyond what `dropped` keeps included. */
  droppedCounts(): Readonly<Record<string, number>>;
}

export interface RulesView {
  /** In the order of files, then of names. */
  groups(): readonly RuleGroup[];
  alertmanagers(): { active: readonly { url: string }[]; dropped: readonly string[] };
}

export interface StoreStats {
  series: number;
  chunks: number;
  labelPairs: number;
  minTimeMs: number;
  maxTimeMs: number;
  corruptions: number;
}

export interface NameCount {
  name: string;
  value: number;
}

/** The embedded store beyond reading and writing. */
export interface StoreView {
  stats(): StoreStats;
  /** The `limit` largest of each; memory is an estimate of the bytes the label's values take. */
  cardinality(limit: number): Promise<{
    seriesCountByMetricName: NameCount[];
    labelValueCountByLabelName: NameCount[];
    memoryInBytesByLabelName: NameCount[];
    seriesCountByLabelValuePair: NameCount[];
  }>;
  walReplay(): { min: number; max: number; current: number };
  deleteSeries(selectors: readonly (readonly Matcher[])[], minTimeMs: number, maxTimeMs: number): Promise<number>;
  cleanTombstones(): Promise<void>;
  /** Writes a consistent copy and returns its name below `<storage.path>/snapshots`. */
  snapshot(skipHead: boolean): Promise<string>;
}

export interface ProcessView {
  startedMs: number;
  version: string;
  ready(): boolean;
  /** The configuration as YAML with every secret replaced by `<secret>`. */
  configYaml(): string;
  flags(): Readonly<Record<string, string>>;
  lastReload(): { ok: boolean; atMs: number; error: string };
  storageRetention(): string;
  /** @throws ObservatoryError when the new configuration is refused; the old one stays. */
  reload(): Promise<void>;
  quit(): void;
  warnings(): readonly string[];
}

export interface WriteAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export type WriteReceiver = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
) => Promise<WriteAnswer> | WriteAnswer;
