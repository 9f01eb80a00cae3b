import { capabilityList, metricList, type MetricDescription } from '@observatory/protocol/capabilities';
import { logSources, type LogSources } from '@observatory/protocol/logs';
import { nodeList, type Node } from '@observatory/protocol/nodes';
import { runList, type RunInfo } from '@observatory/protocol/run-objects';
import { topicList } from '@observatory/protocol/topics';
import * as z from 'zod';

/** A window of time, ms since the epoch. */
export interface Window {
  fromMs: number;
  toMs: number;
}

export type Params = Record<string, string | number | string[]>;
/** GET of one of the datasource's resources, at the sidecar's own path. */
export type GetResource = (path: string, params?: Params) => Promise<unknown>;

/** How long an answer stands: long enough for the typing of one query, short enough for a new topic to be seen. */
const KEPT_MS = 30_000;

/** The most that the sidecar gives at once. */
const TOPICS_PAGE = 1000;

const strings = z.object({ data: z.array(z.string()) });
const vector = z.object({
  data: z.object({
    resultType: z.string(),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
export type VectorSample = z.infer<typeof vector>['data']['result'][number];

/**
 * What editors and variables ask the sidecar, through the datasource's resources. Equal questions within half a minute
 * are asked once. Everything throws what the resource answers: a sentence and a hint of the sidecar.
 */
export class Resources {
  private readonly get: GetResource;
  private readonly now: () => number;
  private readonly answers = new Map<string, { at: number; answer: Promise<unknown> }>();

  constructor(get: GetResource, now: () => number = Date.now) {
    this.get = get;
    this.now = now;
  }

  /** Label names of the series that match one of the selectors; of all without any. */
  async labels(selectors: string[], window?: Window): Promise<string[]> {
    return strings.parse(await this.ask('api/v1/labels', withWindow({ 'match[]': selectors }, window))).data;
  }

  async labelValues(label: string, selectors: string[], window?: Window, limit = 10_000): Promise<string[]> {
    const path = `api/v1/label/${encodeURIComponent(escapeLabel(label))}/values`;
    return strings.parse(await this.ask(path, withWindow({ 'match[]': selectors, limit }, window))).data;
  }

  /** Names of metrics that have series in the window. */
  metricNames(window?: Window): Promise<string[]> {
    return this.labelValues('__name__', [], window);
  }

  /** What every metric is and how it may be put together, by name. */
  async metrics(): Promise<Map<string, MetricDescription>> {
    const { metrics } = metricList.parse(await this.ask('api/observatory/v1/metrics'));
    return new Map(metrics.map((metric) => [metric.name, metric]));
  }

  async nodes(): Promise<Node[]> {
    return nodeList.parse(await this.ask('api/observatory/v1/nodes')).nodes;
  }

  async capabilities() {
    return capabilityList.parse(await this.ask('api/observatory/v1/capabilities'));
  }

  /** Names of topics or namespaces, by name; at most `limit` of them. */
  async topicNames(by: 'topic' | 'namespace', { namespace = '', cluster = '', limit = 5000 } = {}): Promise<string[]> {
    const filters = { ...(namespace === '' ? {} : { namespace }), ...(cluster === '' ? {} : { cluster }) };
    const names = new Set<string>();
    for (let offset = 0; offset < limit; offset += TOPICS_PAGE) {
      const page = { by, sort: 'name', order: 'asc', limit: TOPICS_PAGE, offset, ...filters };
      const { rows, total } = topicList.parse(await this.ask('api/observatory/v1/topics', page));
      for (const { name } of rows) names.add(name);
      if (offset + rows.length >= total || rows.length === 0) break;
    }
    return [...names].sort();
  }

  /** What filters of logs can take. */
  async logSources(): Promise<LogSources> {
    return logSources.parse(await this.ask('api/observatory/v1/logs/sources'));
  }

  /** The newest benchmark runs, newest first. */
  async runs(): Promise<RunInfo[]> {
    return runList.parse(await this.ask('api/observatory/v1/runs')).runs;
  }

  /** An instant query, for variables. */
  async instant(expr: string, atMs: number): Promise<VectorSample[]> {
    const { data } = vector.parse(await this.ask('api/v1/query', { query: expr, time: atMs / 1000 }));
    return data.result;
  }

  private ask(path: string, params: Params = {}): Promise<unknown> {
    const key = JSON.stringify([path, params]);
    const kept = this.answers.get(key);
    if (kept && this.now() - kept.at < KEPT_MS) return kept.answer;
    for (const [other, { at }] of this.answers) if (this.now() - at >= KEPT_MS) this.answers.delete(other);
    const answer = this.get(path, params);
    this.answers.set(key, { at: this.now(), answer });
    // A failure is not kept: the next keystroke asks again.
    answer.catch(() => this.answers.delete(key));
    return answer;
  }
}

/** Rounded to whole minutes, so that a window that moves with the clock asks the same question. */
function withWindow(params: Params, window: Window | undefined): Params {
  if (!window) return params;
  return { ...params, start: Math.floor(window.fromMs / 60_000) * 60, end: Math.ceil(window.toMs / 60_000) * 60 };
}

/** As Prometheus has names in a path: those that are no identifiers with `U__` and code points. */
function escapeLabel(label: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) return label;
  const escaped = [...label].map((char) =>
    char === '_' ? '__' : /[a-zA-Z0-9]/.test(char) ? char : `_${(char.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `U__${escaped.join('')}`;
}
