import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';

/** 127.0.0.0/8, ::1 and their IPv4-mapped forms. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = unmapped(address);
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** `::ffff:10.0.0.1` as `10.0.0.1`. */
export function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/**
 * True when a proxy says that it passed the request on: then the loopback address is the proxy's, not the caller's, and
 * gives no role.
 */
export function wasForwarded(headers: IncomingHttpHeaders): boolean {
  return (
    headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers['x-real-ip'] !== undefined
  );
}

/** Splits `host:port`, `[v6]:port` or either without port; undefined when it is none of these. Lower-cased, no brackets. */
export function parseHost(text: string): { host: string; port: string } | undefined {
  const match = /^(?:\[([0-9a-f:.]+(?:%25[\w.]+)?)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/i.exec(text);
  if (!match) return undefined;
  const host = (match[1] ?? match[2]).toLowerCase().replace(/\.$/, '');
  return host === '' ? undefined : { host, port: match[3] ?? '' };
}
