import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './router.ts';

const BODY_LIMIT = 4 * 1024 ** 2;

/** Reads a request's body, at most 4 MiB; longer ones end the connection. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('the body is longer than 4 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON if it is, else undefined. */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Writes an answer as the real servers do: compact JSON, absolute Location, no content type on bookies. */
export async function respond(response: ServerResponse, answer: Answer): Promise<void> {
  if ('location' in answer) {
    response.writeHead(answer.status, { Location: answer.location, 'Content-Length': '0' });
    response.end();
  } else if ('json' in answer) {
    const bytes = Buffer.from(JSON.stringify(answer.json));
    response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Content-Length': String(bytes.length) });
    response.end(bytes);
  } else if ('text' in answer) {
    const bytes = Buffer.from(answer.text);
    const type = answer.type === '' ? {} : { 'Content-Type': answer.type ?? 'text/plain' };
    response.writeHead(answer.status, { ...type, 'Content-Length': String(bytes.length) });
    response.end(bytes);
  } else if ('stream' in answer) {
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    await writePieces(response, answer.stream);
  } else {
    response.writeHead(answer.status);
    response.end();
  }
}

const PIECE = 64 * 1024;

/** Writes pieces in chunks of 64 KiB, waiting while the reader is slow. */
async function writePieces(response: ServerResponse, pieces: Iterable<string>): Promise<void> {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < PIECE) continue;
    if (response.destroyed) return;
    const room = response.write(buffer);
    buffer = '';
    if (!room) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.off('drain', go);
          response.off('close', go);
          resolve();
        };
        response.on('drain', go);
        response.on('close', go);
      });
    }
  }
  response.end(buffer);
}

/** The page Jetty shows for an unknown path. */
export const jettyNotFound = (path: string): Answer => ({
  status: 404,
  type: 'text/html;charset=iso-8859-1',
  text: `<html>\n<head>\n<title>Error 404 Not Found</title>\n</head>\n<body><h2>HTTP ERROR 404 Not Found</h2>\n<table>\n<tr><th>URI:</th><td>${path.replace(/[<>&"]/g, '')}</td></tr>\n<tr><th>STATUS:</th><td>404</td></tr>\n</table>\n</body>\n</html>\n`,
});
