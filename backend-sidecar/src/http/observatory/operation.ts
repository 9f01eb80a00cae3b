import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ObservatoryError } from '../../util/errors.ts';
import type { RequiredRole } from '../auth/role.ts';
import { sendBytes } from '../send.ts';

export const OBSERVATORY_PREFIX = '/api/observatory/v1';

/** One operation of the Observatory API. The route, the validation and the OpenAPI document all come from it. */
export interface Operation<Query, Body, Answer> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/observatory/v1; parameters as `:name`. */
  path: string;
  role: RequiredRole;
  summary: string;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Of the body; the default is `BODY_LIMIT_BYTES`. */
  bodyLimitBytes?: number;
  answer: z.ZodType<Answer>;
  handle: (
    input: { query: Query; body: Body; params: Record<string, string> },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Answer | Promise<Answer>;
}

/** An operation that sends its answer itself, as a stream or in a type that the caller chose. */
export interface ServedOperation<Query, Body> extends Omit<
  Operation<Query, Body, unknown>,
  'answer' | 'handle' | 'bodyLimitBytes'
> {
  /** Of its JSON, where it has some. */
  answer?: z.ZodType;
  /** Media types of its other answers. */
  answerTypes: readonly string[];
  /** Described instead of `body`, where that lets more through than there is to describe. */
  documentedBody?: z.ZodType;
  handle: (
    input: { query: Query; body: Body },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => FastifyReply | Promise<FastifyReply>;
}

/** What the document needs of each operation, and what does not pass through `handle` (streams). */
export interface OperationEntry {
  method: string;
  path: string;
  role: RequiredRole;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  documentedBody?: z.ZodType;
  answer?: z.ZodType;
  /** Media types of answers that are no JSON. */
  answerTypes?: readonly string[];
}

/** Registers operations and remembers them for the OpenAPI document. */
export class OperationRegistry {
  readonly entries: OperationEntry[] = [];
  private readonly app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.app = app;
  }

  add<Query = undefined, Body = undefined, Answer = unknown>(operation: Operation<Query, Body, Answer>): void {
    this.entries.push(operation);
    this.app.route<{ Params: Record<string, string> }>({
      method: operation.method,
      url: OBSERVATORY_PREFIX + operation.path,
      config: { role: operation.role },
      ...(operation.bodyLimitBytes !== undefined && { bodyLimit: operation.bodyLimitBytes }),
      handler: async (request, reply) => {
        const input = {
          query: check(operation.query, request.query, 'query parameter'),
          body: check(operation.body, request.body, 'body'),
          params: request.params,
        };
        const answer = await operation.handle(
          input as { query: Query; body: Body; params: Record<string, string> },
          request,
          reply,
        );
        return sendBytes(
          request,
          reply.header('cache-control', 'no-store'),
          'application/json; charset=utf-8',
          Buffer.from(JSON.stringify(answer)),
        );
      },
    });
  }

  /** An operation whose requests are checked here and whose answer is its own affair. */
  serve<Query = undefined, Body = undefined>(operation: ServedOperation<Query, Body>): void {
    this.entries.push(operation);
    this.app.route({
      method: operation.method,
      url: OBSERVATORY_PREFIX + operation.path,
      config: { role: operation.role },
      handler: (request, reply) => {
        const query = check(operation.query, request.query, 'query parameter') as Query;
        const body = check(operation.body, request.body, 'body') as Body;
        return operation.handle({ query, body }, request, reply.header('cache-control', 'no-store'));
      },
    });
  }

  /** An operation that another part serves itself. */
  describe(entry: OperationEntry): void {
    this.entries.push(entry);
  }
}

function check<T>(schema: z.ZodType<T> | undefined, input: unknown, what: string): T | undefined {
  if (!schema) return undefined;
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || what}: ${issue.message}`);
  throw new ObservatoryError('OBS_HTTP_INVALID', `invalid ${what}: ${problems.join('; ')}`, {
    httpStatus: 400,
    hint: `${OBSERVATORY_PREFIX}/openapi.json describes what is expected`,
  });
}
