import { exportAnswer, exportRequest, type ExportQuery } from '@observatory/protocol/export';
import type { z } from 'zod';
import { exportRows, planExport, rowWriter } from '../../export/index.ts';
import { messageOf } from '../../util/errors.ts';
import { abortedWith } from '../aborted.ts';
import type { ApiContext } from '../context.ts';
import { primed, sendPieces } from '../send.ts';
import type { OperationRegistry } from './operation.ts';

/** `GET /export`: a query over any time as CSV or JSON. */
export function registerExport(operations: OperationRegistry, context: ApiContext): void {
  operations.serve<ExportQuery>({
    method: 'GET',
    path: '/export',
    role: 'reader',
    summary: 'A query over any time as CSV, JSON or NDJSON: raw samples, or avg, min, max, sum, count, last of buckets',
    query: exportRequest as z.ZodType<ExportQuery>,
    answer: exportAnswer,
    answerTypes: ['text/csv', 'application/x-ndjson'],
    handle: async ({ query }, request, reply) => {
      const signal = abortedWith(reply);
      const plan = await planExport(query, {
        engine: context.engine,
        source: context.source,
        nowMs: context.clock.now(),
        timeoutMs: context.settings().queryTimeoutMs,
      });
      const writer = rowWriter({ ...query, ...plan });
      const pieces = await primed(exportRows(plan, writer, signal));
      return sendPieces(request, reply, writer.contentType, reported(pieces, signal, context));
    },
  });
}

/** When the answer is under way nobody can be told but the log: the caller finds it cut off. */
async function* reported(
  pieces: AsyncIterable<string>,
  signal: AbortSignal,
  { logger }: ApiContext,
): AsyncGenerator<string> {
  try {
    yield* pieces;
  } catch (error) {
    if (!signal.aborted) logger.error({ error: messageOf(error) }, 'an export broke off');
    throw error;
  }
}
