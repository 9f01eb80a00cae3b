import { appendFile } from 'node:fs/promises';
import type { ScrapeJob } from '../discovery/types.ts';
import { messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import type { ScrapeEvent } from './scrape-loop.ts';

/** Lines that wait for a slow disk; further ones are lost, and counted in the next line. */
const MAX_WAITING = 1000;

/** `scrape_failure_log_file`: one JSON line per failed scrape, appended in order. */
export class FailureLogs {
  private readonly logger: Logger;
  private files = new Map<string, string>();
  private waiting = 0;
  private lost = 0;
  private tail: Promise<void> = Promise.resolve();

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** @param jobs name and file of each job that wants a log. */
  configure(jobs: readonly Pick<ScrapeJob, 'name' | 'config'>[]): void {
    this.files = new Map();
    for (const { name, config } of jobs) {
      if (config.scrape_failure_log_file !== undefined) this.files.set(name, config.scrape_failure_log_file);
    }
  }

  write({ target, timestampMs, durationSeconds }: ScrapeEvent): void {
    const file = this.files.get(target.scrapePool);
    if (file === undefined) return;
    if (this.waiting >= MAX_WAITING) {
      this.lost++;
      return;
    }
    const line = {
      time: new Date(timestampMs).toISOString(),
      job: target.scrapePool,
      target: target.scrapeUrl,
      error: target.lastError,
      durationSeconds,
      ...(this.lost > 0 && { linesLost: this.lost }),
    };
    this.lost = 0;
    this.waiting++;
    this.tail = this.tail
      .then(() => appendFile(file, `${JSON.stringify(line)}\n`))
      .catch((error: unknown) => this.logger.warn({ file }, `cannot write the scrape failure log: ${messageOf(error)}`))
      .finally(() => this.waiting--);
  }

  close(): Promise<void> {
    return this.tail;
  }
}
