import { queryCanceled } from './query-error.ts';

/** Lets a bounded number of queries run at a time; the others wait in order of arrival. */
export class ConcurrencyGate {
  private running = 0;
  private readonly limit: number;
  private readonly waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.limit = Math.max(1, limit);
  }

  get queued(): number {
    return this.waiting.length;
  }

  /** Resolves when the query may run; call the returned function when it has ended. @throws QueryError when aborted first. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw queryCanceled('query queue');
    if (this.running < this.limit) this.running++;
    else await this.wait(signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    };
  }

  private wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.waiting.splice(this.waiting.indexOf(turn), 1);
        reject(queryCanceled('query queue'));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(turn);
    });
  }
}
