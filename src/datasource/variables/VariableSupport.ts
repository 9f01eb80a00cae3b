import { CustomVariableSupport, type DataQuery, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, type Observable } from 'rxjs';
import type { ObservatoryDataSource } from '../DataSource.ts';
import type { ObservatoryQuery } from '../types.ts';
import { promqlValue } from '../query/interpolate-query.ts';
import { VariableEditor } from './VariableEditor.tsx';
import { DEFAULT_VARIABLE_QUERY, upgradeVariableQuery, type VariableQuery } from './variable-query.ts';
import { variableValues } from './variable-values.ts';

/** Dashboard variables from the sidecar. */
export class ObservatoryVariableSupport extends CustomVariableSupport<ObservatoryDataSource, VariableQuery> {
  override editor = VariableEditor;
  private readonly datasource: ObservatoryDataSource;

  constructor(datasource: ObservatoryDataSource) {
    super();
    this.datasource = datasource;
  }

  override getDefaultQuery(): Partial<ObservatoryQuery> {
    // Typed as a query of panels, used as one of variables.
    return DEFAULT_VARIABLE_QUERY as DataQuery as Partial<ObservatoryQuery>;
  }

  override query({ targets, scopedVars, range }: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const query = upgradeVariableQuery(targets[0]);
    const replace = (text: string) => this.datasource.replace(text, scopedVars);
    const replacePromql = (text: string) => this.datasource.replace(text, scopedVars, promqlValue);
    const ready: VariableQuery = {
      ...query,
      cluster: replace(query.cluster),
      namespace: replace(query.namespace),
      label: replace(query.label),
      pattern: replace(query.pattern),
      selector: replacePromql(query.selector),
      expr: replacePromql(query.expr),
    };
    const window = { fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
    return from(variableValues(this.datasource.resources, ready, window).then((data) => ({ data })));
  }
}
