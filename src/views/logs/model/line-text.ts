import type { StoredLogLine } from '@observatory/protocol/logs';

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** `14:05:07.123` in the browser's zone, with the day before it where asked. */
export function clockText(timeMs: number, withDay = false): string {
  const at = new Date(timeMs);
  const clock = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
  return withDay ? `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${clock}` : clock;
}

/** One line as a text file has it: time in UTC, level, node, source, logger, message. */
export function plainText({ timeMs, level, node, source, logger, message }: StoredLogLine): string {
  const head = [new Date(timeMs).toISOString(), level.toUpperCase().padEnd(7), node, source, logger].filter(Boolean);
  return `${head.join(' ')} - ${message}`;
}

/** Many lines as a file: text, or one JSON object a line. */
export function linesFile(lines: readonly StoredLogLine[], format: 'text' | 'ndjson'): string {
  return lines.map((line) => `${format === 'text' ? plainText(line) : JSON.stringify(line)}\n`).join('');
}

/** What of a message a row shows, and how many lines of it are not seen there. */
export function firstLine(message: string): { text: string; more: number } {
  const end = message.indexOf('\n');
  if (end < 0) return { text: message, more: 0 };
  return { text: message.slice(0, end), more: message.slice(end + 1).split('\n').length };
}

/** `org.apache.pulsar.broker.service.ServerCnx` as `ServerCnx`. */
export function shortLogger(logger: string): string {
  return logger.slice(logger.lastIndexOf('.') + 1);
}

/** The text in pieces, those that match what is looked for marked. */
export function marked(text: string, lookedFor: string): { text: string; isMatch: boolean }[] {
  const word = lookedFor.toLowerCase();
  if (word === '') return [{ text, isMatch: false }];
  const lower = text.toLowerCase();
  // Lower case of some letters is longer than the letter: places would be off.
  if (lower.length !== text.length) return [{ text, isMatch: false }];
  const pieces: { text: string; isMatch: boolean }[] = [];
  let at = 0;
  for (let found = lower.indexOf(word); found >= 0; found = lower.indexOf(word, at)) {
    if (found > at) pieces.push({ text: text.slice(at, found), isMatch: false });
    pieces.push({ text: text.slice(found, found + word.length), isMatch: true });
    at = found + word.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false });
  return pieces;
}
