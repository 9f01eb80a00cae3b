/**
 * Grafana's side of the protocol, for tests: starts a plugin as Grafana does (variables, no arguments), reads the handshake
 * line, and calls its services over the same socket with messages of the same form. What a plugin writes to standard error
 * is collected as log lines.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type {
  WireHealthResponse,
  WireQueryRequest,
  WireQueryResponse,
  WireResourceRequest,
  WireResourceResponse,
  WireStreamRequest,
  WireStreamResponse,
} from '../wire/messages.ts';
import { CONTROLLER, DATA, DIAGNOSTICS, HEALTH, RESOURCE, STREAM, type Method } from '../wire/services.ts';

export interface StartOptions {
  command: string;
  args?: readonly string[];
  /** Variables beside the handshake's; the test's own environment is not handed down, except PATH. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export interface CallOptions {
  /** Aborting cancels the call, as Grafana does when the browser goes away. */
  signal?: AbortSignal;
  /** gRPC metadata, such as `traceparent`. */
  metadata?: Readonly<Record<string, string>>;
}

export interface LogLine {
  '@level': string;
  '@message': string;
  [key: string]: unknown;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface PluginHost {
  readonly pid: number;
  /** The first line of standard output, and what came after it (nothing, if all is well). */
  readonly handshake: string;
  readonly stdout: readonly string[];
  readonly network: string;
  readonly address: string;
  readonly stderr: readonly string[];
  logs(): LogLine[];
  queryData(request: Partial<WireQueryRequest>, options?: CallOptions): Promise<WireQueryResponse>;
  /** The parts of an answer as they arrive. */
  callResource(request: Partial<WireResourceRequest>, options?: CallOptions): AsyncIterable<WireResourceResponse>;
  checkHealth(
    request: { pluginContext?: WireQueryRequest['pluginContext'] },
    options?: CallOptions,
  ): Promise<WireHealthResponse>;
  /** Prometheus text. */
  collectMetrics(): Promise<string>;
  subscribeStream(request: Partial<WireStreamRequest>, options?: CallOptions): Promise<WireStreamResponse>;
  publishStream(request: Partial<WireStreamRequest>, options?: CallOptions): Promise<WireStreamResponse>;
  /** Packets of a stream, each one JSON document. Leaving the loop cancels the call. */
  runStream(request: Partial<WireStreamRequest>, options?: CallOptions): AsyncIterable<unknown>;
  /** gRPC's health check, 1 when serving. */
  grpcHealth(service?: string): Promise<number>;
  shutdown(): Promise<void>;
  kill(signal?: NodeJS.Signals): void;
  readonly exited: Promise<Exit>;
  /** Closes the connection and kills the process if it is still there. */
  close(): Promise<void>;
}

/** The plugin ended, or wrote something else, before its handshake line. */
export class PluginStartError extends Error {
  readonly exit: Exit | undefined;
  readonly stderr: string;

  constructor(message: string, exit: Exit | undefined, stderr: string) {
    super(`${message}${stderr ? `; it wrote: ${stderr}` : ''}`);
    this.name = 'PluginStartError';
    this.exit = exit;
    this.stderr = stderr;
  }
}

/** The variables that Grafana gives every plugin. */
export const GRAFANA_ENV = {
  grafana_plugin_type: 'datasource',
  PLUGIN_MIN_PORT: '10000',
  PLUGIN_MAX_PORT: '25000',
  PLUGIN_PROTOCOL_VERSIONS: '2',
  GF_VERSION: '12.3.0',
} as const;

/** Starts a plugin and connects to it. Rejects with a PluginStartError. */
export async function startPlugin({ command, args = [], env = {}, cwd }: StartOptions): Promise<PluginHost> {
  // Killed plugins leave their sockets behind: in a folder that goes with the host.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plugin-host-'));
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: folder, ...GRAFANA_ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  void exited.then(() => rmSync(folder, { recursive: true, force: true }));
  const stdout: string[] = [];
  const stderr: string[] = [];
  const lines = createInterface({ input: child.stdout });
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));

  const handshake = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', (error) => reject(new PluginStartError(error.message, undefined, '')));
    // `close`, not `exit`: by then standard error has been read to its end.
    child.once('close', (code, signal) =>
      reject(new PluginStartError(`the plugin ended with ${code ?? signal}`, { code, signal }, stderr.join('\n'))),
    );
  });
  lines.on('line', (line) => stdout.push(line));
  const [core, protocol, network, address, transport] = handshake.split('|');
  if (core !== '1' || protocol !== '2' || transport !== 'grpc') {
    child.kill('SIGKILL');
    throw new PluginStartError(`"${handshake}" is no handshake`, undefined, stderr.join('\n'));
  }
  const client = new Client(network === 'unix' ? `unix:${address}` : address, credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    // Two hosts in one test must not share a connection.
    'grpc.use_local_subchannel_pool': 1,
  });
  return hostOf(child, client, exited, { handshake, stdout, network, address, stderr });
}

function hostOf(
  child: ChildProcess,
  client: Client,
  exited: Promise<Exit>,
  seen: Pick<PluginHost, 'handshake' | 'stdout' | 'network' | 'address' | 'stderr'>,
): PluginHost {
  const unary = <Request, Response>(
    { path, requestSerialize, responseDeserialize }: Method<Request, Response>,
    request: Partial<Request>,
    options: CallOptions = {},
  ) =>
    new Promise<Response>((resolve, reject) => {
      const call = client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadataOf(options),
        (error, response) => (response === undefined ? reject(error ?? new Error('no answer')) : resolve(response)),
      );
      options.signal?.addEventListener('abort', () => call.cancel());
    });

  async function* stream<Request, Response>(
    { path, requestSerialize, responseDeserialize }: Method<Request, Response>,
    request: Partial<Request>,
    options: CallOptions = {},
  ): AsyncGenerator<Response> {
    const call = client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadataOf(options),
    );
    options.signal?.addEventListener('abort', () => call.cancel());
    // The iterator's own end destroys the call, whose late error then has nobody to hear it.
    call.on('error', () => {});
    try {
      for await (const message of call) yield message as Response;
    } finally {
      call.cancel();
    }
  }

  return {
    ...seen,
    pid: child.pid ?? 0,
    logs: () => seen.stderr.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine),
    queryData: (request, options) => unary(DATA.queryData, request, options),
    callResource: (request, options) => stream(RESOURCE.callResource, request, options),
    checkHealth: (request, options) => unary(DIAGNOSTICS.checkHealth, request, options),
    async collectMetrics() {
      const { metrics } = await unary(DIAGNOSTICS.collectMetrics, {});
      return Buffer.from(metrics?.prometheus ?? []).toString('utf8');
    },
    subscribeStream: (request, options) => unary(STREAM.subscribeStream, request, options),
    publishStream: (request, options) => unary(STREAM.publishStream, request, options),
    async *runStream(request, options) {
      for await (const { data } of stream(STREAM.runStream, request, options))
        yield JSON.parse(Buffer.from(data).toString('utf8')) as unknown;
    },
    grpcHealth: async (service = 'plugin') => (await unary(HEALTH.check, { service })).status,
    async shutdown() {
      await unary(CONTROLLER.shutdown, {});
    },
    kill: (signal = 'SIGKILL') => void child.kill(signal),
    exited,
    async close() {
      client.close();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function metadataOf({ metadata = {} }: CallOptions): Metadata {
  const result = new Metadata();
  for (const [key, value] of Object.entries(metadata)) result.set(key, value);
  return result;
}
