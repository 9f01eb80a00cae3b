import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import { STALE_NAN_HIGH, STALE_NAN_LOW } from '../../model/stale.ts';
import type { Exemplar } from '../../storage.ts';
import { ByteReader } from '../block/byte-reader.ts';
import { slotOf } from '../index/series-record.ts';
import { DictionaryDecoder } from './dictionary-decoder.ts';
import { readExemplar, readMetadata } from './plain-records.ts';
import {
  BATCH,
  CUT_BEGINS,
  CUT_DONE,
  DELETION,
  EXEMPLAR,
  FAR_MS,
  LATE_SAMPLES,
  LAYOUT,
  METADATA,
  SAMPLES,
  SERIES,
  SMALL_DELTA_ZERO,
  SOME_CHANGED,
  SOME_MISSING,
  TAG_DELTA_16,
  TAG_DELTA_24,
  TAG_DELTA_32,
  TAG_EQUAL,
  TAG_STALE,
} from './format.ts';

/** Receives what a segment holds, in order. Arrays are the decoder's and are reused. Refs are those of the writing process. */
export interface WalVisitor {
  series(ref: number, labels: Labels): void;
  /** Samples at one time; `words` are the values' bits. */
  batch(refs: Uint32Array, values: Float64Array, length: number, timestampMs: number): void;
  sample(ref: number, timestampMs: number, low: number, high: number): void;
  lateSample(ref: number, timestampMs: number, low: number, high: number): void;
  metadata(metricName: string, metadata: MetricMetadata): void;
  exemplar(ref: number, exemplar: Exemplar): void;
  deletion(refs: Uint32Array, minTimeMs: number, maxTimeMs: number): void;
  cutBegins(timeMs: number): void;
  cutDone(timeMs: number): void;
}

/** Decodes the records of one segment (docs/format/wal.md), keeping the state that they refer to. */
export class SegmentDecoder {
  private readonly visitor: WalVisitor;
  private readonly dictionary = new DictionaryDecoder();
  private readonly layouts = new Map<number, Uint32Array>();
  /** The base of each slot, as number and as bits. */
  private base = new Float64Array(1024);
  private baseWords = new Uint32Array(this.base.buffer);
  private baseBytes = new Uint8Array(this.base.buffer);
  private refs = new Uint32Array(1024);
  private values = new Float64Array(1024);

  constructor(visitor: WalVisitor) {
    this.visitor = visitor;
  }

  /**
   * Takes one record whose checksum was good.
   * @throws RangeError when it contradicts the format all the same
   */
  record(type: number, payload: Uint8Array): void {
    const reader = new ByteReader(payload);
    switch (type) {
      case SERIES:
        return this.series(reader);
      case LAYOUT:
        this.layouts.set(reader.varint(), this.readLayout(reader));
        return;
      case BATCH:
        return this.batch(reader, payload);
      case SAMPLES:
        return this.samples(reader);
      case LATE_SAMPLES:
        return this.lateSamples(reader);
      case METADATA:
        return readMetadata(reader, (name, metadata) => this.visitor.metadata(name, metadata));
      case EXEMPLAR: {
        const { ref, exemplar } = readExemplar(reader);
        return this.visitor.exemplar(ref, exemplar);
      }
      case DELETION: {
        const min = reader.signed();
        const max = reader.signed();
        return this.visitor.deletion(
          readRefs(reader),
          min <= -FAR_MS ? -Infinity : min,
          max >= FAR_MS ? Infinity : max,
        );
      }
      case CUT_BEGINS:
        return this.visitor.cutBegins(reader.signed());
      case CUT_DONE:
        return this.visitor.cutDone(reader.signed());
      default:
        throw new RangeError(`unknown record type ${type}`);
    }
  }

  private series(reader: ByteReader): void {
    const count = reader.varint();
    for (let i = 0; i < count; i++) {
      const { ref, labels } = this.dictionary.declaration(reader);
      this.setBase(slotOf(ref), 0, 0);
      this.visitor.series(ref, labels);
    }
  }

  private readLayout(reader: ByteReader): Uint32Array {
    reader.varint(); // version: only the last one declared is used
    const refs = readRefs(reader);
    let highest = 0;
    for (const ref of refs) highest = Math.max(highest, slotOf(ref));
    this.reserveBase(highest);
    return refs;
  }

  private batch(reader: ByteReader, payload: Uint8Array): void {
    const refs = this.layouts.get(reader.varint());
    if (!refs) throw new RangeError('a batch refers to a layout that was not declared');
    const timestampMs = reader.signed();
    const flags = reader.u8();
    const n = refs.length;
    const mapBytes = (n + 7) >>> 3;
    const present = flags & SOME_MISSING ? reader.raw(mapBytes) : undefined;
    const changed = flags & SOME_CHANGED ? reader.raw(mapBytes) : undefined;
    if (this.values.length < n) {
      this.values = new Float64Array(n);
      this.refs = new Uint32Array(n);
    }
    const words = new Uint32Array(this.values.buffer);
    let at = reader.position;
    let length = 0;
    for (let i = 0; i < n; i++) {
      const bit = 1 << (i & 7);
      if (present && (present[i >>> 3] & bit) === 0) continue;
      const slot = slotOf(refs[i]);
      if (changed && (changed[i >>> 3] & bit) !== 0) at = this.value(payload, at, slot);
      this.refs[length] = refs[i];
      words[2 * length] = this.baseWords[2 * slot];
      words[2 * length + 1] = this.baseWords[2 * slot + 1];
      length++;
    }
    this.visitor.batch(this.refs, this.values, length, timestampMs);
  }

  /** Applies one coded value to a slot's base; returns the position behind it. */
  private value(bytes: Uint8Array, position: number, slot: number): number {
    let at = position;
    const tag = bytes[at++];
    if (tag >= 64) {
      this.base[slot] += tag - SMALL_DELTA_ZERO;
    } else if (tag <= 56) {
      const count = (tag & 7) + 1;
      let target = 8 * slot + 8 - (tag >>> 3) - count;
      if (target < 8 * slot || at + count > bytes.length) throw new RangeError('a value runs over its end');
      for (let i = 0; i < count; i++) this.baseBytes[target++] ^= bytes[at++];
    } else if (tag === TAG_STALE) {
      this.baseWords[2 * slot] = STALE_NAN_LOW;
      this.baseWords[2 * slot + 1] = STALE_NAN_HIGH;
    } else if (tag === TAG_DELTA_16) {
      this.base[slot] += ((bytes[at] | (bytes[at + 1] << 8)) << 16) >> 16;
      at += 2;
    } else if (tag === TAG_DELTA_24) {
      this.base[slot] += ((bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16)) << 8) >> 8;
      at += 3;
    } else if (tag === TAG_DELTA_32) {
      this.base[slot] += bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      at += 4;
    } else if (tag !== TAG_EQUAL) {
      throw new RangeError(`unknown value tag ${tag}`);
    }
    if (at > bytes.length) throw new RangeError('a value runs over its end');
    return at;
  }

  private samples(reader: ByteReader): void {
    const count = reader.varint();
    const bytes = reader.raw(reader.remaining);
    const inner = new ByteReader(bytes);
    let ref = 0;
    let time = 0;
    for (let i = 0; i < count; i++) {
      ref += inner.signed();
      time += inner.signed();
      const slot = slotOf(ref);
      this.reserveBase(slot);
      inner.position = this.value(bytes, inner.position, slot);
      this.visitor.sample(ref, time, this.baseWords[2 * slot], this.baseWords[2 * slot + 1]);
    }
  }

  private lateSamples(reader: ByteReader): void {
    const count = reader.varint();
    let ref = 0;
    let time = 0;
    for (let i = 0; i < count; i++) {
      ref += reader.signed();
      time += reader.signed();
      this.visitor.lateSample(ref, time, reader.u32(), reader.u32());
    }
  }

  private setBase(slot: number, low: number, high: number): void {
    this.reserveBase(slot);
    this.baseWords[2 * slot] = low;
    this.baseWords[2 * slot + 1] = high;
  }

  private reserveBase(slot: number): void {
    if (slot < this.base.length) return;
    const grown = new Float64Array(Math.max(slot + 1, this.base.length * 2));
    new Uint32Array(grown.buffer).set(this.baseWords);
    this.base = grown;
    this.baseWords = new Uint32Array(grown.buffer);
    this.baseBytes = new Uint8Array(grown.buffer);
  }
}

function readRefs(reader: ByteReader): Uint32Array {
  const count = reader.varint();
  if (count > reader.remaining) throw new RangeError('a list of refs runs over its end');
  const refs = new Uint32Array(count);
  let last = 0;
  for (let i = 0; i < count; i++) {
    last += reader.signed();
    refs[i] = last;
  }
  return refs;
}
