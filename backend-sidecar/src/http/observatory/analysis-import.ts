import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { importedRecording, type ImportedRecordingAnswer } from '@observatory/protocol/recording';
import { RecordingUpload, type Recording } from '../../recording/index.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { abortedWith } from '../aborted.ts';
import { OBSERVATORY_PREFIX, type OperationRegistry } from './operation.ts';

export type ImportRecordingInto = (recording: Recording, signal: AbortSignal) => Promise<ImportedRecordingAnswer>;

const PATH = '/admin/import/scrapes';

/** `POST /admin/import/scrapes`: a recorded incident, loaded at its own times. */
export function registerRecordingImport(
  app: FastifyInstance,
  operations: OperationRegistry,
  importInto: ImportRecordingInto,
): void {
  operations.describe({
    method: 'POST',
    path: PATH,
    role: 'admin',
    summary: 'Load a recorded incident (scrapes and answers of the admin API, one JSON object a line) at its own times',
    answer: importedRecording,
  });
  app.post(OBSERVATORY_PREFIX + PATH, { config: { role: 'admin', rawBody: true } }, async (request, reply) => {
    const upload = new RecordingUpload();
    const body = request.body as Readable | undefined;
    if (!body || !/^application\/x-ndjson/.test(request.headers['content-type'] ?? ''))
      throw new ObservatoryError('OBS_HTTP_CONTENT_TYPE', 'a recording is sent as application/x-ndjson', {
        httpStatus: 415,
        hint: 'use observatory import scrapes DIR --url …',
      });
    for await (const chunk of body) upload.write(chunk as Buffer);
    return reply.header('cache-control', 'no-store').send(await importInto(upload.finish(), abortedWith(reply)));
  });
}
