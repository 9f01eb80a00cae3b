import { setMaxListeners } from 'node:events';
import type { FastifyRequest } from 'fastify';
import { FRAMES_MEDIA_TYPE } from '@observatory/protocol/frames-envelope';
import {
  framesAnswer,
  framesRequest,
  framesRequestHead,
  type FrameQueryHead,
  type FrameResult,
} from '@observatory/protocol/frames';
import type { z } from 'zod';
import {
  envelopeChunks,
  failureOf,
  FrameBudget,
  FrameKinds,
  jsonChunks,
  promqlKind,
  type FrameKind,
  type PendingAnswer,
} from '../../frames/index.ts';
import { abortedWith } from '../aborted.ts';
import type { ApiContext } from '../context.ts';
import { sendPieces } from '../send.ts';
import type { OperationRegistry } from './operation.ts';

/**
 * `POST /frames`: queries of a panel in, data frames out: Arrow files in an envelope, or JSON. PromQL is answered always;
 * other kinds by whoever brings them.
 */
export function registerFrames(
  operations: OperationRegistry,
  context: ApiContext,
  moreKinds: readonly FrameKind[] = [],
): void {
  const kinds = new FrameKinds([promqlOf(context), ...moreKinds]);
  operations.serve<undefined, z.output<typeof framesRequestHead>>({
    method: 'POST',
    path: '/frames',
    role: 'reader',
    summary: 'Queries to Grafana data frames; one that fails does not fail the others',
    body: framesRequestHead as z.ZodType<z.output<typeof framesRequestHead>>,
    documentedBody: framesRequest,
    answer: framesAnswer,
    answerTypes: [FRAMES_MEDIA_TYPE],
    handle: ({ body }, request, reply) => {
      const queries = body.queries.filter(({ hide }) => !hide);
      const signal = abortedWith(reply);
      // Every query listens, and each more than once.
      setMaxListeners(0, signal);
      const answers = evaluate(queries, kinds, context, signal);
      return wantsJson(request)
        ? sendPieces(request, reply, 'application/json; charset=utf-8', jsonChunks(answers))
        : sendPieces(request, reply, FRAMES_MEDIA_TYPE, envelopeChunks(answers));
    },
  });
}

/** Browsers and tools that take anything get the envelope; who names JSON first gets JSON. */
function wantsJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  const json = accept.indexOf('application/json');
  const envelope = accept.indexOf(FRAMES_MEDIA_TYPE);
  return json >= 0 && (envelope < 0 || json < envelope);
}

/** All at once, as far as the engine lets them in; the limits of the answer are dealt out in the order of the request. */
function evaluate(
  queries: readonly FrameQueryHead[],
  kinds: FrameKinds,
  context: ApiContext,
  signal: AbortSignal,
): PendingAnswer[] {
  const budget = new FrameBudget();
  let before: Promise<unknown> = Promise.resolve();
  return queries.map((query) => {
    const run = kinds.evaluate(query, { signal, isOnly: queries.length === 1 });
    const evaluated = Promise.allSettled([run, before]).then(([outcome]): Awaited<PendingAnswer['evaluated']> => {
      try {
        if (outcome.status === 'rejected') throw outcome.reason;
        const { live } = outcome.value;
        return { frames: outcome.value.frames(budget), result: { status: 200, ...(live && { live }) } };
      } catch (error) {
        return { frames: [], result: failure(error, context) };
      }
    });
    before = evaluated;
    return { refId: query.refId, evaluated };
  });
}

function promqlOf({ engine, source, settings, metrics }: ApiContext): FrameKind {
  return promqlKind({
    engine,
    source,
    timeoutMs: () => settings().queryTimeoutMs,
    onQuery: (kind, result, durationMs, samples) => metrics.queried(kind, result, durationMs, samples),
  });
}

function failure(error: unknown, { metrics, logger }: ApiContext): FrameResult {
  const result = failureOf(error);
  if (result.errorCode.startsWith('OBS_FRAMES_')) metrics.limitHit('frames');
  if (result.errorSource === 'plugin')
    logger.error({ error: error instanceof Error ? error.stack : String(error) }, 'a query for frames failed');
  return result;
}
