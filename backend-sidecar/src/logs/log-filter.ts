import { LOG_LEVELS, type LogLevel, type LogLine } from '@observatory/protocol/logs';
import type { RecordHead } from './record.ts';

export interface LogQuery {
  fromMs?: number;
  toMs?: number;
  nodes?: readonly string[];
  levels?: readonly LogLevel[];
  /** Found anywhere in the logger's name, whatever the case. */
  logger?: string;
  sources?: readonly string[];
  /** Found anywhere in the message, whatever the case. */
  text?: string;
  /** Only lines stored after the one with this id. */
  afterId?: number;
  limit?: number;
  /** `desc` gives the newest lines when `limit` cuts, `asc` the oldest. Both are answered oldest first. */
  order?: 'asc' | 'desc';
}

/** A query made ready for many lines. */
export interface LogFilter {
  /** False when no line of the record can match. */
  admits(head: RecordHead): boolean;
  matches(line: LogLine): boolean;
}

export function logFilter(query: LogQuery): LogFilter {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, afterId = -1 } = query;
  const nodes = setOf(query.nodes);
  const levels = setOf(query.levels);
  const sources = setOf(query.sources);
  const mask = query.levels?.length
    ? query.levels.reduce((bits, each) => bits | (1 << LOG_LEVELS.indexOf(each)), 0)
    : ~0;
  const logger = query.logger?.toLowerCase() ?? '';
  const text = query.text?.toLowerCase() ?? '';
  return {
    admits: (head) =>
      head.lines > 0 &&
      head.maxTimeMs >= fromMs &&
      head.minTimeMs <= toMs &&
      (head.levels & mask) !== 0 &&
      head.firstId + head.lines - 1 > afterId &&
      (!nodes || nodes.has(head.agent)),
    matches: (line) =>
      line.timeMs >= fromMs &&
      line.timeMs <= toMs &&
      (!levels || levels.has(line.level)) &&
      (!sources || sources.has(line.source)) &&
      (logger === '' || line.logger.toLowerCase().includes(logger)) &&
      (text === '' || line.message.toLowerCase().includes(text)),
  };
}

function setOf<T>(values: readonly T[] | undefined): ReadonlySet<T> | undefined {
  return values?.length ? new Set(values) : undefined;
}
