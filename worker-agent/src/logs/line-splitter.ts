/** Longest line that is held; what is longer is cut into lines of this length. */
const MAX_BYTES = 256 * 1024;

/** Bytes to lines. Holds back what has no end yet. */
export class LineSplitter {
  private pending: Buffer = Buffer.alloc(0);

  get pendingBytes(): number {
    return this.pending.length;
  }

  push(chunk: Buffer): string[] {
    const bytes = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const lines: string[] = [];
    let at = 0;
    for (;;) {
      const end = bytes.indexOf(10, at);
      if (end < 0) break;
      lines.push(textOf(bytes, at, end));
      at = end + 1;
    }
    while (bytes.length - at > MAX_BYTES) {
      lines.push(textOf(bytes, at, at + MAX_BYTES));
      at += MAX_BYTES;
    }
    this.pending = Buffer.from(bytes.subarray(at));
    return lines.filter((line) => line !== '');
  }

  /** What is left without an end. */
  flush(): string | undefined {
    const rest = this.pending.length === 0 ? undefined : textOf(this.pending, 0, this.pending.length);
    this.pending = Buffer.alloc(0);
    return rest;
  }

  clone(): LineSplitter {
    const copy = new LineSplitter();
    copy.pending = this.pending;
    return copy;
  }
}

function textOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end > start && bytes[end - 1] === 13 ? end - 1 : end);
}
