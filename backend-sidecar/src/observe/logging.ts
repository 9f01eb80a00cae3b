import pino from 'pino';
import type { Logger } from '../util/logger.ts';
import { textLine } from './text-line.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFormat = 'json' | 'text';

/** Fields that carry secrets wherever they occur; modules do not log them, this is the second wall. */
const SECRET_FIELDS = ['authorization', 'cookie', 'token', 'password', 'secret'];

export interface LogDestination {
  write(line: string): void;
}

/**
 * Log lines on stderr: one JSON object each (`time`, `level`, fields, `msg`), or one sentence each for people. Writing is
 * synchronous, so that nothing is lost when the process ends; the sidecar logs events, not requests, so this costs
 * nothing that counts.
 */
export function createLogger(
  level: LogLevel = 'info',
  format: LogFormat = 'text',
  destination?: LogDestination,
): Logger {
  const out = destination ?? pino.destination({ fd: 2, sync: true });
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '<secret>' },
    },
    format === 'json' ? out : { write: (line: string) => void out.write(textLine(line)) },
  );
}
