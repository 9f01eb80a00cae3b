import { checkBodySize } from './exposition/limits.ts';
import type { LinearMemory } from './ingest-memory.ts';
import type { IngestLimits } from './ingest-types.ts';

const FIRST_GUESS = 16_384;
/** A Content-Length is believed up to here; larger bodies grow into their room. */
const LARGEST_GUESS = 8 * 1024 * 1024;

/** A body in linear memory. `size` is what was allocated. */
export interface StoredBody {
  address: number;
  length: number;
  size: number;
}

/** Collects the chunks of one body in linear memory, where the scan reads them: each byte is copied once. */
export class BodyBuffer {
  private readonly memory: LinearMemory;
  private readonly limits: IngestLimits;
  private address = 0;
  private size = 0;
  private length = 0;
  /** Size of the last body and a little growth, as the next one's likely size when nothing is known of it. */
  private usual = FIRST_GUESS;
  private expected = FIRST_GUESS;

  constructor(memory: LinearMemory, limits: IngestLimits) {
    this.memory = memory;
    this.limits = limits;
  }

  /** Makes ready for a body of about that many bytes. */
  begin(sizeHintBytes: number | undefined): void {
    this.discard();
    const limit = this.limits.bodySizeLimitBytes || Infinity;
    this.expected = Math.min(sizeHintBytes ?? this.usual, limit, LARGEST_GUESS);
  }

  /** @throws ExpositionError when the body grows beyond its limit. */
  write(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    checkBodySize(length, this.limits);
    this.reserve(length + 1);
    this.memory.bytes.set(chunk, this.address + this.length);
    this.length = length;
  }

  /** The body, ending in a newline (added when missing), with the unused rest given back. It is the caller's to release. */
  take(): StoredBody {
    this.reserve(this.length + 1);
    const bytes = this.memory.bytes;
    const received = this.length;
    if (this.length > 0 && bytes[this.address + this.length - 1] !== 10) bytes[this.address + this.length++] = 10;
    const needed = this.memory.roundUp(roomFor(this.length));
    if (needed < this.size) this.memory.release(this.address + needed, this.size - needed);
    const body = { address: this.address, length: this.length, size: needed };
    this.usual = Math.max(FIRST_GUESS, received + (received >> 6));
    this.address = 0;
    this.size = 0;
    this.length = 0;
    return body;
  }

  get received(): number {
    return this.length;
  }

  discard(): void {
    this.memory.release(this.address, this.size);
    this.address = 0;
    this.size = 0;
    this.length = 0;
  }

  private reserve(bytes: number): void {
    if (bytes <= this.size) return;
    const size = this.memory.roundUp(
      roomFor(this.size === 0 ? Math.max(bytes, this.expected + 1) : Math.max(bytes, this.size + (this.size >> 1))),
    );
    const address = this.memory.allocate(size);
    this.memory.bytes.copyWithin(address, this.address, this.address + this.length);
    this.memory.release(this.address, this.size);
    this.address = address;
    this.size = size;
  }
}

/**
 * Sizes in steps of a 32nd: the bodies of a target differ by a few bytes each time, and each should fit where the one
 * before the last lay. Without that the memory of ten targets grew by half.
 */
function roomFor(bytes: number): number {
  const step = 2 ** Math.max(8, Math.floor(Math.log2(bytes)) - 5);
  return Math.ceil(bytes / step) * step;
}
