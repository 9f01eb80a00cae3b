import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { demoAdvanceSchema, demoSpeedSchema } from '@observatory/protocol/demo';
import type { DemoCluster } from '../cluster.ts';
import { catalogue } from '../faults/catalogue/index.ts';
import { FaultError } from '../faults/engine.ts';
import { parseJson, readBody, respond } from './respond.ts';
import { dispatch, ok, reason, route, type Answer, type Route, type RouteContext } from './router.ts';

const HOST = '127.0.0.1';

interface ControlContext extends RouteContext {
  cluster: DemoCluster;
  /** Work that must finish before the answer is sent. */
  later: Promise<void>[];
}

const time = (cluster: DemoCluster) => ({
  nowMs: cluster.nowMs,
  now: new Date(cluster.nowMs).toISOString(),
  speed: cluster.pace.speed(),
});

function state(cluster: DemoCluster): unknown {
  const { world } = cluster;
  const nodes = cluster.nodes();
  return {
    ...time(cluster),
    cluster: world.cluster,
    seed: world.seed,
    tick: world.tick,
    size: world.size,
    nodes: { total: nodes.length, up: nodes.filter((n) => n.up).length },
    leader: world.brokers[world.leader].name,
    subscriptions: world.subs.count,
    underReplicatedLedgers: world.underReplicated.size,
    faults: cluster.faults.list(),
  };
}

/** Targets in Prometheus' http_sd form, one group a kind. */
function targets(cluster: DemoCluster): unknown {
  const groups = new Map<string, string[]>();
  for (const node of cluster.nodes())
    groups.set(node.kind, [...(groups.get(node.kind) ?? []), node.url.slice('http://'.length)]);
  return [...groups].map(([kind, list]) => ({ targets: list, labels: { job: kind, cluster: cluster.world.cluster } }));
}

const bad = (error: { issues: { path: PropertyKey[]; message: string }[] }): Answer =>
  reason(400, `${error.issues[0].path.join('.') || 'body'}: ${error.issues[0].message}`);

const routes: Route<ControlContext>[] = [
  route('GET', '/', () =>
    ok({
      read: ['/state', '/time', '/nodes', '/targets', '/faults', '/faults/kinds', '/events', '/ground-truth'],
      change: [
        'POST /faults',
        'DELETE /faults',
        'DELETE /faults/{id}',
        'POST /speed',
        'POST /pause',
        'POST /resume',
        'POST /advance',
      ],
    }),
  ),
  route('GET', '/state', ({ cluster }) => ok(state(cluster))),
  route('GET', '/time', ({ cluster }) => ok(time(cluster))),
  route('GET', '/nodes', ({ cluster }) => ok(cluster.nodes())),
  route('GET', '/targets', ({ cluster }) => ok(targets(cluster))),
  route('GET', '/events', ({ cluster }) => ok(cluster.world.events)),
  route('GET', '/ground-truth', ({ cluster }) => ok(cluster.groundTruth())),
  route('GET', '/faults', ({ cluster }) => ok(cluster.faults.list())),
  route('GET', '/faults/kinds', () =>
    ok(
      Object.values(catalogue).map(({ kind, summary, targets: on, scales, durationMs }) => ({
        kind,
        summary,
        targets: on,
        scales,
        durationMs,
      })),
    ),
  ),
  route('POST', '/faults', ({ cluster, body }) => {
    try {
      return { status: 201, json: cluster.inject(body as Parameters<DemoCluster['inject']>[0]) };
    } catch (error) {
      if (error instanceof FaultError) return reason(400, error.message);
      throw error;
    }
  }),
  route('DELETE', '/faults', ({ cluster }) => {
    cluster.faults.clear();
    return { status: 204 };
  }),
  route('DELETE', '/faults/:id', ({ cluster, params }) =>
    cluster.faults.clear(params[0]) ? { status: 204 } : reason(404, `no fault ${params[0]} waits or is active`),
  ),
  route('POST', '/speed', ({ cluster, body }) => {
    const parsed = demoSpeedSchema.safeParse(body);
    if (!parsed.success) return bad(parsed.error);
    cluster.pace.setSpeed(parsed.data.speed);
    return ok(time(cluster));
  }),
  route('POST', '/pause', ({ cluster }) => {
    cluster.pace.setSpeed(0);
    return ok(time(cluster));
  }),
  route('POST', '/resume', ({ cluster }) => {
    cluster.pace.setSpeed(1);
    return ok(time(cluster));
  }),
  route('POST', '/advance', ({ cluster, body, later }) => {
    const parsed = demoAdvanceSchema.safeParse(body);
    if (!parsed.success) return bad(parsed.error);
    const target = 'toMs' in parsed.data ? parsed.data.toMs : cluster.nowMs + parsed.data.byMs;
    later.push(cluster.advanceTo(target));
    return ok({ toMs: target });
  }),
];

/** Only pages of this machine may ask, and only by its own names: a web page elsewhere must not inject faults. */
function foreign(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return (
    !['127.0.0.1', 'localhost', '[::1]'].includes(host) ||
    (request.method !== 'GET' && request.headers.origin !== undefined)
  );
}

/** The control port: loopback only. State, time, speed, faults and the ground truth. */
export class ControlServer {
  private readonly server: Server;

  constructor(cluster: DemoCluster) {
    this.server = createServer((request, response) => {
      void answer(cluster, request, response);
    });
  }

  /** Resolves to the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, HOST, () => {
        this.server.removeListener('error', reject);
        const address = this.server.address();
        resolve(address !== null && typeof address === 'object' ? address.port : port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

async function answer(cluster: DemoCluster, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (foreign(request)) return await respond(response, reason(403, 'the control port answers only to this machine'));
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const rawBody = request.method === 'GET' ? '' : await readBody(request);
    await cluster.settle();
    const later: Promise<void>[] = [];
    const context = {
      world: cluster.world,
      cluster,
      later,
      query: url.searchParams,
      body: parseJson(rawBody),
      rawBody,
      headers: request.headers,
    };
    const result =
      dispatch(routes, request.method ?? 'GET', url.pathname, context) ??
      reason(404, `no ${url.pathname}; GET / lists what there is`);
    await Promise.all(later);
    await respond(response, later.length > 0 && result.status === 200 ? ok(time(cluster)) : result);
  } catch (error) {
    if (response.headersSent) return void request.socket.destroy();
    await respond(response, reason(500, error instanceof Error ? error.message : String(error)));
  }
}
