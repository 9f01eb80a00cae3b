/** A signal that is aborted with another one, or after a time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time was up; the other signal may be aborted as well. */
  readonly isOver: boolean;
  /** To be called when the work is done: neither a timer nor a listener stays behind. */
  clear(): void;
}

export function deadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const onAbort = () => controller.abort(outer.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort(new Error('the time is up'));
  }, ms);
  if (outer.aborted) onAbort();
  else outer.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    clear() {
      clearTimeout(timer);
      outer.removeEventListener('abort', onAbort);
    },
  };
}
