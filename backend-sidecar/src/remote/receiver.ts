import type { Labels } from '../model/labels.ts';
import type { Appender, AppendRefusal, SeriesRef } from '../storage.ts';
import { isStaleAt } from '../model/stale.ts';
import { ObservatoryError, messageOf } from '../util/errors.ts';
import { messageTypeOf } from './message-type.ts';
import type { HeaderValues, WriteMessageType } from './message-type.ts';
import { decompressSnappy } from './snappy.ts';
import { decodeWriteRequestV1 } from './write/decode-v1.ts';
import { decodeWriteRequestV2 } from './write/decode-v2.ts';
import { InvalidSeriesError } from './write/series.ts';
import type { WriteColumns, WriteExtras, WriteVisitor } from './write/series.ts';
import { WriteTally } from './write-tally.ts';

export interface WriteAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Plain text; empty for 204. */
  body: string;
}

export interface WriteReceiverOptions {
  appender: Appender;
  /** Largest body after decompression. */
  maxBodyBytes?: number;
}

/** Counters since start, for /metrics. */
export interface WriteReceiverStats {
  requestsTotal: Record<WriteMessageType, number>;
  requestsRefusedTotal: number;
  samplesTotal: number;
  samplesRefusedTotal: number;
  exemplarsTotal: number;
  nativeHistogramsRefusedTotal: number;
  invalidSeriesTotal: number;
}

const DEFAULT_MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Label sets remembered with their refs; far above what one sender cycles through. */
const MAX_CACHED_REFS = 100_000;
/** Beyond what JavaScript dates (and so anything of ours) can express. */
const MAX_TIME_MS = 8.64e15;

/**
 * Remote write's receiving end, 1.0 and 2.0. A request is taken as far as it can be: samples that the store refuses are
 * counted and named in a 400, which tells the sender not to repeat it; the others are written. A store without room
 * answers 503, so that the sender keeps its samples.
 */
export class WriteReceiver {
  readonly stats: WriteReceiverStats = {
    requestsTotal: { v1: 0, v2: 0 },
    requestsRefusedTotal: 0,
    samplesTotal: 0,
    samplesRefusedTotal: 0,
    exemplarsTotal: 0,
    nativeHistogramsRefusedTotal: 0,
    invalidSeriesTotal: 0,
  };
  private readonly appender: Appender;
  private readonly maxBodyBytes: number;
  private readonly refs = new Map<string, SeriesRef>();

  constructor(options: WriteReceiverOptions) {
    this.appender = options.appender;
    this.maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  }

  /** Takes one request. Never throws: whatever is wrong with it is in the answer. */
  handle(headers: HeaderValues, body: Buffer): WriteAnswer {
    const tally = new WriteTally();
    let type: WriteMessageType = 'v1';
    try {
      type = messageTypeOf(headers);
      this.stats.requestsTotal[type]++;
      const message = decompressSnappy(body, this.maxBodyBytes);
      const decode = type === 'v1' ? decodeWriteRequestV1 : decodeWriteRequestV2;
      decode(message, this.visitor(type, tally));
    } catch (error) {
      this.count(tally);
      this.stats.requestsRefusedTotal++;
      const status = error instanceof ObservatoryError ? error.httpStatus : 500;
      return { status, headers: writtenHeaders(type, tally), body: `${messageOf(error)}\n` };
    }
    this.count(tally);
    if (tally.isComplete) return { status: 204, headers: writtenHeaders(type, tally), body: '' };
    if (!tally.mustRetry) return { status: 400, headers: writtenHeaders(type, tally), body: tally.text() };
    return { status: 503, headers: { ...writtenHeaders(type, tally), 'Retry-After': '5' }, body: tally.text() };
  }

  private visitor(type: WriteMessageType, tally: WriteTally): WriteVisitor {
    return {
      series: (key, labels, samples, extras) => {
        try {
          this.takeSeries(`${type}${key}`, labels, samples, extras, tally);
        } catch (error) {
          if (!(error instanceof InvalidSeriesError)) throw error;
          tally.refuseSeries(error.message, samples.length);
        }
      },
      metadata: (name, metadata) => this.appender.setMetadata(name, metadata),
    };
  }

  private takeSeries(
    key: string,
    labels: () => Labels,
    samples: WriteColumns,
    extras: WriteExtras,
    tally: WriteTally,
  ): void {
    if (extras.invalid !== undefined) throw new InvalidSeriesError(extras.invalid);
    const describe = () => labels().toString();
    if (extras.nativeHistograms > 0) tally.refuseHistograms(extras.nativeHistograms, describe);
    if (samples.length === 0 && extras.exemplars.length === 0) return;
    const ref = this.refOf(key, labels, samples.length, tally);
    if (ref === undefined) return;
    if (extras.metadata) this.appender.setMetadata(labels().metricName, extras.metadata);
    for (let i = 0; i < samples.length; i++) {
      const refusal = this.append(ref, samples, i);
      if (refusal === undefined) tally.samples++;
      else tally.refuse(refusal, describe);
    }
    for (const exemplar of extras.exemplars) {
      this.appender.appendExemplar(ref, exemplar);
      tally.exemplars++;
    }
  }

  private append(ref: SeriesRef, samples: WriteColumns, index: number): AppendRefusal | undefined {
    const timestampMs = samples.timestamps[index];
    if (Math.abs(timestampMs) > MAX_TIME_MS) return 'out_of_bounds';
    if (isStaleAt(samples.words, index)) return this.appender.appendStale(ref, timestampMs);
    return this.appender.append(ref, timestampMs, samples.values[index]);
  }

  /** Undefined when a ceiling of the store forbids a new series; that is tallied. */
  private refOf(key: string, labels: () => Labels, samples: number, tally: WriteTally): SeriesRef | undefined {
    const known = this.refs.get(key);
    if (known !== undefined && this.appender.isLive(known)) return known;
    try {
      const ref = this.appender.seriesRef(labels());
      if (this.refs.size >= MAX_CACHED_REFS) this.refs.clear();
      this.refs.set(key, ref);
      return ref;
    } catch (error) {
      if (!(error instanceof ObservatoryError)) throw error;
      if (error.code === 'OBS_STORE_MEMORY_LIMIT') tally.refuse('memory_limit', () => labels().toString(), samples);
      else if (error.code === 'OBS_STORE_SERIES_LIMIT')
        tally.refuse('series_limit', () => labels().toString(), samples);
      else throw error;
      return undefined;
    }
  }

  private count(tally: WriteTally): void {
    this.stats.samplesTotal += tally.samples;
    this.stats.samplesRefusedTotal += tally.refusedSamples;
    this.stats.exemplarsTotal += tally.exemplars;
    this.stats.nativeHistogramsRefusedTotal += tally.nativeHistograms;
    this.stats.invalidSeriesTotal += tally.invalidSeries;
  }
}

/** 2.0 says in every answer what was written, so that a sender need not guess after a partial write. */
function writtenHeaders(type: WriteMessageType, tally: WriteTally): Record<string, string> {
  if (type === 'v1') return {};
  return {
    'X-Prometheus-Remote-Write-Samples-Written': String(tally.samples),
    'X-Prometheus-Remote-Write-Histograms-Written': '0',
    'X-Prometheus-Remote-Write-Exemplars-Written': String(tally.exemplars),
  };
}
