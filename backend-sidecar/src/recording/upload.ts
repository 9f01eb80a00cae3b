import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { messageOf, ObservatoryError } from '../util/errors.ts';
import type { Recording } from './read-recording.ts';
import { recordedAnswer, recordedScrapeLine, type RecordedAnswer, type RecordedScrapeLine } from './recorded-scrape.ts';

/** One line of an upload: a scrape with its body as it lies on disk, in base64; or an answer of the admin API. */
const uploadLine = z.union([
  z.object({ scrape: recordedScrapeLine, body: z.string().optional() }),
  z.object({ answer: recordedAnswer }),
]);
export type UploadLine = z.infer<typeof uploadLine>;

/** Largest upload that is held in memory. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Collects an uploaded recording: newline-delimited JSON of `UploadLine`. */
export class RecordingUpload {
  private readonly lines: RecordedScrapeLine[] = [];
  private readonly answers: RecordedAnswer[] = [];
  private readonly bodies = new Map<RecordedScrapeLine, Buffer>();
  private pending: Buffer[] = [];
  private bytes = 0;
  private count = 0;

  /** @throws ObservatoryError OBS_RECORDING_LINE, OBS_RECORDING_SIZE */
  write(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > MAX_BYTES)
      throw new ObservatoryError('OBS_RECORDING_SIZE', `the recording is larger than ${MAX_BYTES} bytes`, {
        httpStatus: 413,
        hint: 'import it into a data directory with --data while the sidecar is stopped',
      });
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.pending.push(chunk.subarray(from, at));
      from = at + 1;
      this.take();
    }
    if (from < chunk.length) this.pending.push(chunk.subarray(from));
  }

  /** The recording, once all was written. */
  finish(): Recording {
    this.take();
    const { lines, answers, bodies } = this;
    if (lines.length === 0) throw wrong('it holds no scrape', this.count);
    lines.sort((a, b) => a.t - b.t);
    return {
      directory: 'upload',
      lines,
      answers,
      read: (line) => {
        const raw = bodies.get(line);
        return Promise.resolve({
          kind: line.kind,
          node: line.node,
          url: line.url,
          timestampMs: Math.round(line.t * 1000),
          durationSeconds: (line.ms ?? 0) / 1000,
          contentType: line.content_type ?? undefined,
          body: raw && (line.file?.endsWith('.gz') ? gunzipSync(raw) : raw),
        });
      },
    };
  }

  private take(): void {
    const text = Buffer.concat(this.pending).toString('utf8').trim();
    this.pending = [];
    this.count++;
    if (text === '') return;
    try {
      const line = uploadLine.parse(JSON.parse(text));
      if ('answer' in line) this.answers.push(line.answer);
      else {
        this.lines.push(line.scrape);
        if (line.body !== undefined) this.bodies.set(line.scrape, Buffer.from(line.body, 'base64'));
      }
    } catch (error) {
      throw wrong(messageOf(error), this.count);
    }
  }
}

function wrong(why: string, line: number): ObservatoryError {
  return new ObservatoryError('OBS_RECORDING_LINE', `line ${line} of the recording: ${why}`, {
    httpStatus: 400,
    hint: 'send it with observatory import scrapes',
  });
}
