/** The composition root: builds the parts of the sidecar, starts them in order and stops them in reverse. */
import { readFile } from 'node:fs/promises';
import { Canonical } from './canonical/index.ts';
import type { Config } from './config/index.ts';
import { logsKind, runsKind } from './frames/index.ts';
import { registerApi } from './http/api.ts';
import { Authenticator } from './http/auth/authenticator.ts';
import { HostGuard } from './http/guard/host.ts';
import { RequestGuard } from './http/guard/request-guard.ts';
import { createHttpServer } from './http/server.ts';
import { controlService } from './http/dashboard/control-service.ts';
import { registerAnalysis } from './http/observatory/analysis.ts';
import { registerRecordingImport } from './http/observatory/analysis-import.ts';
import { registerAudit } from './http/observatory/audit.ts';
import { registerCapabilities } from './http/observatory/capabilities.ts';
import { registerControl } from './http/observatory/control.ts';
import { examine } from './doctor/doctor.ts';
import { registerDoctor } from './http/observatory/doctor.ts';
import { registerEvents } from './http/observatory/events.ts';
import { registerNodeVitals } from './http/observatory/node-vitals.ts';
import { registerRecovery } from './http/observatory/recovery.ts';
import { registerStream } from './http/observatory/stream.ts';
import { registerTopics } from './http/observatory/topics.ts';
import { registerTopology } from './http/observatory/topology.ts';
import { agentUpgradeRole, createAgents } from './main/agents.ts';
import { createAnalysis } from './main/analysis.ts';
import { apiContext } from './main/api-context.ts';
import { createControl } from './main/control.ts';
import { exposureEvent } from './main/exposure-event.ts';
import { frameKinds } from './main/frame-kinds.ts';
import { MemoryTrim } from './main/memory-trim.ts';
import { Reloader } from './main/reloader.ts';
import { applySender, createSender } from './main/remote-writer.ts';
import { registerScrapeMetrics } from './main/scrape-metrics.ts';
import { createRecovery } from './main/recovery.ts';
import { createRules } from './main/rules.ts';
import { createRuns } from './main/runs.ts';
import { apiSettings, authSettings, canonicalOptions, streamLimits } from './main/settings.ts';
import { Shutdown } from './main/shutdown.ts';
import { openStore } from './main/store.ts';
import { registerStreamMetrics } from './main/stream-metrics.ts';
import { ClusterBudgets } from './main/cluster-budgets.ts';
import { createTopics } from './main/topics.ts';
import { topicPlacement } from './main/topic-placement.ts';
import { recordingImport } from './main/recording-import.ts';
import { createTopology } from './main/topology.ts';
import { NodeTracker } from './nodes/node-tracker.ts';
import { RestartWatch } from './nodes/restart-watch.ts';
import { nodeVitals } from './nodes/vitals.ts';
import { SidecarMetrics } from './observe/metrics.ts';
import { createQuerySource } from './main/query-source.ts';
import { parseMetricSelector } from './promql/index.ts';
import { createScrapeManager } from './scrape/index.ts';
import { createStreamHub, mountStream } from './stream/index.ts';
import { systemClock, type Clock } from './util/clock.ts';
import { messageOf, ObservatoryError } from './util/errors.ts';
import { silentLogger, type Logger } from './util/logger.ts';

export interface SidecarOptions {
  /** Time of scrapes, samples, retention and streams. */
  clock?: Clock;
  logger?: Logger;
  version?: string;
  /** Reads the configuration again, for reloads. */
  loadConfig?: () => Promise<Config>;
  /** Flags that were given, for `/api/v1/status/flags`. */
  flags?: Readonly<Record<string, string>>;
  /** Folder of the built console. */
  consoleDirectory?: string;
  /** Called when somebody asked over HTTP to end the process. */
  quit?: () => void;
}

export interface Sidecar {
  readonly address: { host: string; port: number; url: string };
  /** @throws ObservatoryError with what is wrong; the old configuration stays. */
  reload(): Promise<void>;
  /** Stops in reverse order of the start; the write-ahead log is on disk when it resolves. */
  stop(): Promise<void>;
  /** Resolves when neither a scrape nor an evaluation of rules is under way: between the steps of a virtual clock. */
  settled(): Promise<void>;
}

/**
 * Starts a sidecar. What fails on the way stops what was started already.
 * @throws ObservatoryError, such as `OBS_HTTP_LISTEN` when the port is taken.
 */
export async function startSidecar(config: Config, options: SidecarOptions = {}): Promise<Sidecar> {
  const { clock = systemClock, logger = silentLogger, version = '0.0.0-dev' } = options;
  const shutdown = new Shutdown(logger);
  try {
    return await start(config, { ...options, clock, logger, version }, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

type Defaulted = SidecarOptions & Required<Pick<SidecarOptions, 'clock' | 'logger' | 'version'>>;

async function start(config: Config, options: Defaulted, shutdown: Shutdown): Promise<Sidecar> {
  const { clock, logger, version } = options;
  for (const warning of config.warnings) logger.warn({}, warning);
  const metrics = new SidecarMetrics(version);
  const secure = config.tls !== undefined;
  const tls = await readTls(config);

  const store = await openStore(config, { clock, logger, metrics });
  shutdown.add('the store', () => store.close());

  const queries = createQuerySource(config, {
    source: store.source,
    oldestChange: store.oldestChange,
    clock,
    version,
    metrics,
  });
  shutdown.add('queries', () => queries.close());
  const hub = createStreamHub({
    source: store.source,
    promql: queries.promql,
    directory: store.directory,
    onAppend: store.onAppend,
    parseSelector: parseMetricSelector,
    clock,
    limits: streamLimits(config),
    logger: logger.child({ part: 'stream' }),
  });
  registerStreamMetrics(metrics, hub);

  const agents = createAgents(config, { appender: store.appender, clock, logger, hub, metrics });

  const canonical = new Canonical({
    ...canonicalOptions(config, store.appender, clock),
    onExposureChange: (change) => events.publish(exposureEvent(change)),
  });
  const manager = createScrapeManager({
    appender: store.appender,
    targetAppender: () => canonical.targetAppender(),
    clock,
    logger: logger.child({ part: 'scrape' }),
    version,
  });
  registerScrapeMetrics(metrics, manager);

  const sender = createSender(config, { store, logger: logger.child({ part: 'remote' }), metrics, version });

  const rules = createRules(config, {
    appender: store.appender,
    queries,
    clock,
    logger: logger.child({ part: 'rules' }),
    metrics,
    version,
  });
  // Before anything starts: broken rule files are found while nothing has to be undone.
  const ruleFiles = await rules.read(config);

  const budgets = new ClusterBudgets(clock);
  const {
    topics,
    verdictEvents,
    view: topicsView,
  } = createTopics({
    appender: store.appender,
    clock,
    logger,
    version,
    budgets,
    metrics,
    publish: (event) => events.publish(event),
  });
  const { topology, layoutFile, events, onNode } = createTopology(config, {
    clock,
    logger,
    version,
    hub,
    budgets,
    placement: topicPlacement(() => topics),
  });
  const nodes = new NodeTracker({
    clock,
    targets: () => manager.targets().active,
    onChange: (id, node) => {
      if (node) hub.publish('nodes', node, id);
      else hub.forget('nodes', id);
      onNode(id, node);
    },
  });

  const listNodes = () => nodes.list().nodes;
  const vitals = { promql: queries.promql, nodes: listNodes, clockSkew: topology.clockSkew.bind(topology) };
  const doctor = {
    clock,
    source: queries.series,
    capabilities: () => canonical.capabilities(),
    nodes: listNodes,
    askAll: () => topology.askAll(),
  };
  const restarts = new RestartWatch({
    promql: queries.promql,
    nodes: listNodes,
    clock,
    logger,
    onRestart: (event) => events.publish(event),
  });

  const control = createControl(config, {
    clock,
    logger,
    version,
    hub,
    promql: queries.promql,
    topology,
    agents: agents.fleet,
  });
  agents.attach({
    graphs: () => control.control.graphs(),
    busyTargets: () =>
      control.control.engine.list().flatMap(({ endedMs, target }) => (endedMs === undefined ? target : [])),
  });
  const runs = createRuns(config, {
    clock,
    logger,
    version,
    hub,
    promql: queries.promql,
    target: store,
    nodes: listNodes,
    events,
    control: control.control,
    identity: control.identity,
    explain: (asked) => analysis.explain(asked),
  });

  const { recovery, applyConfig: configureRecovery } = createRecovery(config, {
    clock,
    logger,
    appender: store.appender,
    promql: queries.promql,
    hub,
    metrics,
    topology,
    nodes: listNodes,
    vitals: (atMs) => nodeVitals(vitals, atMs),
    fleet: agents.fleet,
    control: control.control,
    publish: (event) => events.publish(event),
  });
  // Before anything starts: it may refuse the configuration.
  configureRecovery(config);

  const authenticator = new Authenticator({ clock, logger, secure });
  const hosts = new HostGuard();
  let settings = apiSettings(config);
  const configureHttp = (current: Config): void => {
    authenticator.configure(authSettings(current));
    hosts.configure(current.listen.host, current.auth.allow_hosts);
    settings = apiSettings(current);
  };
  configureHttp(config);

  const reloader = new Reloader({
    config,
    load: options.loadConfig,
    apply: async (current) => {
      // First, because it may refuse the configuration.
      const files = await rules.read(current);
      configureRecovery(current);
      await manager.applyConfig(current);
      await applySender(sender, current);
      await rules.apply(files, current);
      await topology.applyConfig(current);
      await topics.applyConfig(current);
      await control.applyConfig(current);
      configureHttp(current);
    },
    clock,
    logger,
    onReload: (ok) => metrics.reloaded(ok),
  });

  let ready = false;
  const context = apiContext({
    options,
    metrics,
    authenticator,
    store,
    queries,
    manager,
    sender,
    topics,
    rules,
    nodes,
    reloader,
    ready: () => ready,
    settings: () => settings,
  });
  const analysis = createAnalysis(queries, topology, events);
  const streamEndpoint = mountStream(hub);
  const server = createHttpServer({
    guard: new RequestGuard(hosts, authenticator, secure),
    logger,
    metrics,
    tls,
    routes: (app) =>
      registerApi(app, context, {
        secure,
        consoleDirectory: options.consoleDirectory ?? 'console/dist',
        frameKinds: [
          logsKind(agents.logs),
          runsKind({ nowMs: () => clock.now(), runs: () => runs.runs.list().runs }),
          ...frameKinds({
            clock,
            topology,
            topics: topicsView,
            events,
            nodes: listNodes,
            vitals: (atMs) => nodeVitals(vitals, atMs),
            analysis,
          }),
        ],
        extend: (each, operations) => {
          registerTopics(operations, topicsView);
          registerTopology(operations, topology);
          registerEvents(operations, events);
          registerControl(operations, control.control, control.identity);
          registerAudit(operations, control.control);
          registerRecovery(operations, recovery, control.identity);
          registerAnalysis(operations, analysis);
          registerDoctor(operations, (documents) => examine(doctor, documents));
          registerNodeVitals(operations, (atMs) => nodeVitals(vitals, atMs ?? clock.now()));
          registerRecordingImport(each, operations, recordingImport(store, topology, config.storage.path));
          agents.register(each, operations, controlService(control.control, control.identity));
          runs.register(each, operations);
          registerCapabilities(operations, () => canonical.capabilities(), store.source);
          registerStream(each, operations, streamEndpoint);
        },
      }),
    upgradeRole: agentUpgradeRole,
    onUpgrade: (request, socket, head) => {
      if (!agents.handleUpgrade(request, socket, head)) streamEndpoint.handleUpgrade(request, socket, head);
    },
  });

  // Before anybody can ask: an enrolment must never meet a registry that is not read.
  agents.start();
  shutdown.add('agents', () => agents.stop());
  // Listening first: a taken port is found before any target is asked.
  const { address: host, port } = await server.start(config.listen.host, config.listen.port);
  shutdown.add('the HTTP server', () => server.stop());
  hub.start();
  shutdown.add('streams', () => hub.stop());
  await applySender(sender, config);
  shutdown.add('remote write', () => sender.stop());
  // Before whatever may have something to tell.
  await events.start();
  shutdown.add('events', () => events.stop());
  await manager.applyConfig(config);
  manager.start();
  shutdown.add('scrapes', () => manager.stop());
  await rules.apply(ruleFiles, config);
  rules.start();
  shutdown.add('rules', () => rules.stop());
  await topics.applyConfig(config);
  topics.start();
  shutdown.add('events of verdicts', () => verdictEvents.stop());
  shutdown.add('topics', () => topics.stop());
  await topology.applyConfig(config);
  await topology.readRecorded();
  await layoutFile.start();
  shutdown.add('the places on the map', () => layoutFile.stop());
  topology.start();
  shutdown.add('the topology', () => topology.stop());
  await control.applyConfig(config);
  // After the topology: what a crash left behind goes on with what is known.
  await control.control.start();
  shutdown.add('control', () => control.control.stop());
  await runs.runs.start();
  shutdown.add('runs', () => runs.runs.stop());
  nodes.start();
  shutdown.add('node states', () => nodes.stop());
  restarts.start();
  shutdown.add('restarts', () => restarts.stop());
  // After control and nodes: what a crash left behind goes on, and states are known.
  await recovery.start();
  shutdown.add('recovery', () => recovery.stop());
  const trim = new MemoryTrim({ series: () => store.view.stats().series + topics.knownCount });
  trim.start();
  shutdown.add('memory', () => trim.stop());
  ready = true;
  shutdown.add('readiness', () => void (ready = false));

  const url = `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  logger.info(
    { url, version, series: store.view.stats().series, jobs: config.scrape_configs.length + config.clusters.length },
    'the sidecar is ready',
  );
  return {
    address: { host, port, url },
    reload: () => reloader.reload(),
    stop: () => shutdown.run(),
    settled: async () => {
      await manager.settled();
      await rules.settled();
      await topology.settled();
      await topics.settled();
    },
  };
}

async function readTls({ tls, agents }: Config): Promise<{ key: Buffer; cert: Buffer; ca?: Buffer } | undefined> {
  if (!tls) return undefined;
  const read = async (key: string, file: string): Promise<Buffer> => {
    try {
      return await readFile(file);
    } catch (error) {
      const message = `a certificate of the HTTP server cannot be read: ${messageOf(error)}`;
      throw new ObservatoryError('OBS_TLS_FILE', message, { hint: `check ${key}`, cause: error });
    }
  };
  const { client_ca_file: clientCa } = agents;
  return {
    key: await read('tls.key_file', tls.key_file),
    cert: await read('tls.cert_file', tls.cert_file),
    ...(clientCa !== undefined && { ca: await read('agents.client_ca_file', clientCa) }),
  };
}
