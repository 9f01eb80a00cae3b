import type { TimeWindow } from '../../host/ViewHost.ts';

/** Long enough for four scrapes of the usual distance, so that a rate has something to go by. */
const RATE = '1m';
const STEP = '15s';

/** A panel's PromQL without Grafana's macros, which only frames put in: analysis asks the engine as it is. */
export function plainQuery(query: string, { fromMs, toMs }: TimeWindow): string {
  const rangeS = Math.max(1, Math.round((toMs - fromMs) / 1000));
  const values: Readonly<Record<string, string>> = {
    __rate_interval: RATE,
    __rate_interval_ms: '60000',
    __interval: STEP,
    __interval_ms: '15000',
    __range: `${rangeS}s`,
    __range_s: String(rangeS),
    __range_ms: String(rangeS * 1000),
  };
  return query.replace(/\$(?:\{(__[a-z_]+)\}|(__[a-z_]+))/g, (whole, braced?: string, bare?: string) => {
    return values[braced ?? bare ?? ''] ?? whole;
  });
}
