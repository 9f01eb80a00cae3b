import { locationUtil } from '@grafana/data';
import { DATASOURCE_TYPE, DATASOURCE_UID } from '../constants.ts';
import type { TimeWindow } from '../views/host/ViewHost.ts';

/** Explore with an expression on the provisioned datasource. */
export function exploreHref(expr: string, { fromMs, toMs }: TimeWindow): string {
  const datasource = { type: DATASOURCE_TYPE, uid: DATASOURCE_UID };
  const query = { refId: 'A', version: 1, queryType: 'metrics', mode: 'range', editor: 'code', expr, datasource };
  const panes = {
    obs: {
      datasource: DATASOURCE_UID,
      queries: [query],
      range: { from: String(Math.round(fromMs)), to: String(Math.round(toMs)) },
    },
  };
  const search = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify(panes) });
  return locationUtil.assureBaseUrl(`/explore?${search.toString()}`);
}
