import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { ObservatoryError } from '../../util/errors.ts';
import { isLoopback, parseHost, unmapped } from './address.ts';

/**
 * Which Host headers are answered. A web page that rebinds its own DNS name to our address still sends its own name, so a
 * closed list of names shuts it out. Answered are: loopback names, the listen address, configured names, and the IP
 * address the connection really arrived at (an address cannot be rebound).
 */
export class HostGuard {
  private names: ReadonlySet<string> = new Set();

  configure(listenHost: string, allowHosts: readonly string[]): void {
    const names = allowHosts.map((name) => parseHost(name)?.host ?? name.toLowerCase());
    this.names = new Set(['localhost', listenHost.toLowerCase(), ...names]);
  }

  /** @throws ObservatoryError `OBS_HTTP_HOST` (421 when the name is not ours, 400 when there is none). */
  check(request: IncomingMessage): void {
    const header = request.headers.host;
    const parsed = header === undefined ? undefined : parseHost(header);
    if (!parsed)
      throw new ObservatoryError('OBS_HTTP_HOST', 'the Host header is missing or malformed', { httpStatus: 400 });
    if (this.names.has(parsed.host)) return;
    if (isIP(parsed.host) !== 0) {
      if (isLoopback(parsed.host)) return;
      if (parsed.host === unmapped(request.socket.localAddress ?? '')) return;
    }
    throw new ObservatoryError('OBS_HTTP_HOST', `the host name ${JSON.stringify(parsed.host)} is not served here`, {
      httpStatus: 421,
      hint: `add it to auth.allow_hosts in the configuration if it is yours`,
    });
  }
}
