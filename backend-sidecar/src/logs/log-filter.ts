import { LOG_LEVELS, type LogLevel, type LogLine } from '@observatory/protocol/logs';
import { RE2JS } from 're2js';
import { messageOf, ObservatoryError } from '../util/errors.ts';
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
  /** RE2, found anywhere in the message: linear in time, so a hostile pattern hangs nothing. */
  regex?: string;
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

/** @throws ObservatoryError `OBS_LOGS_REGEX` (400) when the pattern is none. */
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
  const pattern = query.regex ? compiled(query.regex) : undefined;
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
      (text === '' || line.message.toLowerCase().includes(text)) &&
      (pattern === undefined || pattern.matcher(line.message).find()),
  };
}

function setOf<T>(values: readonly T[] | undefined): ReadonlySet<T> | undefined {
  return values?.length ? new Set(values) : undefined;
}

function compiled(regex: string): RE2JS {
  try {
    return RE2JS.compile(regex);
  } catch (error) {
    throw new ObservatoryError('OBS_LOGS_REGEX', `not a regular expression (RE2): ${messageOf(error)}`, {
      httpStatus: 400,
      hint: 'back-references and look-around do not exist in RE2; \\Q…\\E takes text as it is, (?i) ignores the case',
      cause: error,
    });
  }
}
