/** The buffers of a record batch: each column's bytes, every buffer padded to 8 bytes. Source: Arrow's columnar format. */
import type { Frame, FrameField, NumberField, StringField } from '../frame.ts';
import { writeNanoseconds } from './nanoseconds.ts';

/** Where each buffer lies in the body, and how many rows of each column are null. */
export interface BodyLayout {
  /** Alternating offset and length, in the order that Arrow wants. */
  buffers: number[];
  /** Alternating length and null count, one pair a field. */
  nodes: number[];
  bytes: number;
  /** UTF-8 of each entry of a string column's dictionary; undefined for other columns. */
  texts: (Uint8Array[] | undefined)[];
}

const encoder = new TextEncoder();

export const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Plans the body of a frame's only record batch. */
export function bodyLayout({ fields, length }: Frame): BodyLayout {
  const layout: BodyLayout = { buffers: [], nodes: [], bytes: 0, texts: [] };
  const add = (bytes: number) => {
    layout.buffers.push(layout.bytes, bytes);
    layout.bytes += padded(bytes);
  };
  for (const field of fields) {
    const nulls = nullCount(field, length);
    layout.nodes.push(length, nulls);
    add(nulls === 0 ? 0 : Math.ceil(length / 8));
    if (field.kind === 'string') {
      const texts = field.dictionary.map((text) => encoder.encode(text));
      layout.texts.push(texts);
      add(4 * (length + 1));
      add(textBytes(field, texts, length));
    } else {
      layout.texts.push(undefined);
      add(8 * length);
    }
  }
  return layout;
}

/** Writes the planned body at `at` of `out`, which is zeroed there. */
export function writeBody({ fields, length }: Frame, layout: BodyLayout, out: Uint8Array, at: number): void {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  let buffer = 0;
  const next = () => at + layout.buffers[2 * buffer++];
  fields.forEach((field, index) => {
    const validity = next();
    if (layout.nodes[2 * index + 1] > 0) writeValidity(field, length, out, validity);
    const values = next();
    if (field.kind === 'time')
      writeNanoseconds(field.values, length, new Uint32Array(out.buffer, out.byteOffset + values, 2 * length));
    else if (field.kind === 'number') writeDoubles(field, length, out, values);
    else writeStrings(field, layout.texts[index] ?? [], length, out, view, values, next());
  });
}

function nullCount(field: FrameField, length: number): number {
  let nulls = 0;
  if (field.kind !== 'string' && field.present) {
    for (let i = 0; i < length; i++) if (field.present[i] === 0) nulls++;
  } else if (field.kind === 'string') {
    for (let i = 0; i < length; i++) if (field.codes[i] < 0) nulls++;
  }
  return nulls;
}

function textBytes({ codes }: StringField, texts: readonly Uint8Array[], length: number): number {
  let bytes = 0;
  for (let i = 0; i < length; i++) if (codes[i] >= 0) bytes += texts[codes[i]].length;
  return bytes;
}

/** One bit a row, lowest first, set where there is a value. */
function writeValidity(field: FrameField, length: number, out: Uint8Array, at: number): void {
  for (let i = 0; i < length; i++) {
    const isNull = field.kind === 'string' ? field.codes[i] < 0 : field.present?.[i] === 0;
    if (!isNull) out[at + (i >> 3)] |= 1 << (i & 7);
  }
}

/** Bytes are copied, not numbers, so that a NaN keeps its bits. Every platform we run on is little-endian. */
function writeDoubles({ values }: NumberField, length: number, out: Uint8Array, at: number): void {
  out.set(new Uint8Array(values.buffer, values.byteOffset, 8 * length), at);
}

function writeStrings(
  { codes }: StringField,
  texts: readonly Uint8Array[],
  length: number,
  out: Uint8Array,
  view: DataView,
  offsetsAt: number,
  dataAt: number,
): void {
  let offset = 0;
  for (let i = 0; i < length; i++) {
    view.setInt32(offsetsAt + 4 * i, offset, true);
    if (codes[i] < 0) continue;
    const text = texts[codes[i]];
    out.set(text, dataAt + offset);
    offset += text.length;
  }
  view.setInt32(offsetsAt + 4 * length, offset, true);
}
