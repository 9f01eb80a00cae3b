import type { Navigation, TimeWindow } from '../host/ViewHost.ts';
import { NO_FILTERS, writeLogsState, type LogsState } from './model/logs-state.ts';

/** Half of the time that is shown around one line. */
const AROUND_MS = 2 * 60_000;

/** Address of the Logs page at a time. `node` is a topology id, whose agent the page finds, or the id of an agent in `filters`. */
export function logsHref(
  { href }: Pick<Navigation, 'href'>,
  { fromMs, toMs, node = '', ...more }: TimeWindow & { node?: string } & Partial<Omit<LogsState, 'of' | 'isLive'>>,
): string {
  const search = new URLSearchParams({ from: String(Math.floor(fromMs)), to: String(Math.ceil(toMs)) });
  const state: LogsState = { ...NO_FILTERS, line: '', atMs: undefined, isLive: true, ...more, of: node };
  return href({ path: 'logs', search: writeLogsState(state, search) });
}

/** Address of what was written around a line on its node, with the line open. */
export function aroundHref(
  navigation: Pick<Navigation, 'href'>,
  { id, node, timeMs }: { id: string; node: string; timeMs: number },
): string {
  return logsHref(navigation, {
    fromMs: timeMs - AROUND_MS,
    toMs: timeMs + AROUND_MS,
    nodes: [node],
    line: id,
    atMs: timeMs,
  });
}

/** From a little before a change to some minutes after it, on the node that changed; `onset` as ISO 8601. */
export function aroundOnset(onset: string, node: string): TimeWindow & { node: string } {
  const atMs = Date.parse(onset);
  return { fromMs: atMs - AROUND_MS, toMs: atMs + 2 * AROUND_MS, node };
}
