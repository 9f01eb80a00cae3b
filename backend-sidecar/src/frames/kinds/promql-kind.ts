import { promqlFrameQuery } from '@observatory/protocol/frames';
import type { PromqlFrameQuery } from '@observatory/protocol/frames';
import type { z } from 'zod';
import { failureOf, runFrameQuery, type FrameQueryDeps } from '../query/run-frame-query.ts';
import type { EvaluatedQuery } from '../evaluated-query.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';

export interface PromqlKindOptions extends Omit<FrameQueryDeps, 'timeoutMs' | 'signal'> {
  timeoutMs: () => number;
  /** Told of every query that ended. */
  onQuery: (
    kind: PromqlFrameQuery['kind'],
    result: 'success' | 'refused' | 'canceled' | 'failure',
    durationMs: number,
    samples: number,
  ) => void;
}

/** Kinds `range` and `instant`: PromQL. */
export function promqlKind(options: PromqlKindOptions): FrameKind {
  const { engine, source, timeoutMs, onQuery } = options;
  return frameKind(
    ['range', 'instant'],
    promqlFrameQuery as z.ZodType<PromqlFrameQuery>,
    async (query, { signal, isOnly }): Promise<EvaluatedQuery> => {
      const startedMs = performance.now();
      try {
        const evaluated = await runFrameQuery(query, { engine, source, timeoutMs: timeoutMs(), signal }, isOnly);
        onQuery(query.kind, 'success', performance.now() - startedMs, evaluated.samples);
        return evaluated;
      } catch (error) {
        const { errorCode } = failureOf(error);
        const result =
          errorCode === 'OBS_QUERY_PARSE' ? 'refused' : errorCode === 'OBS_QUERY_CANCELED' ? 'canceled' : 'failure';
        onQuery(query.kind, result, performance.now() - startedMs, 0);
        throw error;
      }
    },
  );
}
