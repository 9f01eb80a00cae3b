/**
 * What a line of text says of itself. Known are Pulsar's and BookKeeper's log4j2 pattern, Python's and Go's usual ones, klog,
 * JSON of the common loggers, and the bare word of a level. Whatever else is a message of unknown level; nothing is thrown away.
 */
import { MAX_LINE_LENGTH, type LogLevel, type LogLine } from '@observatory/protocol/logs';

type ParsedLine = Omit<LogLine, 'source'>;

const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  finest: 'trace',
  debug: 'debug',
  fine: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  severe: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  panic: 'fatal',
  emerg: 'fatal',
  alert: 'fatal',
};
const WORDS = 'TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC';
const TIME = String.raw`(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)`;
/** 2024-01-01T00:00:00,000+0000 [thread] INFO  org.apache.pulsar.Broker - text */
const LOG4J = new RegExp(
  String.raw`^${TIME}\s+(?:\[[^\]]*\]\s+)?\[?(${WORDS})\]?\s+(?:\[[^\]]*\]\s+)?([\w$.@/-]+)\s+-\s+(.*)$`,
  's',
);
/** 2024-01-01 00:00:00,000 - package.module - INFO - text */
const PYTHON = new RegExp(String.raw`^${TIME}\s+-\s+([\w.$-]+)\s+-\s+(${WORDS})\s+-\s+(.*)$`, 's');
/** 2024-01-01T00:00:00Z INFO text, [INFO] text */
const LEADING = new RegExp(String.raw`^(?:\[?${TIME}\]?\s+)?[\[<(]?(${WORDS})[\]>)]?:?\s+(.*)$`, 's');
const ONLY_TIME = new RegExp(String.raw`^\[?${TIME}\]?\s+(.*)$`, 's');
const CONTINUATION = /^(\s+\S|Caused by:|\.\.\. \d+ more|\})/;

/** A line of a stack trace or of a dump, which belongs to the line before. */
export const isContinuation = (text: string): boolean => CONTINUATION.test(text);

/** @param readMs stands in for the time of a line that tells none, or one that cannot be. */
export function parseLine(text: string, readMs: number): ParsedLine {
  const bare: ParsedLine = { timeMs: readMs, level: 'unknown', logger: '', message: cut(text) };
  if (text.startsWith('{')) return parseJsonLine(text, bare) ?? bare;
  let match = LOG4J.exec(text);
  if (match)
    return {
      ...bare,
      timeMs: timeOf(match[1], readMs),
      level: levelOf(match[2]),
      logger: name(match[3]),
      message: cut(match[4]),
    };
  match = PYTHON.exec(text);
  if (match)
    return {
      ...bare,
      timeMs: timeOf(match[1], readMs),
      level: levelOf(match[3]),
      logger: name(match[2]),
      message: cut(match[4]),
    };
  match = LEADING.exec(text);
  if (match) return { ...bare, timeMs: timeOf(match[1], readMs), level: levelOf(match[2]), message: cut(match[3]) };
  match = ONLY_TIME.exec(text);
  if (match) return { ...bare, timeMs: timeOf(match[1], readMs) };
  return bare;
}

export function levelOf(value: unknown): LogLevel {
  if (typeof value === 'number') {
    // pino and bunyan count in tens.
    const names: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
    return names[Math.round(value / 10) - 1] ?? 'unknown';
  }
  return (typeof value === 'string' && LEVELS[value.toLowerCase()]) || 'unknown';
}

function parseJsonLine(text: string, bare: ParsedLine): ParsedLine | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const pick = (...keys: string[]) => keys.map((key) => value[key]).find((each) => each !== undefined && each !== null);
  const message = pick('message', 'msg', 'text');
  if (typeof message !== 'string') return undefined;
  const time = pick('timestamp', 'time', '@timestamp', 'ts', 'timeMillis', 'instant');
  const line = pick('lineno', 'lineNumber', 'line');
  const module = pick('module');
  const funcName = pick('funcName', 'function', 'func');
  return {
    timeMs:
      typeof time === 'number'
        ? epochMs(time, bare.timeMs)
        : timeOf(typeof time === 'string' ? time : undefined, bare.timeMs),
    level: levelOf(pick('level', 'severity', 'levelname', 'lvl')),
    logger: name(String(pick('logger_name', 'logger', 'loggerName', 'name', 'component') ?? '')),
    message: cut(message),
    ...(typeof module === 'string' && { module: name(module) }),
    ...(typeof funcName === 'string' && { funcName: name(funcName) }),
    ...(Number.isInteger(line) && { lineNumber: line as number }),
  };
}

/** Seconds or milliseconds, by their size. */
function epochMs(value: number, fallback: number): number {
  const ms = value < 1e11 ? value * 1000 : value;
  return ms > 0 && ms < 4e12 ? Math.trunc(ms) : fallback;
}

function timeOf(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const iso = text
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/(\.\d{3})\d+/, '$1')
    .replace(/ ?([+-]\d\d):?(\d\d)$/, '$1:$2');
  const ms = Date.parse(iso);
  return ms > 0 && ms < 4e12 ? ms : fallback;
}

const name = (text: string): string => text.slice(0, 512);
const cut = (text: string): string =>
  text.length <= MAX_LINE_LENGTH ? text : `${text.slice(0, MAX_LINE_LENGTH)} [cut: ${text.length} characters]`;
