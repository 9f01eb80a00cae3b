import type { ImportSession } from '../http/context.ts';
import { BackfillBuffer } from '../http/prometheus/backfill-buffer.ts';
import { ImportFeed, type ImportReport } from '../http/prometheus/import-feed.ts';
import type { Database } from '../tsdb/db.ts';

/** Samples collected before they are written as blocks: about 100 MB, and large enough for few blocks. */
const FLUSH_SAMPLES = 4_000_000;

/** Collects what a backfill brings and writes it as blocks, so that its age and order do not matter. */
export class BlockImport implements ImportSession {
  private readonly database: Database;
  private readonly buffer: BackfillBuffer;
  private readonly feed: ImportFeed;
  private readonly abortController = new AbortController();

  constructor(database: Database, contentType: string | undefined, maxSeries: number) {
    this.database = database;
    this.buffer = new BackfillBuffer(maxSeries);
    const { buffer } = this;
    this.feed = new ImportFeed(
      {
        seriesRef: (labels) => buffer.seriesRef(labels),
        append: (ref, timestampMs, value) => buffer.append(ref, timestampMs, value),
        setMetadata: (name, metadata) => database.setMetadata(name, metadata),
      },
      contentType,
    );
  }

  async write(chunk: Buffer): Promise<void> {
    this.feed.write(chunk);
    if (this.buffer.size >= FLUSH_SAMPLES) await this.flush();
  }

  async finish(): Promise<ImportReport> {
    const report = this.feed.finish();
    if (this.buffer.size > 0) await this.flush();
    await this.database.flush();
    return report;
  }

  abort(): void {
    this.abortController.abort();
    this.buffer.clear();
  }

  private async flush(): Promise<void> {
    await this.database.backfill(this.buffer.input(), this.abortController.signal);
    this.buffer.clear();
  }
}
