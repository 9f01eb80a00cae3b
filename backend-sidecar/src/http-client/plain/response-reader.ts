import { malformed, parseResponseHead, type ResponseHead } from './response-head.ts';

export interface ResponseVisitor {
  onHead(head: ResponseHead): void;
  /** A stretch of the body; the bytes are the caller's, valid until this returns. */
  onBody(bytes: Buffer): void;
}

type State = 'head' | 'length' | 'close' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers' | 'done';

/** As Node's own limit. */
const MAX_HEAD_BYTES = 16 * 1024;
const MAX_LINE_BYTES = 1024;
const LF = 10;
const CR = 13;

/**
 * Takes one HTTP/1.x response apart as its bytes arrive, in pieces of any size. The body is handed on where it lies in the
 * receive buffer, without copies; only a head or a chunk's size that is cut by the end of a piece is kept.
 */
export class ResponseReader {
  private readonly visitor: ResponseVisitor;
  private state: State = 'head';
  private head: ResponseHead | undefined;
  /** The start of a head, of a chunk's size line or of a trailer. */
  private kept: Buffer | undefined;
  /** Body bytes still to come, of the body or of the chunk. */
  private remaining = 0;
  private trailerBytes = 0;

  constructor(visitor: ResponseVisitor) {
    this.visitor = visitor;
  }

  /** Everything was read. */
  get isDone(): boolean {
    return this.state === 'done';
  }

  get keepsAlive(): boolean {
    return this.head?.keepsAlive ?? false;
  }

  /**
   * @returns how many bytes belonged to this response: less than given when it ended before them.
   * @throws ObservatoryError OBS_HTTP_MALFORMED, and whatever the visitor throws.
   */
  write(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.state !== 'done') at = this.step(bytes, at);
    return at;
  }

  /** The connection was closed: true when that is how this body was to end. */
  end(): boolean {
    if (this.state !== 'close') return false;
    this.state = 'done';
    return true;
  }

  private step(bytes: Buffer, at: number): number {
    switch (this.state) {
      case 'head':
        return this.readHead(bytes, at);
      case 'length':
      case 'chunk-data':
        return this.readCounted(bytes, at);
      case 'close':
        this.visitor.onBody(at === 0 ? bytes : bytes.subarray(at));
        return bytes.length;
      case 'chunk-size':
        return this.readLine(bytes, at, (line) => this.beginChunk(line));
      case 'chunk-end':
        return this.readLine(bytes, at, (line) => {
          if (line !== '') throw malformed('a chunk is longer than its size');
          this.state = 'chunk-size';
        });
      case 'trailers':
        return this.readLine(bytes, at, (line) => {
          this.trailerBytes += line.length;
          if (this.trailerBytes > MAX_HEAD_BYTES) throw malformed('its trailers are too long');
          if (line === '') this.state = 'done';
        });
      case 'done':
        return at;
    }
  }

  private readHead(bytes: Buffer, at: number): number {
    const before = this.kept?.length ?? 0;
    const piece = at === 0 ? bytes : bytes.subarray(at);
    const all = this.kept ? Buffer.concat([this.kept, piece.subarray(0, MAX_HEAD_BYTES + 4)]) : piece;
    const end = endOfHead(all);
    if ((end < 0 ? all.length : end) > MAX_HEAD_BYTES)
      throw malformed(`its header is larger than ${MAX_HEAD_BYTES} bytes`);
    if (end < 0) {
      this.kept = Buffer.from(all);
      return bytes.length;
    }
    this.kept = undefined;
    const head = parseResponseHead(all.toString('latin1', 0, end).trimEnd());
    if (head.status === 101) throw malformed('it changes the protocol');
    // 1xx: the real answer follows.
    if (head.status >= 200) this.beginBody(head);
    return at + end - before;
  }

  private beginBody(head: ResponseHead): void {
    this.head = head;
    const { framing } = head;
    this.remaining = framing.kind === 'length' ? framing.bytes : 0;
    this.state = framing.kind === 'chunked' ? 'chunk-size' : framing.kind;
    if (framing.kind === 'length' && framing.bytes === 0) this.state = 'done';
    this.visitor.onHead(head);
  }

  private readCounted(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.remaining);
    this.remaining -= end - at;
    if (this.remaining === 0) this.state = this.state === 'length' ? 'done' : 'chunk-end';
    this.visitor.onBody(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    return end;
  }

  private beginChunk(line: string): void {
    const size = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line);
    if (!size) throw malformed(`chunk size ${JSON.stringify(line.slice(0, 20))}`);
    this.remaining = parseInt(size[1], 16);
    this.state = this.remaining === 0 ? 'trailers' : 'chunk-data';
  }

  private readLine(bytes: Buffer, at: number, use: (line: string) => void): number {
    const found = bytes.indexOf(LF, at);
    const end = found < 0 ? bytes.length : found;
    if (end - at + (this.kept?.length ?? 0) > MAX_LINE_BYTES) throw malformed('a line between its chunks is too long');
    if (found < 0) {
      const rest = bytes.subarray(at);
      this.kept = this.kept ? Buffer.concat([this.kept, rest]) : Buffer.from(rest);
      return bytes.length;
    }
    let line = bytes.toString('latin1', at, end);
    if (this.kept) line = this.kept.toString('latin1') + line;
    this.kept = undefined;
    use(line.endsWith('\r') ? line.slice(0, -1) : line);
    return found + 1;
  }
}

/** Where the empty line ends that closes a head; -1 when it is not there. */
function endOfHead(bytes: Buffer): number {
  for (let at = bytes.indexOf(LF); at >= 0 && at <= MAX_HEAD_BYTES; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}
