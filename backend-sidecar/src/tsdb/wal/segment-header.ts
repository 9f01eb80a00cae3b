import { crc32c } from '../../util/crc32c.ts';
import { FORMAT_VERSION, MAGIC, SEGMENT_HEADER_BYTES } from './format.ts';

export function encodeSegmentHeader(segment: number, magic = MAGIC): Uint8Array {
  const bytes = new Uint8Array(SEGMENT_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from(magic, 'latin1'));
  bytes[6] = FORMAT_VERSION;
  view.setUint32(8, segment, true);
  view.setUint32(12, crc32c(bytes, 0, 12), true);
  return bytes;
}

/** Why the header is not one of ours, or undefined when it is. */
export function checkSegmentHeader(bytes: Uint8Array, segment: number, magic = MAGIC): string | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES) return 'the header is cut short';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== magic) return 'it is another kind of file';
  if (view.getUint32(12, true) !== crc32c(bytes, 0, 12)) return 'the header fails its checksum';
  if (bytes[6] !== FORMAT_VERSION) return `format version ${bytes[6]}, this sidecar reads ${FORMAT_VERSION}`;
  if (view.getUint32(8, true) !== segment) return `the header names segment ${view.getUint32(8, true)}`;
  return undefined;
}
