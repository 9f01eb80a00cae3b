const FIRST_BYTES = 256;

/** Bytes of one token that began in an earlier chunk, or that needs its escapes undone. Reused for every token. */
export class TokenCarry {
  bytes = new Uint8Array(FIRST_BYTES);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  append(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      bytes.set(this.bytes.subarray(0, this.length));
      this.bytes = bytes;
    }
    this.bytes.set(chunk.subarray(start, end), this.length);
    this.length = needed;
  }

  /** Replaces the escapes of a JSON string by what they stand for. @returns false when one of them is wrong */
  unescape(): boolean {
    let text: unknown;
    try {
      text = JSON.parse(`"${Buffer.from(this.bytes.buffer, 0, this.length).toString('utf8')}"`);
    } catch {
      return false;
    }
    const plain = Buffer.from(String(text), 'utf8');
    this.clear();
    this.append(plain, 0, plain.length);
    return true;
  }
}
