import type { FrameQueryHead } from '@observatory/protocol/frames';
import type { z } from 'zod';
import { ObservatoryError } from '../../util/errors.ts';
import type { EvaluatedQuery } from '../evaluated-query.ts';

/** What a kind of query may want to know of the request. */
export interface FrameRequest {
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
  /** No other query is answered with it. */
  isOnly: boolean;
}

/** One kind of query of `POST /frames`: what it is asked with, and how it is answered. */
export interface FrameKind {
  /** Values of `kind` that it answers. */
  readonly kinds: readonly string[];
  /** @throws ObservatoryError with a status; only this query fails. */
  evaluate(query: FrameQueryHead, request: FrameRequest): Promise<EvaluatedQuery>;
}

/** A kind whose queries are checked against a schema before they are run. */
export function frameKind<Query>(
  kinds: readonly string[],
  schema: z.ZodType<Query>,
  run: (query: Query, request: FrameRequest) => Promise<EvaluatedQuery>,
): FrameKind {
  return {
    kinds,
    async evaluate(query, request) {
      const checked = schema.safeParse(query);
      if (checked.success) return run(checked.data, request);
      const problems = checked.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`);
      throw new ObservatoryError('OBS_FRAMES_QUERY', `invalid query: ${problems.join('; ')}`, {
        httpStatus: 400,
        hint: `the OpenAPI document describes the keys of kind ${query.kind}`,
      });
    },
  };
}

/** The kinds of queries that are answered; each part of the sidecar adds its own. */
export class FrameKinds {
  private readonly byName = new Map<string, FrameKind>();

  constructor(kinds: readonly FrameKind[] = []) {
    for (const each of kinds) this.add(each);
  }

  /** @throws Error when a kind is taken. */
  add(kind: FrameKind): void {
    for (const name of kind.kinds) {
      if (this.byName.has(name)) throw new Error(`two parts answer frames of kind ${name}`);
      this.byName.set(name, kind);
    }
  }

  /** Never throws: a kind that nobody answers is a failure of that query. */
  async evaluate(query: FrameQueryHead, request: FrameRequest): Promise<EvaluatedQuery> {
    const kind = this.byName.get(query.kind);
    if (kind) return kind.evaluate(query, request);
    throw new ObservatoryError(
      'OBS_FRAMES_KIND',
      `this sidecar answers no queries of kind ${JSON.stringify(query.kind)}`,
      {
        httpStatus: 400,
        hint: `it knows ${[...this.byName.keys()].join(', ')}; a newer sidecar may know more`,
      },
    );
  }
}
