/** Logs of a plugin, as Grafana reads them from its standard error. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Facts beside the message. Values that are no strings, numbers or booleans are written as JSON; an Error as its text. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each line. */
  with(fields: LogFields): Logger;
}
