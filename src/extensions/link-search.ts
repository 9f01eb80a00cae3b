import { dateMath, isDateTime, type DateTime } from '@grafana/data';

/** What Grafana's extension points say about where a link is shown; each gives a part of it. */
export interface LinkContext {
  targets?: { datasource?: { type?: string; uid?: string } | null; expr?: unknown; refId?: string; hide?: boolean }[];
  timeRange?: { from?: DateTime | string; to?: DateTime | string };
  /** A dashboard's variables at the panel. */
  scopedVars?: unknown;
  /** Of an alert rule. */
  labels?: Record<string, string>;
  /** Of an alert rule: its queries, joined by ` | `; JSON where one of them has no `expr`. */
  expression?: unknown;
}

/** Labels that say what a view should look at. */
const SUBJECT_LABELS = ['cluster', 'instance', 'namespace', 'topic', 'subscription'] as const;

/** `from` and `to` in ms or as Grafana writes them (`now-1h`), and the labels of what the link is about. */
export function linkSearch({ timeRange, labels = {} }: LinkContext): URLSearchParams {
  const search = new URLSearchParams();
  for (const key of ['from', 'to'] as const) {
    const text = timeText(timeRange?.[key]);
    if (text !== undefined) search.set(key, text);
  }
  for (const name of SUBJECT_LABELS) {
    if (labels[name]) search.set(name, labels[name]);
  }
  return search;
}

function timeText(time: DateTime | string | undefined): string | undefined {
  if (time === undefined) return undefined;
  if (isDateTime(time)) return String(time.valueOf());
  if (dateMath.isMathString(time) || /^\d+$/.test(time)) return time;
  // What a dashboard with fixed times says.
  const timeMs = /^\d{4}-\d\d-\d\d/.test(time) ? Date.parse(time) : NaN;
  return Number.isNaN(timeMs) ? undefined : String(timeMs);
}
