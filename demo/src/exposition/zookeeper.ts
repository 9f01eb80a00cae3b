import type { MetadataServer, World } from '../model/world.ts';
import { Body } from './body.ts';
import { addRow, comment, type Bindings } from './compile.ts';
import { jvmBindings } from './jvm.ts';
import { parseTemplate } from './template.ts';
import { zookeeperTemplate } from './templates/zookeeper.gen.ts';

const rows = parseTemplate(zookeeperTemplate);

function bindings(world: World, server: MetadataServer): Bindings {
  const sessions = () =>
    world.brokers.filter((b) => b.registered).length + world.bookies.filter((b) => b.registered).length;
  return {
    ...jvmBindings(server.jvm, server),
    znode_count: () => () => 200 + world.topics.count * 3 + world.ledgerTopic.size,
    ephemerals_count: () => () => sessions() * 3 + world.bundles.filter((b) => b.owner >= 0).length,
    global_sessions: () => sessions,
    num_alive_connections: () => () => Math.ceil(sessions() / world.metadata.length),
    packets_received: () => () => Math.floor(server.requests),
    packets_sent: () => () => Math.floor(server.requests * 1.98),
    bytes_received_count_total: () => () => Math.floor(server.requests * 51),
    response_bytes_total: () => () => Math.floor(server.requests * 164),
    uptime: () => () => world.nowMs - server.startedMs,
    approximate_data_size: () => () => 30_000 + (world.topics.count + world.ledgerTopic.size) * 180,
  };
}

/** Compiles a ZooKeeper server's body: trailing commas, HELP lines, `_created` as families of their own. */
export function compileMetadataServer(world: World, server: MetadataServer): Body {
  const body = new Body();
  const values = {};
  const place = { values, bindings: bindings(world, server), entity: 0 };
  for (const row of rows) {
    if (row.kind === 'sample')
      addRow(body, row, place, server.startedMs, () => (world.nowMs - server.startedMs) / 1000);
    else if (row.kind !== 'instances') body.text(comment(row, values));
  }
  return body;
}
