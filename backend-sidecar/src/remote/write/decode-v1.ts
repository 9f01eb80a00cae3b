/** prometheus.WriteRequest, remote write 1.0. Source: prompb/remote.proto and types.proto. */
import type { MetricMetadata } from '../../model/metadata.ts';
import { Labels } from '../../model/labels.ts';
import type { Exemplar } from '../../storage.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../proto-reader.ts';
import { checkedLabels } from './checked-labels.ts';
import { readSample } from './read-sample.ts';
import { METRIC_TYPES, WriteColumns } from './series.ts';
import type { WriteVisitor } from './series.ts';

/** Walks a request. @throws ObservatoryError (400) when it is malformed; what came before it was visited. */
export function decodeWriteRequestV1(body: Buffer, visitor: WriteVisitor): void {
  const reader = new ProtoReader(body);
  const columns = new WriteColumns();
  while (reader.next()) {
    if (reader.field === 1) {
      reader.expect(WIRE_BYTES);
      const outer = reader.enter();
      readSeries(reader, columns, visitor);
      reader.leave(outer);
    } else if (reader.field === 3) {
      reader.expect(WIRE_BYTES);
      const outer = reader.enter();
      readMetadata(reader, visitor);
      reader.leave(outer);
    } else reader.skip();
  }
}

function readSeries(reader: ProtoReader, columns: WriteColumns, visitor: WriteVisitor): void {
  columns.clear();
  let nativeHistograms = 0;
  const exemplars: Exemplar[] = [];
  const labelStarts: number[] = [];
  let key = '';
  while (reader.next()) {
    switch (reader.field) {
      case 1: {
        reader.expect(WIRE_BYTES);
        const start = reader.at;
        labelStarts.push(start);
        const outer = reader.enter();
        reader.leave(outer);
        // The raw bytes, length included: equal keys are equal label sets, without decoding any string.
        key += reader.bytes.toString('latin1', start, reader.at);
        break;
      }
      case 2: {
        reader.expect(WIRE_BYTES);
        const outer = reader.enter();
        readSample(reader, columns);
        reader.leave(outer);
        break;
      }
      case 3: {
        reader.expect(WIRE_BYTES);
        const outer = reader.enter();
        exemplars.push(readExemplar(reader));
        reader.leave(outer);
        break;
      }
      case 4:
        nativeHistograms++;
        reader.skip();
        break;
      default:
        reader.skip();
    }
  }
  const { bytes, end } = reader;
  const labels = () => checkedLabels(labelStarts.flatMap((start) => readLabelAt(new ProtoReader(bytes, start, end))));
  visitor.series(key, labels, columns, { exemplars, nativeHistograms, metadata: undefined, invalid: undefined });
}

function readExemplar(reader: ProtoReader): Exemplar {
  const flat: string[] = [];
  let value = 0;
  let timestampMs = 0;
  while (reader.next()) {
    if (reader.field === 1) {
      reader.expect(WIRE_BYTES);
      flat.push(...readLabelAt(reader));
    } else if (reader.field === 2) {
      reader.expect(WIRE_FIXED64);
      value = reader.bytes.readDoubleLE(reader.fixed64());
    } else if (reader.field === 3) {
      reader.expect(WIRE_VARINT);
      timestampMs = reader.int64();
    } else reader.skip();
  }
  return { labels: Labels.fromPairs(pairsOf(flat)), value, timestampMs };
}

/** The label message that starts with its length here: name and value. */
function readLabelAt(reader: ProtoReader): [string, string] {
  const outer = reader.enter();
  let name = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_BYTES) name = reader.string();
    else if (reader.field === 2 && reader.wire === WIRE_BYTES) value = reader.string();
    else reader.skip();
  }
  reader.leave(outer);
  return [name, value];
}

function readMetadata(reader: ProtoReader, visitor: WriteVisitor): void {
  const metadata: MetricMetadata = { type: 'unknown', help: '', unit: '' };
  let name = '';
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_VARINT) metadata.type = METRIC_TYPES[reader.uint()] ?? 'unknown';
    else if (reader.field === 2 && reader.wire === WIRE_BYTES) name = reader.string();
    else if (reader.field === 4 && reader.wire === WIRE_BYTES) metadata.help = reader.string();
    else if (reader.field === 5 && reader.wire === WIRE_BYTES) metadata.unit = reader.string();
    else reader.skip();
  }
  if (name !== '') visitor.metadata(name, metadata);
}

function* pairsOf(flat: readonly string[]): Iterable<[string, string]> {
  for (let i = 0; i < flat.length; i += 2) yield [flat[i], flat[i + 1]];
}
