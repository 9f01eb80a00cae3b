import { Labels } from '../model/labels.ts';
import { ObservatoryError } from '../util/errors.ts';
import { ProtoWriter } from './proto-writer.ts';
import { WriteReceiver } from './receiver.ts';
import { compressSnappy } from './snappy.ts';
import { FakeAppender } from './testing/fake-appender.ts';
import { toBatch } from './testing/arbitrary-batch.ts';
import type { BatchRow } from './testing/arbitrary-batch.ts';
import { encodeMetadataV1, encodeWriteRequestV1 } from './write/encode-v1.ts';
import { encodeWriteRequestV2 } from './write/encode-v2.ts';

const V1 = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};
const V2 = {
  ...V1,
  'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
  'x-prometheus-remote-write-version': '2.0.0',
};

const up = Labels.fromObject({ __name__: 'up', job: 'broker' });
const heap = Labels.fromObject({ __name__: 'heap', job: 'broker' });

function rows(...list: [Labels, number, number | 'stale'][]): BatchRow[] {
  return list.map(([labels, t, v]) => ({ labels, t, v }));
}

function v1(list: BatchRow[]): Buffer {
  return Buffer.from(compressSnappy(encodeWriteRequestV1(new ProtoWriter(), toBatch(list))));
}

function v2(list: BatchRow[]): Buffer {
  const metadata = { type: 'gauge' as const, help: 'Is it up', unit: '' };
  return Buffer.from(
    compressSnappy(
      encodeWriteRequestV2(new ProtoWriter(), toBatch(list), (name) => (name === 'up' ? metadata : undefined)),
    ),
  );
}

/** A request from a function that writes protobuf by hand. */
function handMade(write: (writer: ProtoWriter) => void): Buffer {
  const writer = new ProtoWriter();
  write(writer);
  return Buffer.from(compressSnappy(writer.finish()));
}

function label(writer: ProtoWriter, name: string, value: string): void {
  const start = writer.open(1);
  writer.string(1, name);
  writer.string(2, value);
  writer.close(start);
}

function sample(writer: ProtoWriter, t: number, v: number): void {
  const start = writer.open(2);
  writer.double(1, v);
  writer.int64(2, t);
  writer.close(start);
}

let appender: FakeAppender;
let receiver: WriteReceiver;
beforeEach(() => {
  appender = new FakeAppender();
  receiver = new WriteReceiver({ appender, maxBodyBytes: 1 << 20 });
});

describe('remote write 1.0', () => {
  it('writes samples and staleness markers and answers 204', () => {
    const answer = receiver.handle(
      V1,
      v1(rows([up, 1000, 1], [heap, 1000, NaN], [up, 2000, 'stale'], [up, 3000, -Infinity])),
    );
    expect(answer).toEqual({ status: 204, headers: {}, body: '' });
    expect(appender.kept()).toEqual({
      'up{job="broker"}': [
        { t: 1000, v: 1 },
        { t: 2000, v: 'stale' },
        { t: 3000, v: -Infinity },
      ],
      'heap{job="broker"}': [{ t: 1000, v: NaN }],
    });
    expect(receiver.stats).toMatchObject({ requestsTotal: { v1: 1, v2: 0 }, samplesTotal: 4, samplesRefusedTotal: 0 });
  });

  it('writes what is in order and names what is not', () => {
    receiver.handle(V1, v1(rows([up, 5000, 1])));
    const answer = receiver.handle(V1, v1(rows([up, 1000, 1], [up, 2000, 1], [heap, 1000, 2], [up, 5000, 9])));
    expect(answer.status).toBe(400);
    expect(answer.body).toBe(
      'out of order sample for series up{job="broker"} (and 1 more)\nduplicate sample for timestamp for series up{job="broker"}\n',
    );
    expect(appender.kept()['heap{job="broker"}']).toEqual([{ t: 1000, v: 2 }]);
    expect(receiver.stats).toMatchObject({ samplesTotal: 2, samplesRefusedTotal: 3 });
  });

  it('takes labels that come after the samples, in any order', () => {
    const answer = receiver.handle(
      V1,
      handMade((writer) => {
        const series = writer.open(1);
        sample(writer, 1, 2);
        label(writer, 'z', '1');
        label(writer, '__name__', 'up');
        writer.close(series);
      }),
    );
    expect(answer.status).toBe(204);
    expect(appender.kept()).toEqual({ 'up{z="1"}': [{ t: 1, v: 2 }] });
  });

  it('refuses series without a name or with a label twice, and takes the others', () => {
    const answer = receiver.handle(
      V1,
      handMade((writer) => {
        for (const names of [['job'], ['__name__', 'job', 'job'], ['__name__']]) {
          const series = writer.open(1);
          for (const name of names) label(writer, name, 'x');
          sample(writer, 1, 1);
          writer.close(series);
        }
      }),
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('invalid metric name or labels, got {job="x"}');
    expect(answer.body).toContain('duplicated label job');
    expect(appender.kept()).toEqual({ x: [{ t: 1, v: 1 }] });
    expect(receiver.stats.invalidSeriesTotal).toBe(2);
  });

  it('keeps metadata', () => {
    const body = compressSnappy(
      encodeMetadataV1(new ProtoWriter(), [['up', { type: 'counter', help: 'h', unit: 's' }]]),
    );
    expect(receiver.handle(V1, Buffer.from(body)).status).toBe(204);
    expect(appender.metadata.get('up')).toEqual({ type: 'counter', help: 'h', unit: 's' });
  });

  it('keeps exemplars and refuses native histograms by name', () => {
    const answer = receiver.handle(
      V1,
      handMade((writer) => {
        const series = writer.open(1);
        label(writer, '__name__', 'up');
        sample(writer, 1, 1);
        const exemplar = writer.open(3);
        label(writer, 'trace_id', 'abc');
        writer.double(2, 0.5);
        writer.int64(3, -7);
        writer.close(exemplar);
        writer.close(writer.open(4));
        writer.close(series);
      }),
    );
    expect(answer).toEqual({ status: 400, headers: {}, body: 'native histograms are not supported for series up\n' });
    expect(appender.series[0].exemplars).toEqual([
      { labels: Labels.fromObject({ trace_id: 'abc' }), value: 0.5, timestampMs: -7 },
    ]);
    expect(receiver.stats).toMatchObject({ samplesTotal: 1, nativeHistogramsRefusedTotal: 1, exemplarsTotal: 1 });
  });

  it('answers 503 while the store has no memory, 400 when it has no room for new series', () => {
    appender.seriesRef = () => {
      throw new ObservatoryError('OBS_STORE_MEMORY_LIMIT', 'full');
    };
    expect(receiver.handle(V1, v1(rows([up, 1, 1])))).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
    appender.seriesRef = () => {
      throw new ObservatoryError('OBS_STORE_SERIES_LIMIT', 'full');
    };
    expect(receiver.handle(V1, v1(rows([up, 1, 1])))).toMatchObject({
      status: 400,
      body: expect.stringContaining('series limit'),
    });
  });
});

describe('remote write 2.0', () => {
  it('writes samples with metadata and says how much in the headers', () => {
    const answer = receiver.handle(V2, v2(rows([up, 1000, 1], [heap, 1000, 'stale'], [up, 2000, 3])));
    expect(answer).toEqual({
      status: 204,
      headers: {
        'X-Prometheus-Remote-Write-Samples-Written': '3',
        'X-Prometheus-Remote-Write-Histograms-Written': '0',
        'X-Prometheus-Remote-Write-Exemplars-Written': '0',
      },
      body: '',
    });
    expect(appender.kept()['heap{job="broker"}']).toEqual([{ t: 1000, v: 'stale' }]);
    expect(appender.metadata.get('up')?.help).toBe('Is it up');
  });

  it('counts what it wrote of a request that is refused in part', () => {
    receiver.handle(V2, v2(rows([up, 5000, 1])));
    const answer = receiver.handle(V2, v2(rows([up, 1, 1], [heap, 1, 1])));
    expect(answer).toMatchObject({ status: 400, headers: { 'X-Prometheus-Remote-Write-Samples-Written': '1' } });
  });

  it('refuses broken references and series without samples, and takes the others', () => {
    const answer = receiver.handle(
      V2,
      handMade((writer) => {
        for (const symbol of ['', '__name__', 'up']) writer.string(4, symbol);
        for (const [refs, withSample] of [
          [[1, 9], true],
          [[1], true],
          [[1, 2], false],
          [[1, 2], true],
        ] as const) {
          const series = writer.open(5);
          writer.packedUints(1, refs);
          if (withSample) sample(writer, 1, 1);
          writer.close(series);
        }
      }),
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('invalid label references 1,9 into 3 symbols');
    expect(answer.body).toContain('must contain at least one sample');
    expect(appender.kept()).toEqual({ up: [{ t: 1, v: 1 }] });
  });
});

describe('what is no remote write request', () => {
  const body = v1(rows([up, 1, 1]));

  it.each([
    ['another media type', { 'content-type': 'application/json' }, 415, 'application/x-protobuf'],
    ['another message', { 'content-type': 'application/x-protobuf;proto=foo.Bar' }, 415, 'foo.Bar'],
    ['another encoding', { ...V1, 'content-encoding': 'gzip' }, 415, 'gzip'],
  ])('refuses %s', (_name, headers, status, text) => {
    expect(receiver.handle(headers, body)).toMatchObject({ status, body: expect.stringContaining(text) });
  });

  it('refuses bodies that are not snappy, not protobuf, or too large once unpacked', () => {
    expect(receiver.handle(V1, Buffer.from('hello'))).toMatchObject({
      status: 400,
      body: expect.stringContaining('snappy'),
    });
    expect(receiver.handle(V1, Buffer.alloc(0))).toMatchObject({ status: 400 });
    const noProto = Buffer.from(compressSnappy(Buffer.from([0x0a, 0x7f, 1])));
    expect(receiver.handle(V1, noProto)).toMatchObject({ status: 400, body: expect.stringContaining('proto') });
    const large = Buffer.from(compressSnappy(Buffer.alloc(2 << 20)));
    expect(receiver.handle(V1, large)).toMatchObject({ status: 413, body: expect.stringContaining('at most 1048576') });
    expect(receiver.stats.requestsRefusedTotal).toBe(4);
  });

  it('takes an old sender without content type as 1.0', () => {
    expect(receiver.handle({}, body).status).toBe(204);
  });
});
