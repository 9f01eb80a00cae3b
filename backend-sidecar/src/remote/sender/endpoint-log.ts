import type { Clock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';

const REPEAT_MS = 60_000;

/** Says in the log when a receiver fails, recovers and refuses; the same thing at most once a minute. */
export class EndpointLog {
  private readonly logger: Logger;
  private readonly clock: Clock;
  private failingSinceMs: number | undefined;
  private readonly lastSaid = new Map<string, number>();

  constructor(logger: Logger, clock: Clock) {
    this.logger = logger;
    this.clock = clock;
  }

  retry(reason: string, samples: number): void {
    this.failingSinceMs ??= this.clock.now();
    if (this.isNews(`retry ${reason}`)) {
      this.logger.warn(
        { code: 'OBS_REMOTE_WRITE_RETRY', reason, samples },
        'remote write failed and will be repeated; samples stay in the log',
      );
    }
  }

  refused(reason: string, samples: number): void {
    this.recovered();
    if (this.isNews(`refused ${reason.slice(0, 3)}`)) {
      this.logger.error(
        { code: 'OBS_REMOTE_WRITE_REFUSED', reason, samples },
        'the receiver refused samples; they are not sent again',
      );
    }
  }

  recovered(): void {
    if (this.failingSinceMs === undefined) return;
    const seconds = Math.round((this.clock.now() - this.failingSinceMs) / 1000);
    this.failingSinceMs = undefined;
    this.lastSaid.clear();
    this.logger.info({ seconds }, 'remote write works again');
  }

  private isNews(key: string): boolean {
    const nowMs = this.clock.now();
    if (nowMs - (this.lastSaid.get(key) ?? -Infinity) < REPEAT_MS) return false;
    if (this.lastSaid.size > 100) this.lastSaid.clear();
    this.lastSaid.set(key, nowMs);
    return true;
  }
}
