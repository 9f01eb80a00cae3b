import { startMetricsServer, type MetricsServer } from './metrics-server.ts';

/** A node that answers metrics and, as far as `admin` knows the path, the admin API; shapes as recorded from 4.0.8. */
export interface FakeNode extends MetricsServer {
  /** Path to answer: a body, or a status. */
  admin: Map<string, unknown>;
}

export async function startFakeNode(): Promise<FakeNode> {
  const admin = new Map<string, unknown>();
  const node = Object.assign(await startMetricsServer(), { admin });
  const metrics = node.respond;
  node.respond = (request, response) => {
    const path = request.url ?? '';
    if (!path.startsWith('/admin')) return metrics(request, response);
    const answer = admin.get(path);
    if (answer === undefined)
      return response.writeHead(404, { 'content-type': 'application/json' }).end('{"reason":"not found"}');
    if (typeof answer === 'number') {
      return response.writeHead(answer, { 'content-type': 'application/json' }).end('{"reason":"no such luck"}');
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  return node;
}
