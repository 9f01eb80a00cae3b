import { useEffect, useState } from 'react';
import { useViewHost, type Schema } from '../host/ViewHost.ts';

export interface LoadState<T> {
  /** The last answer; kept while a newer one is loaded or fails. */
  data: T | undefined;
  error: string | undefined;
  loading: boolean;
}

/**
 * The answer of a `GET` below the Observatory API, loaded again when the path changes or `revision` grows. `undefined`
 * loads nothing. The schema must be the same object in every render.
 */
export function useLoad<T>(path: string | undefined, schema: Schema<T>, revision = 0): LoadState<T> {
  const host = useViewHost();
  const [last, setLast] = useState<{ path?: string; asked: string; data?: T; error?: string }>({ asked: '' });
  const asked = `${revision} ${path}`;
  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    host.load(path, schema, abort.signal).then(
      (data) => setLast({ path, asked, data }),
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        const error = failure instanceof Error ? failure.message : String(failure);
        // What was shown of the same path stays readable beside the error.
        setLast((before) => ({ path, asked, error, data: before.path === path ? before.data : undefined }));
      },
    );
    return () => abort.abort();
  }, [host, path, schema, asked]);
  const current = last.path === path;
  return {
    data: current ? last.data : undefined,
    error: current ? last.error : undefined,
    loading: path !== undefined && last.asked !== asked,
  };
}
