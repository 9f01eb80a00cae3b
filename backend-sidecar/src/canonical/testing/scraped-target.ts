import type { Appender } from '../../storage.ts';
import { createIngester } from '../../scrape/ingest.ts';
import type { IngestResult, Ingester } from '../../scrape/ingest-types.ts';
import type { Labels } from '../../model/labels.ts';

/** One target whose bodies a test gives: the real ingester, with the labels that a job would add. */
export class ScrapedTarget {
  private readonly ingester: Ingester;

  constructor(appender: Appender, instance: string) {
    this.ingester = createIngester(appender, {
      mutateLabels: (labels: Labels) => labels.with('instance', instance).with('job', 'broker'),
      honorTimestamps: true,
      trackTimestampsStaleness: false,
      limits: {
        sampleLimit: 0,
        labelLimit: 0,
        labelNameLengthLimit: 0,
        labelValueLengthLimit: 0,
        bodySizeLimitBytes: 0,
      },
      strict: false,
    });
  }

  scrape(body: string | Uint8Array, timestampMs: number): IngestResult {
    this.ingester.begin('text/plain', undefined);
    this.ingester.write(typeof body === 'string' ? Buffer.from(body) : body);
    return this.ingester.finish(timestampMs);
  }

  fail(timestampMs: number): void {
    this.ingester.markStale(timestampMs);
  }
}
