import { WIRE_FIXED64, WIRE_VARINT } from '../proto-reader.ts';
import type { ProtoReader } from '../proto-reader.ts';
import type { WriteColumns } from './series.ts';

/** Reads the Sample message that the reader stands in; equal in remote write 1.0 and 2.0. */
export function readSample(reader: ProtoReader, columns: WriteColumns): void {
  let valueAt = -1;
  let timestampMs = 0;
  while (reader.next()) {
    if (reader.field === 1) {
      reader.expect(WIRE_FIXED64);
      valueAt = reader.fixed64();
    } else if (reader.field === 2) {
      reader.expect(WIRE_VARINT);
      timestampMs = reader.int64();
    } else reader.skip();
  }
  columns.push(reader.bytes, valueAt, timestampMs);
}
