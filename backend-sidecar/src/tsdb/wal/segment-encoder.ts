import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';
import type { SeriesIndex } from '../index/series-index.ts';
import { DictionaryEncoder } from './dictionary-encoder.ts';
import type { CUT_BEGINS, CUT_DONE } from './format.ts';
import {
  BATCH,
  DELETION,
  EXEMPLAR,
  FAR_MS,
  LATE_SAMPLES,
  LAYOUT,
  METADATA,
  SAMPLES,
  SERIES,
  SOME_CHANGED,
  SOME_MISSING,
  TAG_EQUAL,
} from './format.ts';
import { putExemplar, putMetadata } from './plain-records.ts';
import { RecordBuffer } from './record-buffer.ts';

const SAMPLES_PER_RECORD = 4096;

/** Encodes records of docs/format/wal.md into one growing buffer, with the state of the segment they belong to. */
export class SegmentEncoder {
  readonly records = new RecordBuffer();
  private readonly layouts = new Map<number, number>();
  private readonly dictionary: DictionaryEncoder;
  /** Single samples that wait for company: one record for many. */
  private open: OpenSamples | undefined;

  constructor(index: SeriesIndex) {
    this.dictionary = new DictionaryEncoder(index);
  }

  knowsLayout(id: number, version: number): boolean {
    return this.layouts.get(id) === version;
  }

  declareSeries(refs: Uint32Array): void {
    this.close();
    const { records } = this;
    records.begin(SERIES);
    records.out.varint(refs.length);
    for (const ref of refs) this.dictionary.declare(ref, records.out);
    records.end();
  }

  layout(id: number, version: number, refs: Uint32Array, length: number): void {
    this.close();
    this.layouts.set(id, version);
    const { out } = this.records;
    this.records.begin(LAYOUT);
    out.varint(id);
    out.varint(version);
    this.putRefs(refs, length);
    this.records.end();
  }

  /** `body` is the kernel's: present bitmap, changed bitmap, values. */
  batch(layoutId: number, timestampMs: number, length: number, body: Uint8Array): void {
    this.close();
    const mapBytes = (length + 7) >>> 3;
    const someMissing = !allSet(body, length);
    const someChanged = !noneSet(body, mapBytes, 2 * mapBytes);
    const { out } = this.records;
    this.records.begin(BATCH);
    out.varint(layoutId);
    out.signed(timestampMs);
    out.u8((someMissing ? SOME_MISSING : 0) | (someChanged ? SOME_CHANGED : 0));
    if (someMissing) out.raw(body.subarray(0, mapBytes));
    if (someChanged) out.raw(body.subarray(mapBytes));
    this.records.end();
  }

  sample(ref: number, timestampMs: number, value: Uint8Array): void {
    const { out } = this.beginSample(SAMPLES, ref, timestampMs);
    if (value.length === 0) out.u8(TAG_EQUAL);
    else out.raw(value);
  }

  lateSample(ref: number, timestampMs: number, low: number, high: number): void {
    const { out } = this.beginSample(LATE_SAMPLES, ref, timestampMs);
    out.u32(low);
    out.u32(high);
  }

  metadata(metricName: string, metadata: MetricMetadata): void {
    this.close();
    this.records.begin(METADATA);
    putMetadata(this.records.out, metricName, metadata);
    this.records.end();
  }

  exemplar(ref: number, exemplar: Exemplar): void {
    this.close();
    this.records.begin(EXEMPLAR);
    putExemplar(this.records.out, ref, exemplar);
    this.records.end();
  }

  deletion(refs: Uint32Array, minTimeMs: number, maxTimeMs: number): void {
    this.close();
    const { out } = this.records;
    this.records.begin(DELETION);
    out.signed(Math.max(-FAR_MS, minTimeMs));
    out.signed(Math.min(FAR_MS, maxTimeMs));
    this.putRefs(refs, refs.length);
    this.records.end();
  }

  cut(stage: typeof CUT_BEGINS | typeof CUT_DONE, timeMs: number): void {
    this.close();
    this.records.begin(stage);
    this.records.out.signed(timeMs);
    this.records.end();
  }

  /** Ends the record of single samples, if one is open. Called before the buffer is handed to the file. */
  close(): void {
    const open = this.open;
    if (!open) return;
    this.open = undefined;
    this.records.begin(open.type);
    this.records.out.varint(open.count);
    this.records.out.raw(open.buffer.out.view());
    this.records.end();
  }

  /** Bytes not yet in a closed record. */
  get openBytes(): number {
    return this.open?.buffer.length ?? 0;
  }

  private beginSample(type: number, ref: number, timestampMs: number): RecordBuffer {
    if (this.open && (this.open.type !== type || this.open.count >= SAMPLES_PER_RECORD)) this.close();
    const open = (this.open ??= { type, count: 0, lastRef: 0, lastTime: 0, buffer: new RecordBuffer() });
    open.buffer.out.signed(ref - open.lastRef);
    open.buffer.out.signed(timestampMs - open.lastTime);
    open.lastRef = ref;
    open.lastTime = timestampMs;
    open.count++;
    return open.buffer;
  }

  private putRefs(refs: Uint32Array, length: number): void {
    const { out } = this.records;
    out.varint(length);
    let last = 0;
    for (let i = 0; i < length; i++) {
      out.signed(refs[i] - last);
      last = refs[i];
    }
  }
}

interface OpenSamples {
  type: number;
  count: number;
  lastRef: number;
  lastTime: number;
  buffer: RecordBuffer;
}

function allSet(map: Uint8Array, bits: number): boolean {
  const whole = bits >>> 3;
  for (let i = 0; i < whole; i++) if (map[i] !== 0xff) return false;
  const rest = bits & 7;
  return rest === 0 || map[whole] === (1 << rest) - 1;
}

function noneSet(map: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (map[i] !== 0) return false;
  return true;
}
