import type { IncomingMessage } from 'node:http';
import { ObservatoryError } from '../../util/errors.ts';
import { parseHost } from './address.ts';

/**
 * Refuses what another site's page makes a browser send: everything but GET and HEAD, and every WebSocket, must come from
 * our own origin or from a program that is no browser (no Origin, no Sec-Fetch-Site). Other sites' sub-requests by GET
 * are refused as well, although their answers could not be read: they cost queries.
 * Runs after the host check, so that the Host header is known to be ours.
 * @throws ObservatoryError `OBS_HTTP_ORIGIN` (403).
 */
export function checkOrigin(request: IncomingMessage, secure: boolean): void {
  const { origin, upgrade } = request.headers;
  const site = headerText(request.headers['sec-fetch-site']);
  const foreign = site === 'cross-site' || site === 'same-site';
  const safe = (request.method === 'GET' || request.method === 'HEAD') && upgrade === undefined;
  if (safe) {
    // Following a link from elsewhere is fine, embedding or fetching is not.
    if (foreign && headerText(request.headers['sec-fetch-mode']) !== 'navigate') throw refusal(site);
    return;
  }
  if (origin === undefined) {
    if (foreign) throw refusal(site);
    return;
  }
  if (!isSameOrigin(origin, request.headers.host ?? '', secure)) throw refusal(origin);
}

/** Behind a TLS proxy the browser says https while we listen on http: that direction is accepted, never the other. */
function isSameOrigin(origin: string, hostHeader: string, secure: boolean): boolean {
  const match = /^(https?):\/\/(.+)$/i.exec(origin);
  const theirs = match ? parseHost(match[2]) : undefined;
  const ours = parseHost(hostHeader);
  if (!match || !theirs || !ours) return false;
  const scheme = match[1].toLowerCase();
  if (secure && scheme !== 'https') return false;
  const defaultPort = scheme === 'https' ? '443' : '80';
  return theirs.host === ours.host && (theirs.port || defaultPort) === (ours.port || defaultPort);
}

function headerText(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function refusal(from: string): ObservatoryError {
  return new ObservatoryError('OBS_HTTP_ORIGIN', `a page of another origin (${from}) may not do this`, {
    httpStatus: 403,
    hint: 'use the console at the address the sidecar is configured for, or call without an Origin header',
  });
}
