/** At most so many at once per host: the rest wait for their turn, so that none starts its time limit early. */
export class Lanes {
  private readonly width: number;
  private readonly lanes = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(width: number) {
    this.width = width;
  }

  async run<T>(host: string, work: () => Promise<T>): Promise<T> {
    let lane = this.lanes.get(host);
    if (!lane) this.lanes.set(host, (lane = { running: 0, waiting: [] }));
    const own = lane;
    if (own.running < this.width) own.running++;
    else await new Promise<void>((resolve) => own.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A place is handed on, so that nobody takes it in between.
      const next = own.waiting.shift();
      if (next) next();
      else if (--own.running === 0) this.lanes.delete(host);
    }
  }
}
