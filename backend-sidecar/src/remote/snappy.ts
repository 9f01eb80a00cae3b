/**
 * Snappy's block format. Compression is snappyjs'; decompression is ours, because a hostile 4-byte literal length makes
 * snappyjs 0.7 step backwards and loop for ever, and because it does not notice a body that ends early.
 * Source: google/snappy, format_description.txt.
 */
import snappyjs from 'snappyjs';
import { ObservatoryError } from '../util/errors.ts';

export function compressSnappy(bytes: Uint8Array): Uint8Array {
  return snappyjs.compress(bytes);
}

/**
 * Unpacks a block. The announced length is checked against `maxBytes`, and against what the input can hold at most, before
 * anything is allocated.
 * @throws ObservatoryError `OBS_REMOTE_SNAPPY` (400) or `OBS_REMOTE_TOO_LARGE` (413).
 */
export function decompressSnappy(input: Uint8Array, maxBytes: number): Buffer {
  const header = readLength(input);
  if (header.length > maxBytes) {
    throw new ObservatoryError(
      'OBS_REMOTE_TOO_LARGE',
      `the body unpacks to ${header.length} bytes, at most ${maxBytes} are accepted`,
      {
        hint: 'lower max_samples_per_send on the sending side',
        httpStatus: 413,
      },
    );
  }
  // An element of 3 bytes yields at most 64: whatever announces more than that lies.
  if (header.length > input.length * 64) throw corrupt('the announced length is impossible');
  const output = Buffer.allocUnsafe(header.length);
  const written = unpack(input, header.next, output);
  if (written !== output.length) throw corrupt(`it ends after ${written} of ${output.length} bytes`);
  return output;
}

function unpack(input: Uint8Array, start: number, output: Buffer): number {
  let at = start;
  let out = 0;
  while (at < input.length) {
    const tag = input[at++];
    if ((tag & 3) === 0) {
      let length = (tag >>> 2) + 1;
      if (length > 60) {
        const extra = length - 60;
        if (at + extra > input.length) throw corrupt('a literal is cut off');
        length = 1 + readLittleEndian(input, at, extra);
        at += extra;
      }
      if (length > input.length - at || length > output.length - out) throw corrupt('a literal is too long');
      output.set(input.subarray(at, at + length), out);
      at += length;
      out += length;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const offsetBytes = isShort ? 1 : (tag & 3) === 2 ? 2 : 4;
    if (at + offsetBytes > input.length) throw corrupt('a copy is cut off');
    const length = isShort ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const offset = readLittleEndian(input, at, offsetBytes) + (isShort ? (tag >>> 5) * 256 : 0);
    at += offsetBytes;
    if (offset === 0 || offset > out) throw corrupt('a copy reaches before the start');
    if (length > output.length - out) throw corrupt('a copy is too long');
    copyWithin(output, out, offset, length);
    out += length;
  }
  return out;
}

/** Source and target may overlap: then the pattern repeats, so bytes must go one by one. */
function copyWithin(output: Buffer, out: number, offset: number, length: number): void {
  if (offset >= length) output.copyWithin(out, out - offset, out - offset + length);
  else for (let i = 0; i < length; i++) output[out + i] = output[out - offset + i];
}

function readLength(input: Uint8Array): { length: number; next: number } {
  let length = 0;
  for (let i = 0; i < 5 && i < input.length; i++) {
    length += (input[i] & 0x7f) * 2 ** (7 * i);
    if (input[i] < 0x80) {
      if (length > 0xffffffff) break;
      return { length, next: i + 1 };
    }
  }
  throw corrupt('it has no valid length');
}

function readLittleEndian(input: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + input[at + i];
  return value;
}

function corrupt(what: string): ObservatoryError {
  return new ObservatoryError('OBS_REMOTE_SNAPPY', `snappy: corrupt input: ${what}`, {
    hint: 'send the body in snappy block format, not framed',
    httpStatus: 400,
  });
}
