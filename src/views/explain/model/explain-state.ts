import type { TimeWindow } from '../../host/ViewHost.ts';
import { parseTime } from '../../page/time-range.ts';

export const BASELINE_CHOICES = ['before', 'yesterday', 'own'] as const;
export type BaselineChoice = (typeof BASELINE_CHOICES)[number];

/** Everything that makes an explanation and the way it is looked at; all of it lies in the address. */
export interface ExplainState {
  /** PromQL of the symptom; empty: it is looked for in the window. */
  query: string;
  cluster: string;
  /** What is explained; undefined while none is chosen. */
  window: TimeWindow | undefined;
  baseline: BaselineChoice;
  /** The span of an own baseline. */
  own: TimeWindow | undefined;
  /** Kinds of nodes and names that are shown; none means all. */
  kinds: readonly string[];
  node: string;
  /** Keys of candidates that stay on top. */
  pins: readonly string[];
  /** Key of the candidate whose evidence is open. */
  open: string;
  show: 'causes' | 'matrix';
}

export const INITIAL_STATE: ExplainState = {
  query: '',
  cluster: '',
  window: undefined,
  baseline: 'before',
  own: undefined,
  kinds: [],
  node: '',
  pins: [],
  open: '',
  show: 'causes',
};

/**
 * The state that an address describes; what makes no sense in it is left out. Times are ms since the epoch, RFC 3339, or
 * relative as Grafana writes them.
 */
export function readExplainState(search: URLSearchParams, nowMs: number): ExplainState {
  const text = (key: string) => search.get(key) ?? '';
  return {
    query: text('query'),
    cluster: text('cluster'),
    window: windowOf(text('from'), text('to'), nowMs),
    baseline: BASELINE_CHOICES.find((each) => each === text('baseline')) ?? 'before',
    own: windowOf(text('baseFrom'), text('baseTo'), nowMs),
    kinds: text('kinds').split(',').filter(Boolean),
    node: text('node'),
    pins: search.getAll('pin').filter(Boolean),
    open: text('open'),
    show: text('show') === 'matrix' ? 'matrix' : 'causes',
  };
}

/** The state as parameters of an address: only what differs from the initial one, with times that stand still. */
export function writeExplainState(state: ExplainState): URLSearchParams {
  const search = new URLSearchParams();
  const set = (key: string, value: string) => {
    if (value !== '') search.set(key, value);
  };
  set('query', state.query);
  set('cluster', state.cluster);
  writeWindow(search, state.window, 'from', 'to');
  if (state.baseline !== 'before') search.set('baseline', state.baseline);
  if (state.baseline === 'own') writeWindow(search, state.own, 'baseFrom', 'baseTo');
  set('kinds', state.kinds.join(','));
  set('node', state.node);
  for (const pin of state.pins) search.append('pin', pin);
  set('open', state.open);
  if (state.show !== 'causes') search.set('show', state.show);
  return search;
}

function writeWindow(search: URLSearchParams, window: TimeWindow | undefined, from: string, to: string): void {
  if (!window) return;
  search.set(from, String(Math.round(window.fromMs)));
  search.set(to, String(Math.round(window.toMs)));
}

function windowOf(from: string, to: string, nowMs: number): TimeWindow | undefined {
  const [fromMs, toMs] = [timeOf(from, nowMs), timeOf(to, nowMs)];
  return fromMs !== undefined && toMs !== undefined && fromMs < toMs ? { fromMs, toMs } : undefined;
}

function timeOf(text: string, nowMs: number): number | undefined {
  const parsed = parseTime(text, nowMs);
  if (parsed !== undefined) return parsed;
  const stamp = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(stamp) ? undefined : stamp;
}
