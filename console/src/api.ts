import { nodeList } from '@observatory/protocol/nodes';
import { sessionAnswer, type SessionAnswer } from '@observatory/protocol/session';
import { errorAnswer } from '@observatory/protocol/error';
import type { NodeRow } from '../../src/views/nodes/node.ts';
import { nodeRows } from '../../src/views/nodes/node-rows.ts';

/** Root of the Observatory API, below the page. */
export const BASE = 'api/observatory/v1';

/** An answer of the sidecar that is not a success, with its own words. */
export class ApiError extends Error {
  readonly status: number;
  /** `OBS_…`; empty where the answer had none. */
  readonly code: string;

  constructor(status: number, message: string, code = '') {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** @throws ApiError with the sidecar's words. */
export async function request(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(`${BASE}/${path}`, { credentials: 'same-origin', ...init });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const known = errorAnswer.safeParse(body);
  const text = known.success
    ? [known.data.error.message, known.data.error.hint].filter(Boolean).join('. ')
    : `HTTP ${response.status}`;
  throw new ApiError(response.status, text, known.success ? known.data.error.code : '');
}

/** The sidecar's nodes as the views show them. */
export async function loadNodes(signal: AbortSignal): Promise<NodeRow[]> {
  return nodeRows(nodeList.parse(await request('nodes', { signal })));
}

export async function loadSession(signal?: AbortSignal): Promise<SessionAnswer> {
  return sessionAnswer.parse(await request('session', { signal }));
}

/** @throws ApiError with the sidecar's words when the token is refused. */
export async function signIn(token: string): Promise<void> {
  await request('session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}

export async function signOut(): Promise<void> {
  await request('session', { method: 'DELETE' });
}
