import type { DataQueryRequest } from '@grafana/data';
import type { ObservatoryQuery } from '../types.ts';
import { upgradeQuery } from './upgrade-query.ts';

/** Explore takes this off to find the query that the volume belongs to. */
const PREFIX = 'log-volume-';

/** The counts that Explore draws above the lines of a query; undefined for what gives no lines. */
export function logsVolumeQuery(saved: ObservatoryQuery): ObservatoryQuery | undefined {
  const query = upgradeQuery(saved);
  if (query.queryType !== 'logs' || query.show !== 'lines' || saved.hide === true) return undefined;
  return { ...query, refId: `${PREFIX}${saved.refId}`, show: 'counts' } as ObservatoryQuery;
}

/** The same for all queries of a request; undefined when none of them gives lines. */
export function logsVolumeRequest(
  request: DataQueryRequest<ObservatoryQuery>,
): DataQueryRequest<ObservatoryQuery> | undefined {
  const targets = request.targets.flatMap((target) => logsVolumeQuery(target) ?? []);
  return targets.length === 0 ? undefined : { ...request, targets };
}
