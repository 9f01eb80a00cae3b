import pino from 'pino';
import type { Logger } from '../util/logger.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that carry secrets wherever they occur; modules do not log them, this is the second wall. */
const SECRET_FIELDS = ['authorization', 'cookie', 'token', 'password', 'secret'];

/**
 * JSON lines on stdout: `time` (RFC 3339), `level` by name, `msg`, fields. Writing is synchronous, so that nothing is lost
 * when the process ends; the sidecar logs events, not requests, so this costs nothing that counts.
 */
export function createLogger(level: LogLevel = 'info', destination: { write(line: string): void } = pino.destination({ fd: 1, sync: true })): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '<secret>' },
    },
    destination,
  );
}
