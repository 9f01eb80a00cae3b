import { messageOf, ObservatoryError } from '../util/errors.ts';

/** Why a listener did not open, with what to do about it. */
export function listenError(error: unknown, host: string, port: number): ObservatoryError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const explain = (message: string, hint: string) =>
    new ObservatoryError('OBS_HTTP_LISTEN', message, { hint, cause: error });
  if (code === 'EADDRINUSE')
    return explain(`${place} is taken by another process`, 'stop it, or choose another port with --listen=HOST:PORT');
  if (code === 'EACCES')
    return explain(`this user may not listen on ${place}`, 'choose a port above 1023 with --listen=HOST:PORT');
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return explain(`${place} is no address of this host`, 'correct listen in the configuration');
  return explain(`cannot listen on ${place}: ${messageOf(error)}`, 'correct listen in the configuration');
}
