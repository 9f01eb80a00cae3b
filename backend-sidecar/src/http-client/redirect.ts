import { ObservatoryError } from '../util/errors.ts';

export const MAX_REDIRECTS = 5;

export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * Where a redirect leads, if that is a host the operator knows: the origin itself, or one that `isKnownHost` (given
 * `host:port`) accepts. A step from https down to http is refused.
 * @throws ObservatoryError OBS_HTTP_REDIRECT
 */
export function redirectTarget(from: URL, location: string | undefined, isKnownHost: (host: string) => boolean): URL {
  const fail = (message: string) =>
    new ObservatoryError('OBS_HTTP_REDIRECT', message, {
      hint: 'Configure the final address, or add that host as a target.',
    });
  let to: URL;
  try {
    to = new URL(location ?? '', from);
  } catch {
    throw fail('the server redirected to something that is not a URL');
  }
  if (location === undefined || (to.protocol !== 'http:' && to.protocol !== 'https:')) {
    throw fail('the server redirected without a usable Location');
  }
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw fail(`the server redirected from https to http (${to.host})`);
  if (to.host !== from.host && !isKnownHost(hostPort(to))) {
    throw fail(`the server redirected to ${to.host}, which is not a host of this configuration`);
  }
  return to;
}

/** `host:port` with the scheme's default port filled in. */
export function hostPort(url: URL): string {
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`;
}
