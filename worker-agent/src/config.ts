import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { agentName, SERVICE_ACTIONS, serviceAction, serviceName } from '@observatory/protocol/agents';
import { parse } from 'yaml';
import * as z from 'zod';
import { AgentError, messageOf } from './util/agent-error.ts';

const actions = z.array(serviceAction).default([...SERVICE_ACTIONS]);
/** First of an argument list: what is run. Never taken for an option. */
const argv = z
  .array(z.string().refine((each) => !each.includes('\0'), 'holds a zero byte'))
  .min(1)
  .refine(([program]) => program !== '' && !program.startsWith('-'), 'the program cannot begin with "-"');
const seconds = (initial: number, most: number) => z.number().int().min(1).max(most).default(initial);
/** What stands in an address or after a program: nothing that could be taken for an option or another path. */
const plainName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.@:\\-]{0,250}$/, 'expected a plain name, no path and no option');
/** Topology id of the node that the service is. */
const node = z.string().max(500).optional();

const supervised = z.strictObject({
  name: serviceName,
  command: argv,
  cwd: z.string().optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
  autostart: z.boolean().default(true),
  stop_signal: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP']).default('SIGTERM'),
  stop_timeout_seconds: seconds(60, 3600),
  /** Send what it writes to the sidecar. */
  logs: z.boolean().default(true),
  node,
});
const systemd = z.strictObject({ name: serviceName, unit: plainName, actions, node });
const docker = z.strictObject({
  name: serviceName,
  container: plainName,
  actions,
  stop_timeout_seconds: seconds(120, 3600),
  node,
});
const kubernetes = z.strictObject({
  name: serviceName,
  namespace: plainName,
  kind: z.enum(['deployment', 'statefulset', 'pod']),
  workload: plainName,
  replicas: z.number().int().min(1).max(1000).default(1),
  actions,
  node,
});

const schema = z.strictObject({
  agent: agentName.default(() =>
    os
      .hostname()
      .replaceAll(/[^A-Za-z0-9._-]/g, '-')
      .slice(0, 63),
  ),
  cluster: z.string().max(200).default(''),
  /** Of the sidecar; https away from this host. */
  url: z.url({ protocol: /^https?$/ }),
  data: z.string().default('agent-data'),
  /** One-time token of the enrolment; may be removed afterwards. */
  token_file: z.string().optional(),
  tls: z
    .strictObject({ ca_file: z.string().optional(), cert_file: z.string().optional(), key_file: z.string().optional() })
    .default({}),
  log_level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  buffer_megabytes: z.number().int().min(1).max(10_240).default(64),
  supervised: z.array(supervised).default([]),
  systemd: z
    .strictObject({
      user: z.boolean().default(false),
      program: z.string().default('systemctl'),
      services: z.array(systemd).default([]),
    })
    .prefault({}),
  docker: z
    .strictObject({ socket: z.string().default('/var/run/docker.sock'), services: z.array(docker).default([]) })
    .prefault({}),
  kubernetes: z
    .strictObject({
      url: z.url().optional(),
      token_file: z.string().optional(),
      ca_file: z.string().optional(),
      services: z.array(kubernetes).default([]),
    })
    .prefault({}),
  /** Programs that recovery actions may name. */
  commands: z
    .array(
      z.strictObject({
        name: serviceName,
        command: argv,
        cwd: z.string().optional(),
        max_args: z.number().int().min(0).max(50).default(2),
        timeout_seconds: seconds(60, 3600),
      }),
    )
    .default([]),
  logs: z
    .strictObject({
      files: z
        .array(
          z.strictObject({
            path: z.string(),
            source: z.string().max(256).optional(),
            from_start: z.boolean().default(false),
          }),
        )
        .default([]),
      journald: z.strictObject({ units: z.array(plainName).min(1) }).optional(),
    })
    .prefault({}),
});

export type AgentConfig = z.output<typeof schema>;

/** The configuration of a file. Relative paths are relative to it. @throws AgentError `OBS_AGENT_CONFIG` naming the key. */
export function loadAgentConfig(file: string): AgentConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AgentError('OBS_AGENT_CONFIG', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return parseAgentConfig(text, path.dirname(path.resolve(file)), file);
}

/** @throws as `loadAgentConfig`. */
export function parseAgentConfig(text: string, baseDirectory: string, file = 'agent.yaml'): AgentConfig {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new AgentError('OBS_AGENT_CONFIG', `${file} is no YAML: ${messageOf(error)}`, { cause: error });
  }
  const result = schema.safeParse(raw ?? {});
  if (!result.success) {
    const problems = result.error.issues.map(({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`);
    throw new AgentError('OBS_AGENT_CONFIG', `${file}: ${problems.join('; ')}`, {
      hint: 'docs/guide/agents.md lists the keys',
    });
  }
  const config = result.data;
  const resolve = (each: string) => path.resolve(baseDirectory, each);
  const names = [config.supervised, config.systemd.services, config.docker.services, config.kubernetes.services]
    .flat()
    .map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new AgentError('OBS_AGENT_CONFIG', `${file}: two services are named ${twice}`, {
      hint: 'a command names a service by its name alone',
    });
  const { hostname, protocol } = new URL(config.url);
  if (protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
    throw new AgentError('OBS_AGENT_CONFIG', `${file}: url: ${config.url} is not encrypted`, {
      hint: 'use https for a sidecar on another host; observatory pki makes the certificates',
    });
  const { ca_file, cert_file, key_file } = config.tls;
  return {
    ...config,
    data: resolve(config.data),
    ...(config.token_file && { token_file: resolve(config.token_file) }),
    tls: {
      ...(ca_file && { ca_file: resolve(ca_file) }),
      ...(cert_file && { cert_file: resolve(cert_file) }),
      ...(key_file && { key_file: resolve(key_file) }),
    },
    logs: { ...config.logs, files: config.logs.files.map((each) => ({ ...each, path: resolve(each.path) })) },
  };
}
