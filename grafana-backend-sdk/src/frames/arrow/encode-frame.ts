/**
 * A frame as an Arrow IPC file with one record batch, the form in which Grafana takes it from a plugin:
 *
 *     "ARROW1" 0 0 | schema message | record batch message, body | end of stream | footer | int32 its length | "ARROW1"
 *
 * A message is 0xFFFFFFFF, the int32 length of its metadata, and the metadata. Messages and the buffers of the body begin at
 * multiples of 8. Source: "Arrow columnar format", IPC file format; Message.fbs and File.fbs.
 */
import type { Frame } from '../frame.ts';
import { rowsOf } from '../kinds.ts';
import { columnOf, type Column } from './column.ts';
import { int16, int64, int8, structs, table, writeFlat, type FlatValue } from './flat.ts';
import { schemaOf } from './schema.ts';

const MAGIC = Buffer.from('ARROW1');
const CONTINUATION = 0xffff_ffff;
const VERSION_5 = int16(4);
const HEADER = { schema: 1, recordBatch: 3 } as const;
/** Continuation mark and length before each message's metadata. */
const PREFIX_BYTES = 8;

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** The bytes of a frame. Throws a RangeError that names the field and row of a value that it cannot hold. */
export function encodeFrame(frame: Frame): Uint8Array {
  const rows = rowsOf(frame);
  const columns = frame.fields.map((field) => columnOf(field, rows));
  const { words, bodyBytes } = layout(columns);
  const schema = schemaOf(frame);

  const schemaMessage = message(HEADER.schema, schema, 0);
  const nodes = columns.flatMap(({ nullCount }) => [rows, nullCount]);
  const batch = table(int64(rows), structs(nodes, 2), structs(words, 2));
  const batchMessage = message(HEADER.recordBatch, batch, bodyBytes);

  const batchAt = padded(MAGIC.length) + PREFIX_BYTES + schemaMessage.length;
  const bodyAt = batchAt + PREFIX_BYTES + batchMessage.length;
  const endAt = bodyAt + bodyBytes;
  const block = [batchAt, PREFIX_BYTES + batchMessage.length, bodyBytes];
  const footer = writeFlat(table(VERSION_5, schema, structs([], 3), structs(block, 3)));
  const footerAt = endAt + PREFIX_BYTES;

  const bytes = Buffer.alloc(footerAt + footer.length + 4 + MAGIC.length);
  bytes.set(MAGIC);
  writeMessage(bytes, padded(MAGIC.length), schemaMessage);
  writeMessage(bytes, batchAt, batchMessage);
  writeBody(bytes, bodyAt, columns);
  writeMessage(bytes, endAt, new Uint8Array(0));
  bytes.set(footer, footerAt);
  bytes.writeInt32LE(footer.length, footerAt + footer.length);
  bytes.set(MAGIC, footerAt + footer.length + 4);
  return bytes;
}

/** Offset and length of each buffer of the body, alternating. */
function layout(columns: readonly Column[]): { words: number[]; bodyBytes: number } {
  const words: number[] = [];
  let bodyBytes = 0;
  for (const { buffers } of columns) {
    for (const buffer of buffers) {
      words.push(bodyBytes, buffer.length);
      bodyBytes += padded(buffer.length);
    }
  }
  return { words, bodyBytes };
}

function message(header: number, value: FlatValue, bodyBytes: number): Uint8Array {
  return writeFlat(table(VERSION_5, int8(header), value, int64(bodyBytes)));
}

function writeMessage(bytes: Buffer, at: number, metadata: Uint8Array): void {
  bytes.writeUInt32LE(CONTINUATION, at);
  bytes.writeInt32LE(metadata.length, at + 4);
  bytes.set(metadata, at + PREFIX_BYTES);
}

function writeBody(bytes: Buffer, bodyAt: number, columns: readonly Column[]): void {
  let at = bodyAt;
  for (const { buffers } of columns) {
    for (const buffer of buffers) {
      bytes.set(buffer, at);
      at += padded(buffer.length);
    }
  }
}
