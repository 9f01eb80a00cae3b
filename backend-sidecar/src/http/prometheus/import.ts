import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import { formatDuration } from '../../model/duration.ts';
import type { ApiContext } from '../context.ts';
import type { ImportReport } from './import-feed.ts';
import { sendData } from './answer.ts';
import { badData } from './params.ts';

/**
 * `POST /api/v1/import`: backfill. The body is read as a stream, so it may be larger than memory. Answers when what was
 * appended is on disk, with the lines that were not understood.
 */
export function registerImport(app: FastifyInstance, context: ApiContext): void {
  app.post('/api/v1/import', { config: { role: 'admin', rawBody: true } }, async (request, reply) => {
    const importing = await context.openImport(request.headers['content-type']);
    const limit = context.settings().importLimitBytes;
    let bytes = 0;
    try {
      for await (const chunk of bodyOf(request)) {
        bytes += chunk.length;
        if (limit > 0 && bytes > limit) throw tooLarge(limit);
        await importing.write(chunk);
      }
    } catch (error) {
      importing.abort();
      throw error instanceof ObservatoryError ? error : badData(`the body cannot be read: ${messageOf(error)}`, error);
    }
    const report = await importing.finish();
    const refused = Object.values(report.refused).reduce((sum, count) => sum + count, 0);
    context.metrics.importedSamples(report.appended, refused);
    if (report.appended === 0 && report.errorLines > 0)
      throw badData(`nothing was imported: line ${report.errors[0].line}: ${report.errors[0].error}`);
    return sendData(request, reply, report, { warnings: retentionWarnings(report, context) });
  });
}

/** What is older than the retention is taken, and gone with the next maintenance: the operator must hear of it. */
function retentionWarnings({ oldestMs }: ImportReport, context: ApiContext): string[] {
  const { retentionMs } = context.settings();
  if (oldestMs === undefined || retentionMs === 0 || oldestMs >= context.clock.now() - retentionMs) return [];
  const oldest = new Date(oldestMs).toISOString();
  return [`samples as old as ${oldest} will soon be dropped: storage.retention is ${formatDuration(retentionMs)}`];
}

function bodyOf(request: FastifyRequest): AsyncIterable<Buffer> {
  const body = request.body as Readable | undefined;
  if (!body) throw badData('the body is empty: send exposition text with timestamps, and a Content-Type');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new ObservatoryError(
      'OBS_HTTP_ENCODING',
      `content encoding ${encoding} is not taken here: use gzip or none`,
      { httpStatus: 415 },
    );
  const gunzip = createGunzip();
  body.on('error', (error) => gunzip.destroy(error));
  return body.pipe(gunzip);
}

function tooLarge(limit: number): ObservatoryError {
  return new ObservatoryError('OBS_IMPORT_SIZE', `the body is larger than ${limit} bytes`, {
    httpStatus: 413,
    hint: 'send it in parts',
  });
}
