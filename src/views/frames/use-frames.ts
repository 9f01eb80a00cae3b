import { useEffect, useState } from 'react';
import type { FramesAnswer, FramesRequest } from '@observatory/protocol/frames';
import { useViewHost } from '../host/ViewHost.ts';

export interface FramesState {
  /** The last answer; kept while a newer one is loaded. */
  results: FramesAnswer['results'];
  loading: boolean;
  /** Why nothing could be asked; a query that failed alone says so in its result. */
  error: string | undefined;
}

/**
 * Loads frames, and again when the request changes or `revision` grows. Requests are compared by their content, so that a
 * caller may build them anew on every render. A slow answer to an older request is dropped.
 */
export function useFrames(request: FramesRequest, revision = 0): FramesState {
  const host = useViewHost();
  const [last, setLast] = useState<Omit<FramesState, 'loading'> & { answers: string }>(NOTHING);
  const key = JSON.stringify(request);
  const asked = `${revision} ${key}`;
  useEffect(() => {
    const abort = new AbortController();
    host.loadFrames(JSON.parse(key) as FramesRequest, abort.signal).then(
      ({ results }) => setLast({ results, error: undefined, answers: asked }),
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        const error = failure instanceof Error ? failure.message : String(failure);
        setLast((before) => ({ ...before, error, answers: asked }));
      },
    );
    return () => abort.abort();
  }, [host, key, asked]);
  return { results: last.results, error: last.error, loading: last.answers !== asked };
}

const NOTHING = { results: {}, error: undefined, answers: '' };

/** The error of any of the queries, in the sidecar's words; undefined when all succeeded. */
export function errorOf({ results, error }: FramesState): string | undefined {
  if (error !== undefined) return error;
  for (const result of Object.values(results)) {
    if (result.error !== undefined) return [result.error, result.hint].filter(Boolean).join(' ');
  }
  return undefined;
}
