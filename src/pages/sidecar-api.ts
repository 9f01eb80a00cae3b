import { lastValueFrom } from 'rxjs';
import { getBackendSrv } from '@grafana/runtime';
import { errorAnswer } from '@observatory/protocol/error';
import { APP_ID } from '../constants.ts';

/** The sidecar's Observatory API through the app's routes, which add the token of the caller's rank. */
export const API_BASE = `/api/plugin-proxy/${APP_ID}/api/observatory/v1`;

/** An answer that is no success, in the sidecar's words or Grafana's. */
export class SidecarError extends Error {
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;
  /** `OBS_…` of the sidecar; empty where it was not the sidecar that answered. */
  readonly code: string;

  constructor(status: number, message: string, code = '') {
    super(message);
    this.name = 'SidecarError';
    this.status = status;
    this.code = code;
  }
}

export interface SidecarRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * The JSON of an answer; `path` stands below `/api/observatory/v1/`.
 * @throws SidecarError with what the sidecar or Grafana said.
 */
export async function sidecarRequest(
  path: string,
  { method = 'GET', body, signal }: SidecarRequest = {},
): Promise<unknown> {
  try {
    const { data } = await lastValueFrom(
      getBackendSrv().fetch<unknown>({
        url: `${API_BASE}/${path}`,
        method,
        data: body,
        abortSignal: signal,
        showErrorAlert: false,
        // Views ask for the same address again on purpose; the default would cancel the one before.
        requestId: undefined,
      }),
    );
    return data;
  } catch (error) {
    throw asSidecarError(error);
  }
}

function asSidecarError(error: unknown): SidecarError {
  const { status = 0, data, statusText } = (error ?? {}) as { status?: number; data?: unknown; statusText?: string };
  const known = errorAnswer.safeParse(data);
  if (known.success) {
    const { message, hint, code } = known.data.error;
    return new SidecarError(status, [message, hint].filter(Boolean).join('. '), code);
  }
  if (status === 502 || status === 504) {
    return new SidecarError(
      status,
      'Grafana does not reach the sidecar at the address of the app’s configuration page.',
    );
  }
  const grafanas = (data as { message?: unknown } | undefined)?.message;
  const text = typeof grafanas === 'string' && grafanas !== '' ? grafanas : statusText;
  return new SidecarError(status, text || (status > 0 ? `HTTP ${status}` : 'Grafana does not answer.'));
}
