import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

export interface SidecarAddress {
  /** Of the sidecar, `http://127.0.0.1:7480`. */
  url: string;
  /** File that holds the token; without it the OBSERVATORY_TOKEN variable, if it is set. Never a flag: those are public. */
  tokenFile?: string;
}

export const DEFAULT_URL = 'http://127.0.0.1:7480';

/**
 * Asks the sidecar for something below `/api/observatory/v1`.
 * @throws Error with code and hint: what the sidecar answered, or why it did not.
 */
export function askSidecar(address: SidecarAddress, path: string, signal?: AbortSignal): Promise<Response> {
  return send(address, path, {}, signal);
}

/** Sends a body, as a stream, to something below `/api/observatory/v1`. @throws as `askSidecar` */
export function postToSidecar(
  address: SidecarAddress,
  path: string,
  { contentType, body }: { contentType: string; body: Readable },
): Promise<Response> {
  return send(address, path, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: Readable.toWeb(body) as ReadableStream,
    duplex: 'half',
  });
}

/** Sends something else below `/api/observatory/v1`. @throws as `askSidecar` */
export function sendToSidecar(
  address: SidecarAddress,
  path: string,
  init: RequestInit,
  signal?: AbortSignal,
): Promise<Response> {
  return send(address, path, init, signal);
}

async function send(
  address: SidecarAddress,
  path: string,
  init: RequestInit & { duplex?: 'half' },
  signal?: AbortSignal,
): Promise<Response> {
  const url = new URL(`${checkedUrl(address.url)}/api/observatory/v1/${path}`);
  const token = await tokenOf(address);
  let response: Response;
  try {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    response = await fetch(url, { ...init, headers, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw explained('OBS_CLI_CONNECT', `no sidecar answers at ${address.url} (${causeOf(error)})`, {
      hint: 'start it with observatory sidecar, or give its address with --url',
      cause: error,
    });
  }
  if (response.ok) return response;
  throw await answeredError(response);
}

/** An error that reportError shows in one line. */
export function explained(code: string, message: string, options: { hint?: string; cause?: unknown } = {}): Error {
  return Object.assign(new Error(message, { cause: options.cause }), { code, hint: options.hint ?? '' });
}

function checkedUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw explained('OBS_CLI_USAGE', `${JSON.stringify(text)} is no address of a sidecar`, {
    hint: `give --url as ${DEFAULT_URL}`,
  });
}

async function tokenOf({ tokenFile }: SidecarAddress): Promise<string | undefined> {
  if (tokenFile === undefined) return process.env.OBSERVATORY_TOKEN;
  try {
    return (await readFile(tokenFile, 'utf8')).trim();
  } catch (error) {
    throw explained('OBS_CLI_TOKEN_FILE', `the token file ${tokenFile} cannot be read (${causeOf(error)})`, {
      cause: error,
    });
  }
}

async function answeredError(response: Response): Promise<Error> {
  const text = await response.text().catch(() => '');
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string; hint: string } };
    return explained(error.code, error.message, { hint: error.hint });
  } catch {
    return explained('OBS_CLI_ANSWER', `the answer was ${response.status}, and not that of a sidecar`, {
      hint: 'check --url',
    });
  }
}

/** What the system said: `fetch failed` alone helps nobody. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
