import { logsFrameQuery, type LogsFrameQuery } from '@observatory/protocol/frames';
import {
  LOG_LEVELS,
  MAX_VOLUME_BUCKETS,
  type LogLevel,
  type LogList,
  type LogVolume,
  type StoredLogLine,
} from '@observatory/protocol/logs';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, Notice } from '../frame.ts';
import { numberColumn, textColumn, timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

/** Which lines are asked for. */
export interface WantedLogs {
  fromMs: number;
  toMs: number;
  nodes: readonly string[];
  levels: readonly LogLevel[];
  sources: readonly string[];
  logger: string;
  text: string;
  regex: string;
}

/** What the kind needs of the store of logs. */
export interface LogsSource {
  query(query: WantedLogs & { limit: number }, signal: AbortSignal): Promise<LogList>;
  count(query: WantedLogs & { stepMs: number }, signal: AbortSignal): Promise<LogVolume>;
}

/** Grafana's words for severities, where they differ. */
const SEVERITY: Partial<Record<LogLevel, string>> = { warn: 'warning', fatal: 'critical' };

/** Colours as Grafana's logs panel gives them. */
const COLOR: Readonly<Record<LogLevel, string>> = {
  unknown: 'gray',
  trace: 'light-blue',
  debug: 'blue',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'purple',
};

/**
 * Kind `logs`: lines of agents as Grafana's logs panel reads them (`log-lines`), newest first; or, with `show: counts`, how many
 * there are in each step, a series a level.
 */
export function logsKind(source: LogsSource): FrameKind {
  return frameKind(['logs'], logsFrameQuery as z.ZodType<LogsFrameQuery>, async (query, { signal }) => {
    const { fromMs, toMs, nodes, levels, sources, logger, text, regex, limit, minLevel } = query;
    const least = minLevel === undefined ? 0 : LOG_LEVELS.indexOf(minLevel);
    const wanted = (levels.length === 0 ? LOG_LEVELS : levels).filter((each) => LOG_LEVELS.indexOf(each) >= least);
    const asked = { fromMs, toMs, nodes, levels: wanted, sources, logger, text, regex };
    if (query.show === 'lines')
      return evaluatedFrames([frameOf(query.refId, await source.query({ ...asked, limit }, signal))]);
    const stepMs = stepOf(query);
    return evaluatedFrames(volumeFrames(query.refId, await source.count({ ...asked, stepMs }, signal)));
  });
}

/** As fine as the chart is wide, and no finer than asked. */
function stepOf({ fromMs, toMs, intervalMs, maxDataPoints }: LogsFrameQuery): number {
  const points = Math.min(maxDataPoints, MAX_VOLUME_BUCKETS - 1);
  return Math.max(1000, Math.ceil(Math.max(intervalMs, (toMs - fromMs) / points) / 1000) * 1000);
}

/** A frame a level, as Explore's logs volume and alert rules read them. */
function volumeFrames(refId: string, { startMs, stepMs, length, levels, truncated, scanned }: LogVolume): Frame[] {
  const times = Array.from({ length }, (_, index) => startMs + index * stepMs);
  // Without any line there still is a number, so that an alert rule on "more than 0" has its answer.
  const rows = levels.length > 0 ? levels : [{ level: 'info' as const, counts: times.map(() => 0) }];
  return rows.map(({ level, counts }, index) => ({
    name: SEVERITY[level] ?? level,
    refId,
    meta: {
      type: 'timeseries-multi',
      typeVersion: [0, 1],
      ...(index === 0 && { stats: [{ displayName: 'Lines looked at', value: scanned }] }),
      ...(index === 0 && truncated && { notices: [tooMany(scanned)] }),
    },
    length,
    fields: [
      timeColumn('Time', times, { interval: stepMs }),
      {
        ...numberColumn('Value', counts, {
          displayNameFromDS: SEVERITY[level] ?? level,
          color: { mode: 'fixed', fixedColor: COLOR[level] },
          unit: 'short',
        }),
        labels: { level: SEVERITY[level] ?? level },
      },
    ],
  }));
}

const tooMany = (scanned: number): Notice => ({
  severity: 'warning',
  text: `only the newest ${scanned.toLocaleString('en')} lines were counted: narrow the time`,
});

function frameOf(refId: string, { lines: oldestFirst, truncated, scanned }: LogList): Frame {
  const lines = [...oldestFirst].reverse();
  const notices: Notice[] = truncated
    ? [{ severity: 'warning', text: `the newest ${lines.length} lines are shown; there are more` }]
    : [];
  return {
    name: 'logs',
    refId,
    meta: {
      type: 'log-lines',
      typeVersion: [0, 0],
      preferredVisualisationType: 'logs',
      stats: [{ displayName: 'Lines looked at', value: scanned }],
      ...(notices.length > 0 && { notices }),
    },
    length: lines.length,
    fields: [
      timeColumn(
        'timestamp',
        lines.map(({ timeMs }) => timeMs),
      ),
      textColumn(
        'body',
        lines.map(({ message }) => message),
      ),
      textColumn(
        'severity',
        lines.map(({ level }) => SEVERITY[level] ?? level),
      ),
      textColumn(
        'id',
        lines.map(({ id }) => id),
      ),
      textColumn(
        'node',
        lines.map(({ node }) => node),
        { displayName: 'Node' },
      ),
      textColumn(
        'source',
        lines.map(({ source }) => source),
        { displayName: 'Source' },
      ),
      textColumn(
        'logger',
        lines.map(({ logger }) => logger),
        { displayName: 'Logger' },
      ),
      ...placeColumns(lines),
    ],
  };
}

/** Where in the code the lines were written, where any of them says so. */
function placeColumns(lines: readonly StoredLogLine[]): Frame['fields'] {
  if (!lines.some(({ module, funcName }) => module || funcName)) return [];
  const place = ({ module, funcName, lineNumber }: StoredLogLine) =>
    [module, funcName, lineNumber].filter((each) => each !== undefined && each !== '').join(':');
  return [textColumn('place', lines.map(place), { displayName: 'Place' })];
}
