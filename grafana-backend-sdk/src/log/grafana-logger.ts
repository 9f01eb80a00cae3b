/**
 * Lines of JSON that Grafana takes from a plugin's standard error: `@level`, `@message`, `@timestamp` (microseconds, or the
 * line counts as plain text) and any keys beside them. Grafana reads lines of up to 64 KB and cuts longer ones into
 * pieces that it no longer understands, so a line is shortened here, where that can be said.
 */
import type { LogFields, Logger, LogLevel } from './logger.ts';

const MAX_LINE_BYTES = 64_000;
const MAX_TEXT = 8_000;
const RANKS: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface GrafanaLoggerOptions {
  /** Lines below it are not written. Grafana filters by itself (`[log] filters`), so `debug` is the default. */
  level?: LogLevel;
  /** Where lines go, each with its line end; standard error by default. */
  write?: (line: string) => void;
  now?: () => Date;
}

/** The logger of a plugin. */
export function createLogger(options: GrafanaLoggerOptions = {}): Logger {
  const { level = 'debug', write = writeToStderr, now = () => new Date() } = options;
  const withFields = (fixed: LogFields): Logger => {
    const log = (lineLevel: LogLevel) => (message: string, fields?: LogFields) => {
      if (RANKS[lineLevel] >= RANKS[level]) write(logLine(lineLevel, message, { ...fixed, ...fields }, now()));
    };
    return {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      with: (fields) => withFields({ ...fixed, ...fields }),
    };
  };
  return withFields({});
}

function logLine(level: LogLevel, message: string, fields: LogFields, time: Date): string {
  const head = { '@level': level, '@message': message, '@timestamp': time.toISOString().replace('Z', '000Z') };
  const values = Object.entries(fields).flatMap(([key, value]) => {
    const plain = plainValue(value);
    return plain === undefined ? [] : [[key, plain] as const];
  });
  const line = JSON.stringify({ ...head, ...Object.fromEntries(values) });
  if (Buffer.byteLength(line) < MAX_LINE_BYTES) return `${line}\n`;
  return `${shortened(head, values)}\n`;
}

/** Texts cut to the same length; if there are still too many, only as many as fit. */
function shortened(
  head: { '@message': string },
  values: readonly (readonly [string, string | number | boolean])[],
): string {
  const kept: Record<string, unknown> = { ...head, '@message': cut(head['@message']), truncated: true };
  let bytes = Buffer.byteLength(JSON.stringify(kept));
  for (const [key, value] of values) {
    const short = typeof value === 'string' ? cut(value) : value;
    bytes += Buffer.byteLength(JSON.stringify({ [key]: short }));
    if (bytes >= MAX_LINE_BYTES) break;
    kept[key] = short;
  }
  return JSON.stringify(kept);
}

const cut = (text: string): string =>
  text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}… (${text.length - MAX_TEXT} more)`;

/** What Grafana prints beside a message; undefined leaves a key out. */
function plainValue(value: unknown): string | number | boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return errorText(value);
  try {
    return (
      JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? String(value)
    );
  } catch {
    return String(value);
  }
}

/** An error with its causes, and the place where the first was thrown. */
function errorText(error: Error): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  for (let each: unknown = error; each !== undefined && !seen.has(each);) {
    seen.add(each);
    texts.push(each instanceof Error ? `${each.name}: ${each.message}` : String(each));
    each = each instanceof Error ? each.cause : undefined;
  }
  const place = /^\s+at .*$/m.exec(error.stack ?? '')?.[0].trim();
  return texts.join(', because of ') + (place ? ` (${place})` : '');
}

let isListening = false;

function writeToStderr(line: string): void {
  if (!isListening) {
    isListening = true;
    // Grafana is gone when nobody reads: whoever watches the parent ends the process, not a broken pipe.
    process.stderr.on('error', () => {});
  }
  process.stderr.write(line);
}
