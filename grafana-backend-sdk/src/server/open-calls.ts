/** Calls under way: what a shutdown waits for and what it aborts. */
export interface OpenCall {
  readonly signal: AbortSignal;
  abort(reason: string): void;
  /** To be called once, when the answer is out. */
  end(): void;
}

export class OpenCalls {
  private readonly calls = new Set<{ isEndless: boolean; controller: AbortController }>();
  private waiting: (() => void)[] = [];

  get size(): number {
    return this.calls.size;
  }

  /** `isEndless`: a call that ends only when it is aborted, as a stream does. */
  begin(isEndless: boolean): OpenCall {
    const controller = new AbortController();
    const entry = { isEndless, controller };
    this.calls.add(entry);
    return {
      signal: controller.signal,
      abort: (reason) => controller.abort(new DOMException(reason, 'AbortError')),
      end: () => {
        this.calls.delete(entry);
        if (this.calls.size > 0) return;
        for (const resolve of this.waiting.splice(0)) resolve();
      },
    };
  }

  abortEndless(reason: string): void {
    for (const { isEndless, controller } of this.calls)
      if (isEndless) controller.abort(new DOMException(reason, 'AbortError'));
  }

  abortAll(reason: string): void {
    for (const { controller } of this.calls) controller.abort(new DOMException(reason, 'AbortError'));
  }

  /** Resolves with true when no call is under way, with false after `timeoutMs`. */
  idle(timeoutMs: number): Promise<boolean> {
    if (this.calls.size === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
