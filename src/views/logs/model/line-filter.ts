import { LOG_LEVELS, type StoredLogLine } from '@observatory/protocol/logs';
import type { LogFilters } from './logs-state.ts';

/**
 * Whether a line that came over the stream is one of those looked for: the sidecar's own rules. Regular expressions are
 * RE2, which a browser has not: with one there is no test, and the sidecar has to be asked.
 */
export function lineFilter(filters: LogFilters): ((line: StoredLogLine) => boolean) | undefined {
  const { nodes, sources, minLevel, isRegex } = filters;
  if (isRegex && filters.text !== '') return undefined;
  const least = minLevel === undefined ? 0 : LOG_LEVELS.indexOf(minLevel);
  const logger = filters.logger.toLowerCase();
  const text = filters.text.toLowerCase();
  return (line) =>
    (nodes.length === 0 || nodes.includes(line.node)) &&
    (sources.length === 0 || sources.includes(line.source)) &&
    LOG_LEVELS.indexOf(line.level) >= least &&
    (logger === '' || line.logger.toLowerCase().includes(logger)) &&
    (text === '' || line.message.toLowerCase().includes(text));
}
