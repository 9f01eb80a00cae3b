import { Labels } from '../../model/labels.ts';
import type { MatrixSeries, SampleBuffer, SeriesSet } from '../../storage.ts';

interface Parts {
  labels: Labels;
  /** Ascending and apart in time. */
  parts: MatrixSeries[];
}

/** Series gathered from one or more answers that follow each other in time. */
export class RemoteSeriesSet implements SeriesSet {
  private readonly byKey = new Map<string, Parts>();
  private list: Parts[] = [];
  private readonly minTimeMs: number;
  private readonly maxTimeMs: number;

  constructor(minTimeMs: number, maxTimeMs: number) {
    this.minTimeMs = minTimeMs;
    this.maxTimeMs = maxTimeMs;
  }

  add(series: readonly MatrixSeries[]): void {
    for (const part of series) {
      const known = this.byKey.get(part.labels.key());
      if (known) {
        known.parts.push(part);
        continue;
      }
      const entry = { labels: part.labels, parts: [part] };
      this.byKey.set(part.labels.key(), entry);
      this.list.push(entry);
    }
  }

  get count(): number {
    return this.list.length;
  }

  labels(index: number): Labels {
    return this.list[index]?.labels ?? Labels.EMPTY;
  }

  read(index: number, out: SampleBuffer): void {
    out.length = 0;
    for (const { timestamps, values } of this.list[index]?.parts ?? []) {
      out.reserve(timestamps.length);
      for (let i = 0; i < timestamps.length; i++) {
        const time = timestamps[i];
        // Whether a range's start is part of it differs between engines, and neighbouring answers may share a sample.
        if (
          time < this.minTimeMs ||
          time > this.maxTimeMs ||
          (out.length > 0 && time <= out.timestamps[out.length - 1])
        )
          continue;
        out.timestamps[out.length] = time;
        out.values[out.length] = values[i];
        out.length++;
      }
    }
  }

  close(): void {
    this.list = [];
    this.byKey.clear();
  }
}
