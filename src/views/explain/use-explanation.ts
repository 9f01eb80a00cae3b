import { useCallback, useEffect, useState } from 'react';
import { explanation, type Explanation } from '@observatory/protocol/analysis';
import { useViewHost } from '../host/ViewHost.ts';

export interface ExplanationState {
  /** The newest answer to what is asked; the first ranking may come before the complete one. */
  answer: Explanation | undefined;
  error: string | undefined;
  /** An answer, or a better one, is on its way. */
  running: boolean;
  canceled: boolean;
  tookMs: number | undefined;
  cancel: () => void;
  again: () => void;
}

interface Kept {
  asked: string;
  answer?: Explanation;
  error?: string;
  tookMs?: number;
  ended: boolean;
}

/**
 * Asks `explain?…` and shows what comes: the first ranking at once, the refined one when it follows (`complete`). Ending the
 * question ends the work in the sidecar, too.
 */
export function useExplanation(path: string | undefined): ExplanationState {
  const host = useViewHost();
  const [attempt, setAttempt] = useState(0);
  const [kept, setKept] = useState<Kept>({ asked: '', ended: true });
  const [canceled, setCanceled] = useState('');
  const asked = `${attempt} ${path}`;
  const isCanceled = canceled === asked;
  useEffect(() => {
    if (path === undefined || isCanceled) return;
    const abort = new AbortController();
    const begun = performance.now();
    const show = (answer: Explanation) => {
      if (!abort.signal.aborted) setKept({ asked, answer, tookMs: performance.now() - begun, ended: answer.complete });
    };
    const asking = host.loadLines
      ? host.loadLines(path, explanation, show, abort.signal)
      : host.load(path, explanation, abort.signal).then(show);
    asking.then(
      // Whatever came last is all that comes.
      () => setKept((before) => (before.asked === asked ? { ...before, ended: true } : before)),
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        const error = failure instanceof Error ? failure.message : String(failure);
        setKept((before) => ({ ...(before.asked === asked ? before : { asked }), error, ended: true }));
      },
    );
    return () => abort.abort();
  }, [host, path, asked, isCanceled]);
  const isCurrent = kept.asked === asked;
  return {
    answer: isCurrent ? kept.answer : undefined,
    error: isCurrent ? kept.error : undefined,
    tookMs: isCurrent ? kept.tookMs : undefined,
    running: path !== undefined && !isCanceled && !(isCurrent && kept.ended),
    canceled: isCanceled,
    cancel: useCallback(() => setCanceled(asked), [asked]),
    again: useCallback(() => setAttempt((before) => before + 1), []),
  };
}
