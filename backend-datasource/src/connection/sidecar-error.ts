import { BackendError } from '@observatory/grafana-backend-sdk';
import { errorAnswer } from '@observatory/protocol/error';

/** Why the sidecar gave no answer. `downstream`: its fault or the network's, not the plugin's. */
export class SidecarError extends BackendError {
  /** What happened, without what to do. */
  readonly reason: string;
  /** What to do about it. */
  readonly cure: string;

  constructor(reason: string, cure: string, status: number, cause?: unknown) {
    super(`${reason}: ${cure}`, { status, source: 'downstream', cause });
    this.name = 'SidecarError';
    this.reason = reason;
    this.cure = cure;
  }
}

const CHECK_ADDRESS =
  "check the address in the datasource's settings, and that the sidecar runs and can be reached from Grafana's server";
const TLS_CODE = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_|EPROTO/;

/** Anything that `fetch`ing threw, in an operator's words. */
export function connectionError(error: unknown, url: string, timeoutMs: number): SidecarError {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'ECONNREFUSED':
      return new SidecarError(
        `nothing listens at ${url} (connection refused)`,
        'start the sidecar, or correct its address',
        502,
        error,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return new SidecarError(
        `the name of ${url} is not known to Grafana's server`,
        'correct the address, or the name service of that machine or container',
        502,
        error,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new SidecarError(`there is no route to ${url}`, CHECK_ADDRESS, 502, error);
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return new SidecarError(`${url} cannot be reached (no connection within the time)`, CHECK_ADDRESS, 504, error);
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return timedOut(url, timeoutMs, error);
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return new SidecarError(
        `${url} ended the connection without an answer`,
        'does it want https (or http)? If the sidecar was just restarted, try again',
        502,
        error,
      );
    default:
  }
  if (code !== undefined && TLS_CODE.test(code)) return tlsError(code, text, url, error);
  if (code?.startsWith('HPE_')) return noSidecar(url, 'its answer is no HTTP', error);
  return new SidecarError(`${url} cannot be asked (${code ?? text})`, CHECK_ADDRESS, 502, error);
}

function tlsError(code: string, text: string, url: string, error: unknown): SidecarError {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new SidecarError(
      `the certificate of ${url} is for another name`,
      'ask it by a name of its certificate, or set the server name to one',
      502,
      error,
    );
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return new SidecarError(
      `the certificate of ${url} is not valid now`,
      'renew it, or correct the clocks',
      502,
      error,
    );
  if (/SELF_SIGNED|UNABLE_TO_/.test(code))
    return new SidecarError(
      `nobody whom Grafana's server trusts has signed the certificate of ${url}`,
      'give the CA certificate in the settings ("with CA cert")',
      502,
      error,
    );
  if (/PEM|KEY_VALUES|ERR_OSSL|ERR_CRYPTO/.test(code))
    return new SidecarError(
      'a certificate or key of the settings cannot be read',
      'paste the whole PEM text anew',
      400,
      error,
    );
  return new SidecarError(
    `the TLS connection to ${url} failed (${text})`,
    'does it speak https? Is a client certificate wanted?',
    502,
    error,
  );
}

export function timedOut(url: string, timeoutMs: number, cause?: unknown): SidecarError {
  return new SidecarError(
    `${url} did not answer within ${timeoutMs / 1000} s`,
    "ask for less (a shorter range, fewer series), or raise the timeout in the datasource's settings",
    504,
    cause,
  );
}

/** Something answers there, but it is no sidecar. */
export function noSidecar(url: string, why: string, cause?: unknown): SidecarError {
  return new SidecarError(
    `what answers at ${url} is no sidecar (${why})`,
    'correct the address; a proxy before it must pass its paths on',
    502,
    cause,
  );
}

export function tooLarge(maxBytes: number): SidecarError {
  return new SidecarError(
    `the answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB`,
    'aggregate, select fewer series, or ask for fewer points',
    422,
  );
}

/** An answer with a status of 400 and above; the sidecar's own words where it gave some. */
export function statusError(status: number, body: Uint8Array, url: string): SidecarError {
  const said = saidBySidecar(body);
  if (status === 401)
    return new SidecarError(
      `the sidecar at ${url} wants a valid token`,
      "put the token of a reader in the datasource's settings",
      401,
    );
  if (status === 403 && (!said || said.code === 'OBS_AUTH_FORBIDDEN'))
    return new SidecarError(
      `the sidecar at ${url} does not allow this to the token`,
      'give the datasource the token of a reader',
      403,
    );
  if (said) return new SidecarError(said.message, said.hint || `the sidecar answered ${status}`, status);
  if (status === 404)
    return noSidecar(url, 'it does not know the path: wrong address, or a sidecar older than this plugin');
  return new SidecarError(
    `${url} answered with status ${status}`,
    'look into its log, and that of any proxy before it',
    status >= 500 ? 502 : status,
  );
}

function saidBySidecar(body: Uint8Array): { code: string; message: string; hint: string } | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body));
    const own = errorAnswer.safeParse(json);
    if (own.success) return own.data.error;
    // Prometheus' form, of /api/v1.
    const { error, errorType } = json as Record<string, unknown>;
    return typeof error === 'string' ? { code: String(errorType ?? ''), message: error, hint: '' } : undefined;
  } catch {
    return undefined;
  }
}

/** Of the error, of what caused it, or of the first of several attempts (one for each address of a name). */
function codeOf(error: unknown): string | undefined {
  let each: unknown = error;
  for (let depth = 0; depth < 10 && typeof each === 'object' && each !== null; depth++) {
    const { code, cause, errors } = each as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    each = cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : undefined);
  }
  return undefined;
}
