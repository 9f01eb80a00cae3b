import type { IncomingHttpHeaders } from 'node:http';
import { ObservatoryError } from '../../util/errors.ts';

/** How the end of a body is found (RFC 9112 section 6.3). */
export type Framing = { kind: 'length'; bytes: number } | { kind: 'chunked' } | { kind: 'close' };

export interface ResponseHead {
  status: number;
  statusText: string;
  /** Lower-case names. Fields sent twice are joined, except those that may stand only once. */
  headers: IncomingHttpHeaders;
  framing: Framing;
  /** Whether the connection may carry another request once the body is over. */
  keepsAlive: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/;
const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/;
/** The first one counts, as in Node's own parser. */
const SINGLE = new Set(['content-type', 'location', 'retry-after', 'date', 'etag', 'server']);

/**
 * Reads status line and fields of an HTTP/1.x response, without the empty line at the end.
 * @throws ObservatoryError OBS_HTTP_MALFORMED
 */
export function parseResponseHead(text: string): ResponseHead {
  const lines = text.split(/\r?\n/);
  const statusLine = STATUS_LINE.exec(lines[0]);
  if (!statusLine) throw malformed(`the answer does not begin like HTTP: ${JSON.stringify(lines[0].slice(0, 60))}`);
  const [, minorVersion, code, statusText = ''] = statusLine;
  const status = Number(code);
  const fields = readFields(lines);
  const headers = Object.fromEntries(fields) as IncomingHttpHeaders;
  const framing = framingOf(status, fields);
  const connection = tokens(fields.get('connection'));
  const isModern = minorVersion === '1';
  const keepsAlive =
    framing.kind !== 'close' &&
    !connection.includes('close') &&
    (isModern || connection.includes('keep-alive')) &&
    // Two ways to tell the length: whoever sent this may have been tricked, so nothing after it is believed.
    !(fields.has('transfer-encoding') && (fields.has('content-length') || !isModern));
  return { status, statusText, headers, framing, keepsAlive };
}

function readFields(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    if (line === '') continue;
    if ((line[0] === ' ' || line[0] === '\t') && last !== '') {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
      continue;
    }
    const field = FIELD.exec(line);
    if (!field || field[2].includes('\0')) throw malformed(`line ${i + 1} of the header is not a field`);
    last = field[1].toLowerCase();
    const present = fields.get(last);
    if (present === undefined) fields.set(last, field[2]);
    else if (last === 'content-length' && present !== field[2]) throw malformed('two different content lengths');
    else if (last !== 'content-length' && !SINGLE.has(last)) fields.set(last, `${present}, ${field[2]}`);
  }
  return fields;
}

function framingOf(status: number, fields: ReadonlyMap<string, string>): Framing {
  if (status < 200 || status === 204 || status === 304) return { kind: 'length', bytes: 0 };
  const codings = tokens(fields.get('transfer-encoding')).filter((coding) => coding !== 'identity');
  if (codings.length === 1 && codings[0] === 'chunked') return { kind: 'chunked' };
  if (codings.length > 0) throw malformed(`transfer encoding ${codings.join(', ')} was not asked for`);
  const length = fields.get('content-length');
  if (length === undefined) return { kind: 'close' };
  const bytes = Number(length);
  if (!/^\d+$/.test(length) || !Number.isSafeInteger(bytes))
    throw malformed(`content length ${JSON.stringify(length)}`);
  return { kind: 'length', bytes };
}

function tokens(value: string | undefined): string[] {
  return (value ?? '')
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
}

export function malformed(message: string): ObservatoryError {
  return new ObservatoryError('OBS_HTTP_MALFORMED', `the server's answer is not valid HTTP: ${message}`);
}
