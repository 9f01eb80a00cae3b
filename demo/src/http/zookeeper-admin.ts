import type { MetadataServer, World } from '../model/world.ts';
import { ok, route, type Route, type RouteContext } from './router.ts';

export interface MetadataContext extends RouteContext {
  server: MetadataServer;
}

const command = (name: string, more: Record<string, unknown> = {}) => ({ command: name, error: null, ...more });

const sessions = (world: World): number =>
  world.brokers.filter((b) => b.registered).length + world.bookies.filter((b) => b.registered).length;

/** ZooKeeper's admin server; in the demo it answers on the same port as /metrics. */
export const metadataRoutes: Route<MetadataContext>[] = [
  route('GET', '/commands/ruok', () => ok(command('ruok'))),
  route('GET', '/commands/leader', ({ world, server }) =>
    ok(
      command('leader', {
        is_leader: server.index === 0,
        leader_id: 1,
        leader_ip: '127.0.0.1',
        standalone: world.metadata.length === 1,
      }),
    ),
  ),
  route('GET', '/commands/monitor', ({ world, server }) =>
    ok(
      command('monitor', {
        version: '3.9.4',
        server_state: world.metadata.length === 1 ? 'standalone' : server.index === 0 ? 'leader' : 'follower',
        uptime: world.nowMs - server.startedMs,
        global_sessions: sessions(world),
        outstanding_requests: 0,
        packets_received: Math.floor(server.requests),
        znode_count: 200 + world.topics.count * 3 + world.ledgerTopic.size,
      }),
    ),
  ),
  route('GET', '/commands/stats', ({ world, server }) =>
    ok(
      command('stats', {
        version: '3.9.4',
        read_only: false,
        server_stats: {
          packets_sent: Math.floor(server.requests * 1.98),
          packets_received: Math.floor(server.requests),
          num_alive_client_connections: sessions(world),
        },
        node_count: 200 + world.topics.count * 3 + world.ledgerTopic.size,
      }),
    ),
  ),
  route('GET', '/commands/connections', () => ok(command('connections', { connections: [], secure_connections: [] }))),
];
