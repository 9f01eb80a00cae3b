/** Overrides on the shipped configuration files for a small cluster on loopback (reference: pulsar-real.md §2). */
import { readFileSync, writeFileSync } from 'node:fs';

export const CLUSTER = 'real-1';
export const ZOOKEEPER_PORT = 2181;

const ZOOKEEPER = `127.0.0.1:${ZOOKEEPER_PORT}`;

export function zookeeperOverrides(dataDir: string): Record<string, string> {
  return {
    dataDir,
    clientPort: String(ZOOKEEPER_PORT),
    clientPortAddress: '127.0.0.1',
    'admin.serverAddress': '127.0.0.1',
    'admin.serverPort': '9990',
    'metricsProvider.httpHost': '127.0.0.1',
    'metricsProvider.httpPort': '8000',
  };
}

export function bookieOverrides(dataDir: string, port: number, httpPort: number): Record<string, string> {
  return {
    bookiePort: String(port),
    advertisedAddress: '127.0.0.1',
    listeningInterface: 'lo',
    allowLoopback: 'true',
    // No "/ledgers" on the end: it would be taken as a chroot.
    metadataServiceUri: `metadata-store:zk:${ZOOKEEPER}`,
    journalDirectory: `${dataDir}/journal`,
    ledgerDirectories: `${dataDir}/ledgers`,
    httpServerEnabled: 'true',
    httpServerPort: String(httpPort),
    httpServerHost: '127.0.0.1',
    prometheusStatsHttpAddress: '127.0.0.1',
    prometheusStatsHttpPort: String(httpPort),
    dbStorage_writeCacheMaxSizeMb: '32',
    dbStorage_readAheadCacheMaxSizeMb: '16',
    dbStorage_rocksDB_blockCacheSize: '16777216',
    numReadWorkerThreads: '2',
    numHighPriorityWorkerThreads: '2',
    numJournalCallbackThreads: '2',
    journalMaxSizeMB: '128',
    journalMaxBackups: '1',
    logSizeLimit: '67108864',
    gcWaitTime: '60000',
    minorCompactionInterval: '120',
    majorCompactionInterval: '600',
    // The disk of a shared machine may be fuller than a production node's; the cluster must stay writable.
    diskUsageThreshold: '0.99',
    diskUsageWarnThreshold: '0.98',
  };
}

export function brokerOverrides(port: number, webPort: number, functionsWorker: boolean): Record<string, string> {
  return {
    metadataStoreUrl: `zk:${ZOOKEEPER}`,
    configurationMetadataStoreUrl: `zk:${ZOOKEEPER}`,
    clusterName: CLUSTER,
    bindAddress: '127.0.0.1',
    advertisedAddress: '127.0.0.1',
    brokerServicePort: String(port),
    webServicePort: String(webPort),
    // The load of this harness speaks Pulsar's WebSocket API.
    webSocketServiceEnabled: 'true',
    managedLedgerDefaultEnsembleSize: '2',
    managedLedgerDefaultWriteQuorum: '2',
    managedLedgerDefaultAckQuorum: '1',
    managedLedgerCacheSizeMB: '32',
    managedLedgerMaxEntriesPerLedger: '20000',
    managedLedgerMinLedgerRolloverTimeMinutes: '1',
    numIOThreads: '2',
    numHttpServerThreads: '8',
    numOrderedExecutorThreads: '2',
    numCacheExecutorThreadPoolSize: '2',
    loadBalancerReportUpdateMaxIntervalMinutes: '1',
    functionsWorkerEnabled: String(functionsWorker),
  };
}

/** YAML lines that replace the shipped ones of the embedded function worker. */
export function functionWorkerYaml(dataDir: string): Record<string, string> {
  return {
    pulsarFunctionsCluster: CLUSTER,
    configurationMetadataStoreUrl: `zk:${ZOOKEEPER}`,
    configurationStoreServers: ZOOKEEPER,
    authenticateMetricsEndpoint: 'false',
    downloadDirectory: `${dataDir}/function-downloads`,
    functionRuntimeFactoryClassName: 'org.apache.pulsar.functions.runtime.thread.ThreadRuntimeFactory',
    functionRuntimeFactoryConfigs: '\n  threadGroupName: "Thread Function Container Group"',
  };
}

/** Writes `target` = `source` with keys replaced (or appended); `separator` is "=" for .conf and ": " for .yml. */
export function writeConf(
  source: string,
  target: string,
  overrides: Record<string, string>,
  separator: '=' | ': ',
): void {
  const rest = new Map(Object.entries(overrides));
  const lines = readFileSync(source, 'utf8').split('\n');
  const kept: string[] = [];
  let dropNested = false;
  for (const line of lines) {
    if (dropNested && /^\s+\S/.test(line)) continue;
    dropNested = false;
    const key = /^([A-Za-z_.0-9]+)\s*[=:]/.exec(line)?.[1];
    if (key !== undefined && key in overrides) {
      dropNested = separator === ': ';
      continue;
    }
    kept.push(line);
  }
  for (const [key, value] of rest) kept.push(`${key}${separator}${value}`);
  writeFileSync(target, `${kept.join('\n')}\n`);
}
