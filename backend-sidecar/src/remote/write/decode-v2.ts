/** io.prometheus.write.v2.Request, remote write 2.0: strings once in a symbol table. Source: its types.proto. */
import { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../proto-reader.ts';
import { checkedLabels } from './checked-labels.ts';
import { readSample } from './read-sample.ts';
import { METRIC_TYPES, WriteColumns } from './series.ts';
import type { WriteVisitor } from './series.ts';

/** Walks a request. @throws ObservatoryError (400) when it is malformed; what came before it was visited. */
export function decodeWriteRequestV2(body: Buffer, visitor: WriteVisitor): void {
  const symbols = readSymbols(body);
  const reader = new ProtoReader(body);
  const columns = new WriteColumns();
  while (reader.next()) {
    if (reader.field !== 5) {
      reader.skip();
      continue;
    }
    reader.expect(WIRE_BYTES);
    const outer = reader.enter();
    readSeries(reader, symbols, columns, visitor);
    reader.leave(outer);
  }
}

/** In a pass of their own: the format does not promise that they come first. */
function readSymbols(body: Buffer): readonly string[] {
  const reader = new ProtoReader(body);
  const symbols: string[] = [];
  while (reader.next()) {
    if (reader.field === 4) {
      reader.expect(WIRE_BYTES);
      symbols.push(reader.string());
    } else reader.skip();
  }
  if (symbols.length > 0 && symbols[0] !== '') throw reader.corrupt('the first symbol must be the empty string');
  return symbols;
}

function readSeries(
  reader: ProtoReader,
  symbols: readonly string[],
  columns: WriteColumns,
  visitor: WriteVisitor,
): void {
  columns.clear();
  const refs: number[] = [];
  const exemplars: Exemplar[] = [];
  let nativeHistograms = 0;
  let metadata: MetricMetadata | undefined;
  let invalid: string | undefined;
  while (reader.next()) {
    const { field } = reader;
    if (field === 1) readRefs(reader, refs);
    else if (field === 3) {
      nativeHistograms++;
      reader.skip();
    } else if (field === 2 || field === 4 || field === 5) {
      reader.expect(WIRE_BYTES);
      const outer = reader.enter();
      if (field === 2) readSample(reader, columns);
      else if (field === 5) metadata = readMetadata(reader, symbols);
      else {
        const exemplar = readExemplar(reader, symbols);
        if (exemplar) exemplars.push(exemplar);
      }
      reader.leave(outer);
    } else reader.skip();
  }
  const flat = resolve(refs, symbols);
  if (!flat) invalid = `invalid label references ${refs.slice(0, 20).join(',')} into ${symbols.length} symbols`;
  else if (columns.length === 0 && nativeHistograms === 0) {
    invalid = `TimeSeries must contain at least one sample or histogram for series {${flat.join(',')}}`.slice(0, 500);
  }
  const names = flat ?? [];
  visitor.series(names.join('\u0000'), () => checkedLabels(names), columns, {
    exemplars,
    nativeHistograms,
    metadata,
    invalid,
  });
}

/** Packed, as the schema says, or one by one, as any parser must accept. */
function readRefs(reader: ProtoReader, refs: number[]): void {
  if (reader.wire === WIRE_VARINT) {
    refs.push(reader.uint());
    return;
  }
  reader.expect(WIRE_BYTES);
  const outer = reader.enter();
  while (reader.at < reader.end) refs.push(reader.uint());
  reader.leave(outer);
}

/** Alternating names and values; undefined when a reference points nowhere or has no partner. */
function resolve(refs: readonly number[], symbols: readonly string[]): string[] | undefined {
  const isSound = refs.length % 2 === 0 && refs.every((ref) => ref < symbols.length);
  return isSound ? refs.map((ref) => symbols[ref]) : undefined;
}

/** Undefined when its references are broken: an exemplar is not worth a refusal. */
function readExemplar(reader: ProtoReader, symbols: readonly string[]): Exemplar | undefined {
  const refs: number[] = [];
  let value = 0;
  let timestampMs = 0;
  while (reader.next()) {
    if (reader.field === 1) readRefs(reader, refs);
    else if (reader.field === 2) {
      reader.expect(WIRE_FIXED64);
      value = reader.bytes.readDoubleLE(reader.fixed64());
    } else if (reader.field === 3) {
      reader.expect(WIRE_VARINT);
      timestampMs = reader.int64();
    } else reader.skip();
  }
  const flat = resolve(refs, symbols);
  if (!flat) return undefined;
  const pairs = flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1]] as const] : []));
  return { labels: Labels.fromPairs(pairs), value, timestampMs };
}

function readMetadata(reader: ProtoReader, symbols: readonly string[]): MetricMetadata {
  const metadata: MetricMetadata = { type: 'unknown', help: '', unit: '' };
  while (reader.next()) {
    if (reader.wire !== WIRE_VARINT) {
      reader.skip();
      continue;
    }
    const value = reader.uint();
    if (reader.field === 1) metadata.type = METRIC_TYPES[value] ?? 'unknown';
    else if (reader.field === 3) metadata.help = symbols[value] ?? '';
    else if (reader.field === 4) metadata.unit = symbols[value] ?? '';
  }
  return metadata;
}
