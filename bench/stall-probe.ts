import http from 'node:http';

/** How long the event loop of another process stands still, seen from outside: the answer time of its cheapest route. */
export class StallProbe {
  private readonly url: URL;
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  constructor(sidecarUrl: string) {
    this.url = new URL('/-/healthy', sidecarUrl);
  }

  /** Asks without a pause while `work` runs. What this process and the network take is in the number as well. */
  async during(work: () => Promise<void>): Promise<{ longestMs: number }> {
    let longestMs = 0;
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        const startMs = performance.now();
        await this.ask();
        longestMs = Math.max(longestMs, performance.now() - startMs);
      }
    })();
    await work().finally(() => (isDone = true));
    await watching;
    return { longestMs };
  }

  private ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      http
        .get(this.url, { agent: this.agent }, (response) => response.resume().once('end', resolve))
        .once('error', reject);
    });
  }
}
