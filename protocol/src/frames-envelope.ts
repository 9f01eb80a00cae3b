/**
 * The envelope of `POST /frames`: Arrow IPC files one after the other, each after a header that says whose it is.
 *
 *     "OBSFRM1\n"
 *     part*   uint32 header length | uint32 body length | header (JSON, UTF-8) | padding | body | padding
 *
 * Integers are little-endian; every part, header and body begins at a multiple of 8 from the start, so that columns can be
 * read where they lie. A part is `{"refId":"A"}` with a frame as its body; or `{"refId":"A","status":200,…}`
 * without a body, which ends the frames of that query (`FrameResult`); or `{"end":true}`, the last one: without it the
 * answer was cut off. Parts of a query are neighbours; unknown keys are to be ignored.
 */
import { frameResult, type FrameResult } from './frames.ts';

export const FRAMES_MEDIA_TYPE = 'application/vnd.observatory.frames';
const MAGIC = 'OBSFRM1\n';
const ALIGNMENT = 8;
const LENGTHS_BYTES = 8;

export interface QueryFrames extends FrameResult {
  /** Arrow IPC files, to be passed on as they are. Views into the envelope. */
  frames: Uint8Array[];
}

const padding = (length: number): number => -length & (ALIGNMENT - 1);

/** The first bytes of an envelope. */
export function envelopeStart(): Uint8Array {
  return new TextEncoder().encode(MAGIC);
}

/** What stands before the body of a part, padding included. */
export function partHead(header: object, bodyLength: number): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(LENGTHS_BYTES + text.length + padding(text.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length, true);
  view.setUint32(4, bodyLength, true);
  bytes.set(text, LENGTHS_BYTES);
  return bytes;
}

/** What stands after a body of this length. */
export function partTail(bodyLength: number): Uint8Array {
  return new Uint8Array(padding(bodyLength));
}

/**
 * Queries and their frames, by refId in the order of the request.
 * @throws RangeError when it is no envelope, or a part of one.
 */
export function readFramesEnvelope(bytes: Uint8Array): Map<string, QueryFrames> {
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new RangeError('not an envelope of frames');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const results = new Map<string, QueryFrames>();
  let frames: Uint8Array[] = [];
  let at = MAGIC.length;
  while (at + LENGTHS_BYTES <= bytes.length) {
    const headerLength = view.getUint32(at, true);
    const bodyLength = view.getUint32(at + 4, true);
    const bodyAt = at + LENGTHS_BYTES + headerLength + padding(headerLength);
    const next = bodyAt + bodyLength + padding(bodyLength);
    if (next > bytes.length) break;
    const header = headerOf(decoder.decode(bytes.subarray(at + LENGTHS_BYTES, at + LENGTHS_BYTES + headerLength)));
    if (header.end === true) return results;
    if (bodyLength > 0) frames.push(bytes.subarray(bodyAt, bodyAt + bodyLength));
    else {
      results.set(String(header.refId), { ...frameResult.parse(header), frames });
      frames = [];
    }
    at = next;
  }
  throw new RangeError('the envelope of frames is cut off');
}

function headerOf(text: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null) return header as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new RangeError('the envelope of frames is damaged');
}
