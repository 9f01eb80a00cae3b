/**
 * Feeds mutated remote-write requests to the receiver: each must be taken, or refused with a client error and a text, and
 * what the answer says was written must be what was appended. `npm test` runs some thousand, the soak many more.
 */
import { Labels } from '../model/labels.ts';
import { ProtoWriter } from '../remote/proto-writer.ts';
import { WriteReceiver } from '../remote/receiver.ts';
import { compressSnappy } from '../remote/snappy.ts';
import { FakeAppender } from '../remote/testing/fake-appender.ts';
import type { WriteBatch } from '../remote/write/batch.ts';
import { encodeMetadataV1, encodeWriteRequestV1 } from '../remote/write/encode-v1.ts';
import { encodeWriteRequestV2 } from '../remote/write/encode-v2.ts';
import { SeededRandom } from './seeded-random.ts';

export interface RemoteWriteFuzzReport {
  bodies: number;
  /** Answers by status. */
  answers: Record<number, number>;
  samples: number;
}

const MAX_BODY_BYTES = 1 << 20;
/** Bodies that one receiver takes before it is replaced, so that its memory says nothing about the number of bodies. */
const BODIES_PER_RECEIVER = 500;
const ALLOWED = new Set([204, 400, 413, 415]);

/** @throws Error with seed, body number and the body in hex at the first answer that must not be. */
export function fuzzRemoteWrite(bodies: number, seed: number): RemoteWriteFuzzReport {
  const random = new SeededRandom(seed);
  const report: RemoteWriteFuzzReport = { bodies: 0, answers: {}, samples: 0 };
  let appender = new FakeAppender();
  let receiver = new WriteReceiver({ appender, maxBodyBytes: MAX_BODY_BYTES });
  for (; report.bodies < bodies; report.bodies++) {
    if (report.bodies % BODIES_PER_RECEIVER === 0) {
      appender = new FakeAppender();
      receiver = new WriteReceiver({ appender, maxBodyBytes: MAX_BODY_BYTES });
    }
    const { headers, body } = randomRequest(random);
    const fail = (what: string, cause?: unknown): never => {
      throw new Error(
        `seed ${seed}, body ${report.bodies}: ${what}\n${JSON.stringify(headers)}\n${body.toString('hex')}`,
        { cause },
      );
    };
    const before = receiver.stats.samplesTotal;
    try {
      const { status, body: text } = receiver.handle(headers, body);
      report.answers[status] = (report.answers[status] ?? 0) + 1;
      if (!ALLOWED.has(status)) fail(`status ${status}: ${text}`);
      if ((status === 204) !== (text === '')) fail(`status ${status} with text ${JSON.stringify(text)}`);
      if (text.length > 10_000) fail(`an answer of ${text.length} characters`);
    } catch (error) {
      fail('the receiver threw', error);
    }
    report.samples += receiver.stats.samplesTotal - before;
    if (appender.accepted !== receiver.stats.samplesTotal)
      fail(`${receiver.stats.samplesTotal} samples counted, ${appender.accepted} appended`);
  }
  return report;
}

interface FuzzRequest {
  headers: Record<string, string>;
  body: Buffer;
}

const TYPES = [
  'application/x-protobuf',
  'application/x-protobuf;proto=prometheus.WriteRequest',
  'application/x-protobuf;proto=io.prometheus.write.v2.Request',
];

/** A good message, damaged before or after it was packed, or not at all. */
function randomRequest(random: SeededRandom): FuzzRequest {
  const isV2 = random.below(2) === 0;
  let message = isV2 ? messageV2(random) : messageV1(random);
  if (random.below(3) > 0) message = mutate(random, message);
  let body: Buffer = Buffer.from(compressSnappy(message));
  if (random.below(3) === 0) body = mutate(random, body);
  // Sometimes one message is announced as the other.
  const contentType =
    random.below(20) === 0
      ? random.pick([...TYPES, 'text/plain', '', 'application/x-protobuf;proto=x'])
      : TYPES[isV2 ? 2 : 0];
  return {
    headers: { 'content-type': contentType, 'content-encoding': random.below(50) === 0 ? 'gzip' : 'snappy' },
    body,
  };
}

function messageV1(random: SeededRandom): Buffer {
  const writer = new ProtoWriter(256);
  if (random.below(8) === 0) {
    return Buffer.from(
      encodeMetadataV1(writer, [[random.pick(NAMES), { type: 'counter', help: random.pick(VALUES), unit: '' }]]),
    );
  }
  return Buffer.from(encodeWriteRequestV1(writer, randomBatch(random)));
}

function messageV2(random: SeededRandom): Buffer {
  const metadata = { type: 'gauge' as const, help: random.pick(VALUES), unit: 's' };
  return Buffer.from(
    encodeWriteRequestV2(new ProtoWriter(256), randomBatch(random), () =>
      random.below(2) === 0 ? metadata : undefined,
    ),
  );
}

const NAMES = ['up', 'heap_bytes', 'ä', 'a.b', '__name__'];
const VALUES = ['', 'x', 'broker-1', '日本', 'long '.repeat(40)];

function randomBatch(random: SeededRandom): WriteBatch {
  const sets = Array.from({ length: 1 + random.below(3) }, () => {
    const pairs: [string, string][] = [['__name__', random.pick(NAMES)]];
    for (let i = random.below(4); i > 0; i--) pairs.push([random.pick(NAMES), random.pick(VALUES)]);
    return Labels.fromPairs(pairs);
  });
  const length = random.below(12);
  const labels = Array.from({ length }, () => random.pick(sets));
  const timestamps = Float64Array.from({ length }, () =>
    random.pick([0, 1_700_000_000_000 + random.below(1000), -5, 2 ** 52, random.below(1e6)]),
  );
  const values = Float64Array.from({ length }, () => random.pick([0, NaN, Infinity, random.next(), -1e300]));
  return { length, labels, timestamps, words: new Uint32Array(values.buffer) };
}

/** One to four edits of bytes: flip, set to an edge value, cut, double, or move a stretch. */
function mutate(random: SeededRandom, original: Buffer): Buffer {
  let bytes = Buffer.from(original);
  for (let edits = 1 + random.below(4); edits > 0 && bytes.length > 0; edits--) {
    const at = random.below(bytes.length);
    const length = 1 + random.below(10);
    switch (random.below(6)) {
      case 0:
        bytes[at] ^= 1 << random.below(8);
        break;
      case 1:
        bytes.fill(random.pick([0, 1, 0x7f, 0x80, 0xfe, 0xff]), at, Math.min(bytes.length, at + 1 + random.below(5)));
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 3:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          bytes.subarray(Math.max(0, at - length), at),
          bytes.subarray(at),
        ]);
        break;
      case 4:
        bytes = Buffer.from(bytes.subarray(0, at));
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256)]), bytes.subarray(at)]);
    }
  }
  return bytes;
}
