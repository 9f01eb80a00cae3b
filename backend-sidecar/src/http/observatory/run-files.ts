import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeTar, type RunFolder } from '../../runs/index.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { sendPieces } from '../send.ts';

/** What is no data is only ever saved: pages of a run are opened from disk, or through `sendRunReport`. */
const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.yaml': 'text/plain; charset=utf-8',
};

/**
 * A page of its own origin without rights: scripts and styles are inside of it, nothing is loaded, and nothing of the console
 * that is signed in at this address can be reached.
 */
const SANDBOX =
  "sandbox allow-scripts allow-downloads allow-modals; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** `report/index.html`, to be saved or (in a sandbox) shown. @throws ObservatoryError OBS_RUN_NO_REPORT */
export async function sendRunReport(
  folder: RunFolder,
  view: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await folder.open('report/index.html');
  if (!file) {
    throw new ObservatoryError('OBS_RUN_NO_REPORT', 'this run has no report yet', {
      httpStatus: 404,
      hint: 'it is written when the run has ended; GET /runs/:id tells of troubles',
    });
  }
  void reply.header('content-security-policy', SANDBOX).header('x-frame-options', 'SAMEORIGIN');
  if (!view) void attach(reply, `${path.basename(folder.path)}.html`);
  return sendPieces(request, reply, 'text/html; charset=utf-8', file.stream());
}

/** A file that `list` names, to be saved. @throws ObservatoryError OBS_RUN_NO_FILE */
export async function sendRunFile(
  folder: RunFolder,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await folder.open(name);
  if (!file) {
    throw new ObservatoryError('OBS_RUN_NO_FILE', `this run has no file ${JSON.stringify(name)}`, {
      httpStatus: 404,
      hint: 'GET /runs/:id names its files',
    });
  }
  const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
  return sendPieces(request, attach(reply, path.basename(name)), type, file.stream());
}

/** Everything that `list` names. */
export async function sendRunArchive(
  folder: RunFolder,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const files = (await folder.list()).map(({ path: name }) => name);
  const name = `${path.basename(folder.path)}.tar`;
  return sendPieces(request, attach(reply, name), 'application/x-tar', writeTar(folder.path, files));
}

function attach(reply: FastifyReply, name: string): FastifyReply {
  return reply.header('content-disposition', `attachment; filename="${name.replace(/[^\w. -]/g, '_')}"`);
}
