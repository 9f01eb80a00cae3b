import { SupplementaryQueryType } from '@grafana/data';
import type {
  AdHocVariableFilter,
  CoreApp,
  DataFrame,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  DataSourceWithSupplementaryQueriesSupport,
  MetricFindValue,
  QueryFixAction,
  ScopedVars,
  SupplementaryQueryOptions,
  TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type StreamingFrameOptions, type TemplateSrv } from '@grafana/runtime';
import { map, type Observable } from 'rxjs';
import { annotationSupport } from './annotations/annotation-support.ts';
import { matcherOf } from './promql/adhoc-filters.ts';
import { renderSelector } from './promql/render-builder.ts';
import { selectorsOf } from './promql/selectors-of.ts';
import { defaultQuery } from './query/default-query.ts';
import { withFilterableLabels } from './query/filterable-labels.ts';
import { interpolateQuery, type Replace } from './query/interpolate-query.ts';
import { isEmptyQuery } from './query/is-empty.ts';
import { logsVolumeQuery, logsVolumeRequest } from './query/logs-volume.ts';
import { modifyQuery } from './query/modify-query.ts';
import { queryText } from './query/query-text.ts';
import { isOfNewerVersion, upgradeQuery } from './query/upgrade-query.ts';
import { Resources, type Window } from './resources.ts';
import type { ObservatoryOptions, ObservatoryQuery } from './types.ts';
import { ObservatoryVariableSupport } from './variables/VariableSupport.ts';

/** Rows that a live panel holds beyond what history brought, before the oldest leave. */
const LIVE_ROWS = 2000;

/** The datasource as Grafana's frontend sees it. Every query runs in the backend; here is what editors need. */
export class ObservatoryDataSource
  extends DataSourceWithBackend<ObservatoryQuery, ObservatoryOptions>
  implements DataSourceWithSupplementaryQueriesSupport<ObservatoryQuery>
{
  readonly resources: Resources;
  private readonly templates: TemplateSrv;

  constructor(settings: DataSourceInstanceSettings<ObservatoryOptions>, templates: TemplateSrv = getTemplateSrv()) {
    super(settings);
    this.templates = templates;
    this.interval = settings.jsonData.timeInterval ?? '15s';
    this.resources = new Resources((path, params) => this.getResource(path, params));
    this.annotations = annotationSupport;
    // Grafana's type wants an editor for any datasource; this one is only ever given ours.
    this.variables = new ObservatoryVariableSupport(this) as unknown as typeof this.variables;
    // History and live in one panel: as much as the history has, and room for what follows.
    this.streamOptionsProvider = (request, frame) => liveBuffer(request, frame);
  }

  override query(request: DataQueryRequest<ObservatoryQuery>): Observable<DataQueryResponse> {
    const targets = request.targets.map((target) => this.upgraded(target));
    const metrics = new Set(targets.filter(({ queryType }) => queryType === 'metrics').map(({ refId }) => refId));
    return super.query({ ...request, targets }).pipe(map((response) => withFilterableLabels(response, metrics)));
  }

  override getDefaultQuery(app: CoreApp): Partial<ObservatoryQuery> {
    return defaultQuery(app) as Partial<ObservatoryQuery>;
  }

  override filterQuery(query: ObservatoryQuery): boolean {
    return query.hide !== true && (isOfNewerVersion(query) || !isEmptyQuery(upgradeQuery(query)));
  }

  override getQueryDisplayText(query: ObservatoryQuery): string {
    return isOfNewerVersion(query) ? JSON.stringify(query) : queryText(upgradeQuery(query));
  }

  override applyTemplateVariables(
    query: ObservatoryQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[],
  ): ObservatoryQuery {
    if (isOfNewerVersion(query)) return query;
    return this.saved(interpolateQuery(upgradeQuery(query), this.replace, scopedVars, filters), query);
  }

  /** For Explore, which has no dashboard variables: all of them are put in. */
  override interpolateVariablesInQueries(
    queries: ObservatoryQuery[],
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[],
  ): ObservatoryQuery[] {
    return queries.map((query) => ({
      ...this.applyTemplateVariables(query, scopedVars, filters),
      datasource: this.getRef(),
    }));
  }

  override modifyQuery(query: ObservatoryQuery, action: QueryFixAction): ObservatoryQuery {
    if (isOfNewerVersion(query)) return query;
    return this.saved(modifyQuery(upgradeQuery(query), action), query);
  }

  override targetContainsTemplate(query: ObservatoryQuery): boolean {
    return this.templates.containsTemplate(JSON.stringify(query));
  }

  /** Explore's chart of lines over time, counted by the sidecar over the whole range. */
  getSupportedSupplementaryQueryTypes(): SupplementaryQueryType[] {
    return [SupplementaryQueryType.LogsVolume];
  }

  getSupplementaryQuery({ type }: SupplementaryQueryOptions, query: ObservatoryQuery): ObservatoryQuery | undefined {
    return type === SupplementaryQueryType.LogsVolume && !isOfNewerVersion(query) ? logsVolumeQuery(query) : undefined;
  }

  getSupplementaryRequest(
    type: SupplementaryQueryType,
    request: DataQueryRequest<ObservatoryQuery>,
  ): DataQueryRequest<ObservatoryQuery> | undefined {
    return type === SupplementaryQueryType.LogsVolume ? logsVolumeRequest(request) : undefined;
  }

  /** Label names for ad-hoc filters: of the series that the panels show, under the other filters. */
  override async getTagKeys(options?: DataSourceGetTagKeysOptions<ObservatoryQuery>): Promise<MetricFindValue[]> {
    const selectors = this.selectorsUnder(options?.queries, options?.filters ?? []);
    const names = await this.resources.labels(selectors, windowOf(options?.timeRange));
    return names.filter((name) => name !== '__name__').map((name) => ({ text: name }));
  }

  override async getTagValues(options: DataSourceGetTagValuesOptions<ObservatoryQuery>): Promise<MetricFindValue[]> {
    const others = (options.filters ?? []).filter(({ key }) => key !== options.key);
    const selectors = this.selectorsUnder(options.queries, others);
    const values = await this.resources.labelValues(options.key, selectors, windowOf(options.timeRange));
    return values.map((value) => ({ text: value }));
  }

  /** Variables of the dashboard put into a text. */
  readonly replace: Replace = (text, scopedVars, format) => this.templates.replace(text, scopedVars, format);

  /** Names of the dashboard's variables, as `$name`, for completion. */
  variableNames(): string[] {
    return this.templates.getVariables().map(({ name }) => `$${name}`);
  }

  private upgraded(query: ObservatoryQuery): ObservatoryQuery {
    return isOfNewerVersion(query) ? query : this.saved(upgradeQuery(query), query);
  }

  private saved(query: ReturnType<typeof upgradeQuery>, { refId, datasource }: ObservatoryQuery): ObservatoryQuery {
    return { ...query, refId, ...(datasource ? { datasource } : {}) } as ObservatoryQuery;
  }

  private selectorsUnder(queries: ObservatoryQuery[] | undefined, filters: AdHocVariableFilter[]): string[] {
    const matchers = filters.map(matcherOf).filter((matcher) => matcher !== undefined);
    const selectors = (queries ?? [])
      .map((query) => upgradeQuery(query))
      .flatMap((query) => (query.queryType === 'metrics' ? selectorsOf(this.replace(query.expr)) : []))
      .map(({ metric, matchers: own }) => renderSelector({ metric, matchers: [...own, ...matchers] }));
    if (selectors.length > 0) return [...new Set(selectors)].slice(0, 50);
    return matchers.length > 0 ? [renderSelector({ metric: '', matchers })] : [];
  }
}

export function windowOf(range: TimeRange | undefined): Window | undefined {
  return range && { fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
}

function liveBuffer(request: DataQueryRequest<ObservatoryQuery>, frame: DataFrame): Partial<StreamingFrameOptions> {
  const toNow = request.rangeRaw?.to === 'now';
  return {
    maxLength: Math.max(request.maxDataPoints ?? 0, frame.length) + LIVE_ROWS,
    ...(toNow ? { maxDelta: request.range.to.valueOf() - request.range.from.valueOf() } : {}),
  };
}
