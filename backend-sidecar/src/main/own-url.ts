import { hostname } from 'node:os';
import type { Config } from '../config/index.ts';

/** Where people reach this sidecar, without a slash at its end: as configured, else made from the listening address. */
export function ownUrl({ external_url, listen, tls }: Config): string {
  if (external_url !== undefined) return external_url.replace(/\/+$/, '');
  // Nobody can go to "all addresses"; the host's name is the best guess.
  const host = listen.host === '0.0.0.0' || listen.host === '::' || listen.host === '' ? hostname() : listen.host;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${listen.port}`;
}
