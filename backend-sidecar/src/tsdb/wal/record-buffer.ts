import { crc32c } from '../../util/crc32c.ts';
import { ByteWriter } from '../block/byte-writer.ts';
import { RECORD_HEADER_BYTES } from './format.ts';

/** Bytes of records one after the other; `begin`, write the payload to `out`, `end`. */
export class RecordBuffer {
  readonly out = new ByteWriter(1 << 16);
  private start = 0;

  get length(): number {
    return this.out.length;
  }

  begin(type: number): void {
    this.start = this.out.length;
    this.out.u32(0);
    this.out.u32(0);
    this.out.u8(type);
  }

  end(): void {
    const bytes = this.out.view();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    view.setUint32(this.start, bytes.length - this.start - RECORD_HEADER_BYTES, true);
    view.setUint32(this.start + 4, crc32c(bytes, this.start + RECORD_HEADER_BYTES), true);
  }
}
