import { isIP } from 'node:net';

export interface ListenAddress {
  host: string;
  port: number;
}

/**
 * `host:port`, `:port` (all interfaces, as in Prometheus) or `[v6]:port`.
 * @throws RangeError when it is none of them.
 */
export function parseListenAddress(listen: string): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/\s]*)):(\d{1,5})$/.exec(listen);
  if (!match || Number(match[3]) > 65_535)
    throw new RangeError('must be host:port, such as 127.0.0.1:7480 or [::1]:7480');
  if (match[1] !== undefined && isIP(match[1]) !== 6)
    throw new RangeError('must hold an IPv6 address within the brackets');
  return { host: match[1] ?? (match[2] === '' ? '0.0.0.0' : match[2]), port: Number(match[3]) };
}

/** True when only this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
