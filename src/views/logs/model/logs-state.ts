import { LOG_LEVELS, type LogLevel } from '@observatory/protocol/logs';

/** Which lines are looked for; empty lists and texts are no condition. */
export interface LogFilters {
  nodes: readonly string[];
  sources: readonly string[];
  /** This level and the more severe ones. */
  minLevel: LogLevel | undefined;
  /** Found in the logger's name. */
  logger: string;
  /** Found in the message: plain text whatever the case, or RE2 with `isRegex`. */
  text: string;
  isRegex: boolean;
}

export interface LogsState extends LogFilters {
  /** New lines are shown as they come. Only where the time ends now. */
  isLive: boolean;
  /** Id of the line whose details are open; empty for none. */
  line: string;
  /** Time of the line that a link leads to: lines are loaded from there to both sides. */
  atMs: number | undefined;
  /** Topology id whose agent's lines are wanted, until it is resolved. */
  of: string;
}

export const NO_FILTERS: LogFilters = {
  nodes: [],
  sources: [],
  minLevel: undefined,
  logger: '',
  text: '',
  isRegex: false,
};

/** From the address; what makes no sense there is left out. */
export function readLogsState(search: URLSearchParams): LogsState {
  const level = search.get('level') as LogLevel | null;
  const regex = search.get('regex') ?? '';
  return {
    nodes: search.getAll('node').filter(Boolean),
    sources: search.getAll('source').filter(Boolean),
    minLevel: level !== null && LOG_LEVELS.includes(level) ? level : undefined,
    logger: search.get('logger') ?? '',
    text: regex === '' ? (search.get('text') ?? '') : regex,
    isRegex: regex !== '' || search.get('mode') === 'regex',
    isLive: search.get('live') !== 'off',
    line: search.get('line') ?? '',
    atMs: /^\d{1,15}$/.test(search.get('at') ?? '') ? Number(search.get('at')) : undefined,
    of: search.get('of') ?? '',
  };
}

/** Into an address that may hold more (the time): keys of ours are replaced, the others stay. */
export function writeLogsState(state: LogsState, into = new URLSearchParams()): URLSearchParams {
  const search = new URLSearchParams(into);
  const { nodes, sources, minLevel, logger, text, isRegex, isLive, line, atMs, of } = state;
  for (const key of ['node', 'source', 'level', 'logger', 'text', 'regex', 'mode', 'live', 'line', 'at', 'of'])
    search.delete(key);
  for (const each of nodes) search.append('node', each);
  for (const each of sources) search.append('source', each);
  if (minLevel !== undefined) search.set('level', minLevel);
  if (logger !== '') search.set('logger', logger);
  if (text !== '') search.set(isRegex ? 'regex' : 'text', text);
  else if (isRegex) search.set('mode', 'regex');
  if (!isLive) search.set('live', 'off');
  if (line !== '') search.set('line', line);
  if (atMs !== undefined) search.set('at', String(atMs));
  if (of !== '') search.set('of', of);
  return search;
}

/** The filters as parameters of `GET /logs` and `GET /logs/volume`. */
export function filterParams({ nodes, sources, minLevel, logger, text, isRegex }: LogFilters): URLSearchParams {
  const params = new URLSearchParams();
  if (nodes.length > 0) params.set('node', nodes.join(','));
  if (sources.length > 0) params.set('source', sources.join(','));
  if (minLevel !== undefined) params.set('min_level', minLevel);
  if (logger !== '') params.set('logger', logger);
  if (text !== '') params.set(isRegex ? 'regex' : 'text', text);
  return params;
}

export function hasFilters({ nodes, sources, minLevel, logger, text }: LogFilters): boolean {
  return nodes.length > 0 || sources.length > 0 || minLevel !== undefined || logger !== '' || text !== '';
}
