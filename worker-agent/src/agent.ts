import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommandJournal } from './commands/command-journal.ts';
import { CommandRunner } from './commands/command-runner.ts';
import type { AgentConfig } from './config.ts';
import { enrol } from './link/enrol.ts';
import { Identity } from './link/identity.ts';
import { SidecarLink } from './link/sidecar-link.ts';
import { Spool } from './link/spool.ts';
import { LogSources } from './logs/log-sources.ts';
import { HostSampler, topProcesses } from './report/host-sampler.ts';
import { Reporter } from './report/reporter.ts';
import { DockerManager } from './services/docker-manager.ts';
import { KubernetesManager } from './services/kubernetes-manager.ts';
import { Services } from './services/services.ts';
import { SupervisedManager } from './services/supervised-manager.ts';
import { SystemdManager } from './services/systemd-manager.ts';
import { AgentError, messageOf } from './util/agent-error.ts';
import type { Logger } from './util/logger.ts';

export interface AgentOptions {
  logger: Logger;
  version?: string;
  /** Shorter in tests. */
  retryMs?: { first: number; most: number };
  backoffMs?: { first: number; most: number };
  sampleMs?: number;
  pollServicesMs?: number;
}

export interface Agent {
  readonly link: SidecarLink;
  readonly reporter: Reporter;
  readonly spool: Spool;
  /** Ends the agent; supervised processes go on and are taken over by the next. */
  stop(): Promise<void>;
}

/**
 * Starts the agent: its supervised services first, which need no sidecar, then logs, reports and the link.
 * @throws AgentError `OBS_AGENT_ENROL` when it is not enrolled and has no token, or the sidecar does not take it.
 */
export async function startAgent(config: AgentConfig, options: AgentOptions): Promise<Agent> {
  const { logger, version = '0.0.0-dev' } = options;
  const identity = Identity.load(config.agent, config.data) ?? (await enrolled(config));
  const spool = new Spool({ directory: path.join(config.data, 'spool'), maxBytes: config.buffer_megabytes << 20 });
  const supervised = new SupervisedManager(
    new Map(
      config.supervised.map((each) => [
        each.name,
        {
          command: each.command,
          env: each.env,
          autostart: each.autostart,
          stopSignal: each.stop_signal,
          stopTimeoutSeconds: each.stop_timeout_seconds,
          ...(each.cwd !== undefined && { cwd: each.cwd }),
        },
      ]),
    ),
    {
      agent: config.agent,
      dataDirectory: config.data,
      logger,
      onChange: () => services.changed(),
      ...(options.backoffMs && { backoffMs: options.backoffMs }),
    },
  );
  const services: Services = new Services({
    managers: [supervised, ...otherManagers(config)],
    nodes: nodesOf(config),
    onChange: (list) => record(() => link.record({ kind: 'services', services: list })),
    ...(options.pollServicesMs !== undefined && { pollMs: options.pollServicesMs }),
  });
  const runner = new CommandRunner({
    services,
    journal: new CommandJournal(path.join(config.data, 'commands.jsonl')),
    logger,
    commands: new Map(
      config.commands.map(({ name, command, max_args, timeout_seconds, cwd }) => [
        name,
        { command, maxArgs: max_args, timeoutSeconds: timeout_seconds, ...(cwd !== undefined && { cwd }) },
      ]),
    ),
  });
  const sampler = new HostSampler();
  const reporter: Reporter = new Reporter({
    sample: () => sampler.sample(),
    processes: topProcesses,
    withServices: (use) => services.withList(use),
    send: (report) => link.record({ kind: 'report', report }),
    droppedLines: () => spool.droppedLines,
    logger,
    ...(options.sampleMs !== undefined && { sampleMs: options.sampleMs }),
  });
  const link: SidecarLink = new SidecarLink({
    url: config.url,
    tls: config.tls,
    identity,
    spool,
    version,
    cluster: config.cluster,
    commands: config.commands.map(({ name }) => name),
    logger,
    ...(options.retryMs && { retryMs: options.retryMs }),
    onOpen: () => services.announce(),
    onMessage: (message) => void handle(message),
  });
  const logs = new LogSources({
    config,
    places: spool.places,
    logger,
    send: (lines, places) => link.record({ kind: 'logs', lines }, places),
  });

  async function handle(
    message: Parameters<ConstructorParameters<typeof SidecarLink>[0]['onMessage']>[0],
  ): Promise<void> {
    switch (message.type) {
      case 'command':
        return link.send({ type: 'result', id: message.id, result: await runner.run(message) });
      case 'exec':
        return link.send({ type: 'result', id: message.id, result: await runner.exec(message) });
      case 'reporter':
        return link.send({ type: 'statistics', id: message.id, statistics: await reporter.command(message.request) });
      case 'suggest':
        return reporter.suggest(message.intervalSeconds);
    }
  }

  /** A full disk must not end the agent: the next state tells what this one would have. */
  function record(work: () => void): void {
    try {
      work();
    } catch (error) {
      logger.error({ error: messageOf(error) }, 'the buffer cannot be written');
    }
  }

  link.start();
  services.start();
  logs.start();
  reporter.start();
  return {
    link,
    reporter,
    spool,
    async stop() {
      reporter.stop();
      services.stop();
      await logs.stop();
      supervised.close();
      link.stop();
      spool.close();
    },
  };
}

async function enrolled({ url, agent, data, tls, token_file }: AgentConfig): Promise<Identity> {
  if (token_file === undefined)
    throw new AgentError('OBS_AGENT_ENROL', `the agent ${agent} is not enrolled and has no token`, {
      hint: 'set token_file to a file with a one-time token from POST /api/observatory/v1/admin/agents/tokens',
    });
  let token: string;
  try {
    token = readFileSync(token_file, 'utf8').trim();
  } catch (error) {
    throw new AgentError('OBS_AGENT_ENROL', `the token in ${token_file} cannot be read`, { cause: error });
  }
  return enrol({ url, agent, dataDirectory: data, token, tls });
}

function otherManagers({ systemd, docker, kubernetes }: AgentConfig) {
  return [
    new SystemdManager(new Map(systemd.services.map(({ name, unit, actions }) => [name, { unit, actions }])), systemd),
    new DockerManager(
      new Map(
        docker.services.map(({ name, container, actions, stop_timeout_seconds }) => [
          name,
          { container, actions, stopTimeoutSeconds: stop_timeout_seconds },
        ]),
      ),
      { socketPath: docker.socket },
    ),
    new KubernetesManager(
      new Map(
        kubernetes.services.map(({ name, namespace, kind, workload, replicas, actions }) => [
          name,
          { namespace, kind, name: workload, replicas, actions },
        ]),
      ),
      { url: kubernetes.url, tokenFile: kubernetes.token_file, caFile: kubernetes.ca_file },
    ),
  ];
}

function nodesOf({ supervised, systemd, docker, kubernetes }: AgentConfig): ReadonlyMap<string, string> {
  const all = [supervised, systemd.services, docker.services, kubernetes.services].flat();
  return new Map(all.flatMap(({ name, node }): [string, string][] => (node === undefined ? [] : [[name, node]])));
}
