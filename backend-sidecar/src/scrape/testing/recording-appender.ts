import type { Labels } from '../../model/labels.ts';
import type { Appender, AppendRefusal } from '../../storage.ts';

export interface RecordedSample {
  timestampMs: number;
  /** Undefined is a staleness marker. */
  value: number | undefined;
}

/** An appender for tests: everything that was appended, by label set. */
export class RecordingAppender implements Appender {
  readonly samples = new Map<string, RecordedSample[]>();
  private readonly known: Labels[] = [];
  private readonly refs = new Map<string, number>();
  private layouts = 0;

  seriesRef(labels: Labels): number {
    const key = labels.key();
    let ref = this.refs.get(key);
    if (ref === undefined) {
      ref = this.known.push(labels);
      this.refs.set(key, ref);
    }
    return ref;
  }

  newLayoutId(): number {
    return ++this.layouts;
  }

  appendBatch(batch: Parameters<Appender['appendBatch']>[0]): ReturnType<Appender['appendBatch']> {
    const words = new Uint32Array(batch.values.buffer, batch.values.byteOffset);
    for (let i = 0; i < batch.length; i++) {
      const stale = words[2 * i] === 2 && words[2 * i + 1] === 0x7ff00000;
      this.record(batch.refs[i], batch.timestampMs, stale ? undefined : batch.values[i]);
    }
    return {
      appended: batch.length,
      refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 },
    };
  }

  append(ref: number, timestampMs: number, value: number): AppendRefusal | undefined {
    this.record(ref, timestampMs, value);
    return undefined;
  }

  appendStale(ref: number, timestampMs: number): AppendRefusal | undefined {
    this.record(ref, timestampMs, undefined);
    return undefined;
  }

  appendExemplar(): void {}
  setMetadata(): void {}
  isLive(): boolean {
    return true;
  }

  /** Every label set that has a sample. */
  labelSets(): Labels[] {
    return this.known.filter((labels) => this.samples.has(labels.toString()));
  }

  /** Samples of the only series whose text form contains all parts. */
  of(...parts: string[]): RecordedSample[] {
    const found = [...this.samples].filter(([name]) => parts.every((part) => name.includes(part)));
    if (found.length !== 1)
      throw new Error(`${found.length} series match ${parts.join(' ')}: ${[...this.samples.keys()].join(' ')}`);
    return found[0][1];
  }

  private record(ref: number, timestampMs: number, value: number | undefined): void {
    const name = this.known[ref - 1].toString();
    const list = this.samples.get(name) ?? [];
    this.samples.set(name, list);
    list.push({ timestampMs, value });
  }
}
