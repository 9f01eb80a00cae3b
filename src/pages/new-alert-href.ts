import { locationUtil } from '@grafana/data';
import { DATASOURCE_TYPE, DATASOURCE_UID } from '../constants.ts';
import type { ViewHost } from '../views/host/ViewHost.ts';

type Alert = Parameters<NonNullable<ViewHost['newAlertHref']>>[0];

/** Grafana's form of a new alert rule, filled in: the query, and a bound on its newest value. */
export function newAlertHref({ name, query, operator, threshold, summary }: Alert): string {
  const datasource = { type: DATASOURCE_TYPE, uid: DATASOURCE_UID };
  const expression = { type: '__expr__', uid: '__expr__' };
  const defaults = {
    name,
    condition: 'B',
    annotations: [{ key: 'summary', value: summary }],
    queries: [
      {
        refId: 'A',
        queryType: '',
        datasourceUid: DATASOURCE_UID,
        relativeTimeRange: { from: 600, to: 0 },
        model: {
          refId: 'A',
          version: 1,
          queryType: 'metrics',
          mode: 'instant',
          editor: 'code',
          expr: query,
          datasource,
        },
      },
      {
        refId: 'B',
        queryType: '',
        datasourceUid: '__expr__',
        model: {
          refId: 'B',
          type: 'threshold',
          expression: 'A',
          datasource: expression,
          conditions: [{ type: 'query', evaluator: { type: operator === '>' ? 'gt' : 'lt', params: [threshold] } }],
        },
      },
    ],
  };
  const search = new URLSearchParams({ defaults: JSON.stringify(defaults) });
  return locationUtil.assureBaseUrl(`/alerting/new/alerting?${search.toString()}`);
}
