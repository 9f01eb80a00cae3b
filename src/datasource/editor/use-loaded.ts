import { useEffect, useState } from 'react';

/** What a promise brings; `initial` until then, and when it fails. Asked again when `key` changes. */
export function useLoaded<T>(load: () => Promise<T>, key: string, initial: T): { value: T; error: string | undefined } {
  const [state, setState] = useState<{ value: T; error: string | undefined }>({ value: initial, error: undefined });
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setState({ value, error: undefined }),
      (error: unknown) => isCurrent && setState((before) => ({ ...before, error: messageOf(error) })),
    );
    return () => {
      isCurrent = false;
    };
    // `load` is a new function in every render; `key` says when it asks something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return state;
}

/** The sentence of an error, wherever Grafana's fetch has put it. */
export function messageOf(error: unknown): string {
  const { data, message, statusText } = (error ?? {}) as {
    data?: { message?: string; error?: string };
    message?: string;
    statusText?: string;
  };
  return data?.message ?? data?.error ?? message ?? statusText ?? String(error);
}
