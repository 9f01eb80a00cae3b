/** The processes of the small real cluster: commands, environments, how one tells that they are ready. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  bookieOverrides,
  brokerOverrides,
  CLUSTER,
  functionWorkerYaml,
  writeConf,
  zookeeperOverrides,
} from './conf.ts';
import type { Distribution } from './distribution.ts';

/** In the order of starting. */
export const NODE_NAMES = ['zookeeper', 'bookie-1', 'bookie-2', 'broker-1', 'broker-2'] as const;
export type NodeName = (typeof NODE_NAMES)[number];

export interface NodeSpec {
  /** Program and arguments; the script execs java, so the process is the JVM itself. */
  command: [string, ...string[]];
  cwd: string;
  /** What is added to the environment. */
  env: Record<string, string>;
  readyUrl: string;
  ready: (status: number, body: string) => boolean;
  /** Topology id; ZooKeeper is none of its nodes. */
  node: string | undefined;
}

/** Starts, ends and finds the processes: as children of this one, or through agents. */
export interface NodeProcesses {
  /** @throws Error when it does not run afterwards */
  start(node: NodeName): Promise<void>;
  /** SIGKILL, as a crash; it stays down. */
  kill(node: NodeName): Promise<void>;
  pid(node: NodeName): Promise<number | undefined>;
  /** Ends all, in reverse order, whatever state they are in. */
  stopAll(): Promise<void>;
}

/** What a Pulsar tool needs beside `extra`: a JVM, small pools, a folder of its own for logs. */
export function javaEnvironment(
  { javaHome }: Distribution,
  dir: string,
  name: string,
  extra: Record<string, string>,
): Record<string, string> {
  const logs = path.join(dir, 'logs', name);
  mkdirSync(logs, { recursive: true });
  return {
    JAVA_HOME: javaHome,
    // ZGC with AlwaysPreTouch, the default, would make the resident size the whole heap.
    PULSAR_GC: '-XX:+UseG1GC -XX:ParallelGCThreads=2 -XX:ConcGCThreads=1 -XX:CICompilerCount=2',
    PULSAR_GC_LOG: `-Xlog:gc*:file=${logs}/gc.log:time,uptime,tags:filecount=2,filesize=5M`,
    PULSAR_EXTRA_OPTS: '-Dio.netty.recycler.maxCapacityPerThread=4096',
    MALLOC_ARENA_MAX: '2',
    PULSAR_LOG_DIR: logs,
    ...extra,
  };
}

/** Writes the node's configuration and says how it is run. @param dir folder of this run of the cluster */
export function nodeSpec(node: NodeName, distribution: Distribution, dir: string): NodeSpec {
  const shipped = path.join(distribution.home, 'conf');
  const conf = (name: string) => path.join(dir, 'conf', name);
  const data = path.join(dir, 'data', node);
  mkdirSync(path.join(dir, 'conf'), { recursive: true });
  mkdirSync(data, { recursive: true });
  const spec = (args: string[], env: Record<string, string>): Pick<NodeSpec, 'command' | 'cwd' | 'env'> => ({
    command: [path.join(distribution.home, 'bin/pulsar'), ...args],
    cwd: distribution.home,
    env: javaEnvironment(distribution, dir, node, env),
  });
  const index = Number(node.slice(-1));
  switch (node) {
    case 'zookeeper':
      writeConf(`${shipped}/zookeeper.conf`, conf('zookeeper.conf'), zookeeperOverrides(data), '=');
      return {
        ...spec(['zookeeper'], {
          PULSAR_ZK_CONF: conf('zookeeper.conf'),
          PULSAR_MEM: '-Xms96m -Xmx128m -XX:MaxDirectMemorySize=32m',
        }),
        readyUrl: 'http://127.0.0.1:9990/commands/ruok',
        ready: (status) => status === 200,
        node: undefined,
      };
    case 'bookie-1':
    case 'bookie-2':
      writeConf(
        `${shipped}/bookkeeper.conf`,
        conf(`${node}.conf`),
        bookieOverrides(data, 3180 + index, 8000 + index),
        '=',
      );
      return {
        ...spec(['bookie'], {
          PULSAR_BOOKKEEPER_CONF: conf(`${node}.conf`),
          BOOKIE_MEM: '-Xms192m -Xmx256m -XX:MaxDirectMemorySize=192m',
        }),
        readyUrl: `http://127.0.0.1:${8000 + index}/heartbeat`,
        ready: (_status, body) => body.trim() === 'OK',
        node: `${CLUSTER}/bookie/127.0.0.1:${3180 + index}`,
      };
    case 'broker-1':
    case 'broker-2': {
      const worker = index === 1;
      const overrides = brokerOverrides(6649 + index, 8079 + index, worker);
      writeConf(`${shipped}/broker.conf`, conf(`${node}.conf`), overrides, '=');
      if (worker)
        writeConf(`${shipped}/functions_worker.yml`, conf('functions_worker.yml'), functionWorkerYaml(data), ': ');
      return {
        ...spec(worker ? ['broker', '--functions-worker-conf', conf('functions_worker.yml')] : ['broker'], {
          PULSAR_BROKER_CONF: conf(`${node}.conf`),
          PULSAR_MEM: '-Xms256m -Xmx384m -XX:MaxDirectMemorySize=256m',
        }),
        readyUrl: `http://127.0.0.1:${8079 + index}/admin/v2/brokers/health`,
        ready: (_status, body) => body.trim() === 'ok',
        node: `${CLUSTER}/broker/127.0.0.1:${8079 + index}`,
      };
    }
  }
}
