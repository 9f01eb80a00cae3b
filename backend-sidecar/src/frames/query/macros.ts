import type { PromqlFrameQuery } from '@observatory/protocol/frames';
import { formatDuration } from '../../model/duration.ts';

const MACRO = /\$(?:\{__(\w+)\}|__(\w+))/g;
/** What a dashboard variable looks like outside of what Prometheus may mean by `$` (the end of a regex). */
const VARIABLE = /\$(?:\{\w+(?::\w+)?\}|[a-zA-Z_]\w*)/;

/** Puts in Grafana's `$__interval` and its kin; what it does not know stays. */
export function expandMacros(query: PromqlFrameQuery, stepMs: number): string {
  const rangeMs = Math.max(0, query.toMs - query.fromMs);
  const { scrapeIntervalMs } = query;
  // Long enough for two scrapes in every window, even when one is missed; as Grafana reckons it.
  const rateIntervalMs = Math.max(stepMs + scrapeIntervalMs, 4 * scrapeIntervalMs);
  const rangeSeconds = Math.round(rangeMs / 1000);
  const values: Readonly<Record<string, string>> = {
    interval: formatDuration(stepMs),
    interval_ms: String(stepMs),
    rate_interval: formatDuration(rateIntervalMs),
    rate_interval_ms: String(Math.trunc(rateIntervalMs)),
    range: `${rangeSeconds}s`,
    range_s: String(rangeSeconds),
    range_ms: String(rangeMs),
  };
  return query.expr.replace(MACRO, (written, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    return Object.hasOwn(values, name) ? values[name] : written;
  });
}

/** The first dashboard variable that nobody put a value in for. */
export function unknownVariable(expr: string): string | undefined {
  return VARIABLE.exec(expr)?.[0];
}
