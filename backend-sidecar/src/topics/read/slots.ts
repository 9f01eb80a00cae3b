/** So many at a time; the others wait in order. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  /** @returns false when the signal aborted before a slot was free; then there is nothing to give back */
  async take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.free > 0) {
      this.free--;
      return true;
    }
    let granted = false;
    await new Promise<void>((resolve) => {
      const grant = () => {
        granted = true;
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(grant), 1);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(grant);
    });
    return granted;
  }

  give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }
}
