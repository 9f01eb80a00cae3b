import { logsFrameQuery, type LogsFrameQuery } from '@observatory/protocol/frames';
import { LOG_LEVELS, type LogLevel, type LogList } from '@observatory/protocol/logs';
import type { z } from 'zod';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, Notice } from '../frame.ts';
import { textColumn, timeColumn } from './columns.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface LogsKindOptions {
  logs: (
    query: {
      fromMs: number;
      toMs: number;
      nodes: readonly string[];
      levels: readonly LogLevel[];
      sources: readonly string[];
      logger: string;
      text: string;
      limit: number;
    },
    signal: AbortSignal,
  ) => Promise<LogList>;
}

/** Grafana's words for severities, where they differ. */
const SEVERITY: Partial<Record<LogLevel, string>> = { warn: 'warning', fatal: 'critical' };

/** Kind `logs`: lines of agents as Grafana's logs panel reads them (`log-lines`), newest first. */
export function logsKind({ logs }: LogsKindOptions): FrameKind {
  return frameKind(['logs'], logsFrameQuery as z.ZodType<LogsFrameQuery>, async (query, { signal }) => {
    const { fromMs, toMs, nodes, levels, sources, logger, text, limit, minLevel } = query;
    const least = minLevel === undefined ? 0 : LOG_LEVELS.indexOf(minLevel);
    const wanted = (levels.length === 0 ? LOG_LEVELS : levels).filter((each) => LOG_LEVELS.indexOf(each) >= least);
    const found = await logs({ fromMs, toMs, nodes, levels: wanted, sources, logger, text, limit }, signal);
    return evaluatedFrames([frameOf(query.refId, found)]);
  });
}

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
    ],
  };
}
