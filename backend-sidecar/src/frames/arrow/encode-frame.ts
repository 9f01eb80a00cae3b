/**
 * A frame as an Arrow IPC file with one record batch, as Grafana's reader takes it:
 *
 *     "ARROW1" 0 0 | schema message | record batch message, body | end of stream | footer | int32 its length | "ARROW1"
 *
 * A message is 0xFFFFFFFF, the int32 length of its metadata and the metadata; everything starts at a multiple of 8.
 * Source: Arrow's columnar format, "IPC file format", and its Message.fbs and File.fbs.
 */
import type { Frame } from '../frame.ts';
import { bodyLayout, padded, writeBody, type BodyLayout } from './columns.ts';
import { FlatBuilder } from './flat-builder.ts';
import { writeSchema } from './schema.ts';

const MAGIC = Uint8Array.of(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31);
const METADATA_V5 = 4;
const HEADER = { schema: 1, recordBatch: 3 } as const;
const START_BYTES = 8;
const PREFIX_BYTES = 8;
const END_OF_STREAM_BYTES = 8;

/** The bytes of a frame. Its length is a multiple of 2, not of 8: pad when several follow each other. */
export function encodeFrame(frame: Frame): Uint8Array {
  const layout = bodyLayout(frame);
  const schema = message(HEADER.schema, 0, (builder) => writeSchema(builder, frame));
  const batch = message(HEADER.recordBatch, layout.bytes, (builder) => writeRecordBatch(builder, frame, layout));
  const batchAt = START_BYTES + PREFIX_BYTES + schema.length;
  const bodyAt = batchAt + PREFIX_BYTES + batch.length;
  const footerAt = bodyAt + layout.bytes + END_OF_STREAM_BYTES;
  const footer = footerOf(frame, [batchAt, PREFIX_BYTES + batch.length, layout.bytes]);

  const bytes = new Uint8Array(footerAt + footer.length + 4 + MAGIC.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  writePrefix(view, START_BYTES, schema.length);
  bytes.set(schema, START_BYTES + PREFIX_BYTES);
  writePrefix(view, batchAt, batch.length);
  bytes.set(batch, batchAt + PREFIX_BYTES);
  writeBody(frame, layout, bytes, bodyAt);
  writePrefix(view, footerAt - END_OF_STREAM_BYTES, 0);
  bytes.set(footer, footerAt);
  view.setInt32(footerAt + footer.length, footer.length, true);
  bytes.set(MAGIC, footerAt + footer.length + 4);
  return bytes;
}

function writePrefix(view: DataView, at: number, metadataLength: number): void {
  view.setUint32(at, 0xffff_ffff, true);
  view.setInt32(at + 4, metadataLength, true);
}

/** The metadata of a message, padded to a multiple of 8. */
function message(header: number, bodyBytes: number, write: (builder: FlatBuilder) => number): Uint8Array {
  const builder = new FlatBuilder();
  const headerAt = write(builder);
  builder.startTable(5);
  builder.int64(3, bodyBytes);
  builder.offset(2, headerAt);
  builder.int16(0, METADATA_V5);
  builder.int8(1, header);
  const bytes = builder.finish(builder.endTable());
  const aligned = new Uint8Array(padded(bytes.length));
  aligned.set(bytes);
  return aligned;
}

function writeRecordBatch(builder: FlatBuilder, { length }: Frame, { buffers, nodes }: BodyLayout): number {
  const buffersAt = builder.structVector(buffers, 2);
  const nodesAt = builder.structVector(nodes, 2);
  builder.startTable(5);
  builder.int64(0, length);
  builder.offset(1, nodesAt);
  builder.offset(2, buffersAt);
  return builder.endTable();
}

/** `block`: where the record batch's message lies, the length of its metadata with prefix, and that of its body. */
function footerOf(frame: Frame, block: readonly number[]): Uint8Array {
  const builder = new FlatBuilder();
  const schema = writeSchema(builder, frame);
  const batches = builder.structVector(block, 3);
  const dictionaries = builder.structVector([], 3);
  builder.startTable(5);
  builder.int16(0, METADATA_V5);
  builder.offset(1, schema);
  builder.offset(2, dictionaries);
  builder.offset(3, batches);
  return builder.finish(builder.endTable());
}
