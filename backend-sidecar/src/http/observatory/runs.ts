import type { Readable } from 'node:stream';
import type { Actor } from '@observatory/protocol/control';
import {
  runChange,
  runComparison,
  runDetails,
  runInfo,
  runList,
  runStart,
  runStop,
  type RunComparison,
} from '@observatory/protocol/run-objects';
import { reportPlots } from '@observatory/protocol/runs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { RunData, Runs } from '../../runs/index.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { actorOf, type IdentitySource } from './control-actor.ts';
import { sendRunArchive, sendRunFile, sendRunReport } from './run-files.ts';
import { OBSERVATORY_PREFIX, type OperationRegistry } from './operation.ts';

export type RunOperation = 'run-start' | 'run-stop' | 'run-change' | 'run-delete' | 'run-import';

export interface RunRoutes {
  runs: Runs;
  identity: IdentitySource;
  /** @throws ObservatoryError OBS_CONTROL_AUDIT when nothing can be recorded: then nothing is done. */
  audit: (actor: Actor, operation: RunOperation, target: string, parameters: Record<string, string>) => Promise<void>;
  compare: (base: RunData, others: RunData[], prices: string | undefined) => Promise<RunComparison>;
  /** Makes a run of an archive of a run's folder. */
  importRun: (archive: Readable, by: string) => ReturnType<Runs['adopted']>;
}

const MOST_COMPARED = 10;
const MOST_RESULT_BYTES = 64 << 20;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._,+@()-]{0,200}\.json$/;
const empty = z.strictObject({});
const ids = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

/** Benchmark runs: reading is for readers, running them for operators, deleting for admins. */
export function registerRuns(app: FastifyInstance, operations: OperationRegistry, routes: RunRoutes): void {
  const { runs, identity, audit } = routes;
  operations.add({
    method: 'GET',
    path: '/runs',
    role: 'reader',
    summary: 'Benchmark runs, newest first',
    answer: runList,
    handle: () => runs.list(),
  });
  operations.add({
    method: 'GET',
    path: '/runs/compare',
    role: 'reader',
    summary: 'Two or more runs beside each other: effects with intervals, regressions with their reasons',
    query: z.object({
      base: z.string(),
      run: ids.pipe(z.array(z.string()).min(1).max(MOST_COMPARED)),
      prices: z
        .string()
        .max(2000)
        .optional()
        .describe('What a node costs an hour: broker=0.5,bookie=0.7,currency=EUR.'),
    }),
    answer: runComparison,
    handle: async ({ query: { base, run, prices } }) => {
      const others: RunData[] = [];
      for (const id of run) others.push(await runs.data(id));
      return routes.compare(await runs.data(base), others, prices);
    },
  });
  operations.add({
    method: 'GET',
    path: '/runs/:id',
    role: 'reader',
    summary: 'One run with its files, its workload and driver',
    answer: runDetails,
    handle: ({ params }) => runs.details(params.id),
  });
  operations.add({
    method: 'GET',
    path: '/runs/:id/plots',
    role: 'reader',
    summary: 'The charts of a run as data; of one that lasts, as far as it has come',
    answer: reportPlots,
    handle: ({ params }) => runs.plots(params.id),
  });
  operations.serve({
    method: 'GET',
    path: '/runs/:id/report',
    role: 'reader',
    summary:
      'The report of a run: one HTML file that needs no network. ?view=1 shows it, in a sandbox, instead of saving it',
    query: z.object({ view: z.enum(['0', '1']).default('0') }),
    answerTypes: ['text/html'],
    handle: ({ query }, request, reply) =>
      sendRunReport(runs.folder(idOf(request)), query.view === '1', request, reply),
  });
  operations.serve({
    method: 'GET',
    path: '/runs/:id/files/*',
    role: 'reader',
    summary: 'One file of a run, as GET /runs/:id names them',
    answerTypes: ['application/json', 'text/csv', 'application/octet-stream'],
    handle: (_input, request, reply) =>
      sendRunFile(runs.folder(idOf(request)), (request.params as { '*': string })['*'], request, reply),
  });
  operations.serve({
    method: 'GET',
    path: '/runs/:id/archive',
    role: 'reader',
    summary: 'All files of a run as one tar archive, which another sidecar imports',
    answerTypes: ['application/x-tar'],
    handle: (_input, request, reply) => sendRunArchive(runs.folder(idOf(request)), request, reply),
  });
  operations.add({
    method: 'POST',
    path: '/control/runs',
    role: 'operator',
    summary: 'Begins a run: a baseline now, looks until it is stopped',
    body: runStart as z.ZodType<z.output<typeof runStart>>,
    answer: runInfo,
    handle: async ({ body }, request) => {
      const actor = await actorOf(request, identity);
      await audit(actor, 'run-start', body.cluster, { name: body.name });
      return runs.begin(body, actor.name);
    },
  });
  operations.add({
    method: 'POST',
    path: '/control/runs/:id/stop',
    role: 'operator',
    summary: 'Ends a run; its series and its report are written behind the answer',
    body: runStop as z.ZodType<z.output<typeof runStop>>,
    answer: runInfo,
    handle: async ({ body, params }, request) => {
      runs.info(params.id);
      await audit(await actorOf(request, identity), 'run-stop', params.id, { state: body.state, reason: body.reason });
      return runs.end(params.id, body);
    },
  });
  operations.add({
    method: 'PUT',
    path: '/control/runs/:id',
    role: 'operator',
    summary: 'Another name, other labels, other notes',
    body: runChange,
    answer: runInfo,
    handle: async ({ body, params }, request) => {
      runs.info(params.id);
      await audit(await actorOf(request, identity), 'run-change', params.id, { fields: Object.keys(body).join(', ') });
      return runs.change(params.id, body);
    },
  });
  operations.add({
    method: 'DELETE',
    path: '/admin/runs/:id',
    role: 'admin',
    summary: 'Deletes a run with its files',
    answer: empty,
    handle: async ({ params }, request) => {
      const { name } = runs.info(params.id);
      await audit(await actorOf(request, identity), 'run-delete', params.id, { name });
      await runs.remove(params.id);
      return {};
    },
  });
  registerUploads(app, operations, routes);
}

/** What comes as a stream: results of the benchmark, whole folders. */
function registerUploads(app: FastifyInstance, operations: OperationRegistry, routes: RunRoutes): void {
  const { runs, identity, audit, importRun } = routes;
  const config = { role: 'operator', rawBody: true } as const;
  const results = '/control/runs/:id/results';
  const query = z.object({
    file: z.string().regex(FILE_NAME, 'expected the name of a JSON file').describe('Name of the file, with .json.'),
    modified: z.coerce.number().optional().describe('When the benchmark wrote it, ms since the epoch.'),
  });
  operations.describe({
    method: 'POST',
    path: results,
    role: 'operator',
    summary:
      "Adds a result of the benchmark to a run: the file's bytes as application/octet-stream, or as JSON up to 1 MB",
    query,
    answer: runInfo,
  });
  app.post<{ Params: { id: string } }>(OBSERVATORY_PREFIX + results, { config }, async (request, reply) => {
    const checked = query.safeParse(request.query);
    if (!checked.success) throw invalid(checked.error);
    const { file, modified } = checked.data;
    runs.info(request.params.id);
    const content = await contentOf(request, 'a result of a benchmark');
    const info = await runs.addResult(request.params.id, file, content, modified);
    return reply.header('cache-control', 'no-store').send(info);
  });
  const path = '/control/runs/import';
  operations.describe({
    method: 'POST',
    path,
    role: 'operator',
    summary:
      "Makes a run of an archive (tar, also gzipped) of a run's folder; its report is written anew, its series are stored",
    answer: runInfo,
  });
  app.post(OBSERVATORY_PREFIX + path, { config }, async (request, reply) => {
    if (!/^application\/(x-tar|gzip|x-gzip|octet-stream)\b/i.test(request.headers['content-type'] ?? ''))
      throw wrongType('a run is sent as an archive, application/x-tar');
    const actor = await actorOf(request, identity);
    await audit(actor, 'run-import', '', {});
    const info = await importRun(request.body as Readable, actor.name);
    return reply.header('cache-control', 'no-store').send(info);
  });
}

async function contentOf(request: FastifyRequest, what: string): Promise<Buffer> {
  const type = request.headers['content-type'] ?? '';
  // Parsed already, with the server's own bound.
  if (/^application\/json\b/i.test(type)) return Buffer.from(JSON.stringify(request.body));
  if (!/^application\/octet-stream\b/i.test(type)) throw wrongType(`${what} is sent as application/octet-stream`);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request.body as Readable) {
    bytes += (piece as Buffer).length;
    if (bytes > MOST_RESULT_BYTES) {
      throw new ObservatoryError('OBS_RUN_TOO_LARGE', `${what} is larger than ${MOST_RESULT_BYTES >> 20} MB`, {
        httpStatus: 413,
      });
    }
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

function wrongType(message: string): ObservatoryError {
  return new ObservatoryError('OBS_HTTP_CONTENT_TYPE', message, { httpStatus: 415 });
}

function invalid(error: z.ZodError): ObservatoryError {
  const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return new ObservatoryError('OBS_HTTP_INVALID', `invalid query parameter: ${problems.join('; ')}`, {
    httpStatus: 400,
  });
}
