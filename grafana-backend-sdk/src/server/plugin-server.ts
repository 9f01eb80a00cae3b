/** The gRPC server of a plugin, without anything of the process around it: what listens, answers, and stops in order. */
import { Server, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Logger } from '../log/logger.ts';
import type { Plugin } from '../types.ts';
import { CONTROLLER, DATA, DIAGNOSTICS, HEALTH, RESOURCE, STREAM } from '../wire/services.ts';
import { CallMetrics } from './call-metrics.ts';
import { dataService } from './data-service.ts';
import { diagnosticsService } from './diagnostics-service.ts';
import { healthService } from './health-service.ts';
import { listen, type Listening } from './listen.ts';
import { OpenCalls } from './open-calls.ts';
import { resourceService } from './resource-service.ts';
import type { Runtime } from './runtime.ts';
import { streamService } from './stream-service.ts';

export interface PluginServerOptions {
  logger: Logger;
  maxReceiveBytes: number;
  shutdownGraceMs: number;
  /** Grafana asks for the end; the answer is already on its way. */
  onShutdown(): void;
}

export interface PluginServer {
  listen(): Promise<Listening>;
  countUncaught(): void;
  /** Ends streams at once, waits for other calls, aborts what is left, disposes the plugin. */
  stop(): Promise<void>;
}

export function createPluginServer(plugin: Plugin, options: PluginServerOptions): PluginServer {
  const { logger, maxReceiveBytes, shutdownGraceMs, onShutdown } = options;
  const server = new Server({
    'grpc.max_receive_message_length': maxReceiveBytes,
    'grpc.max_send_message_length': -1,
  });
  const calls = new OpenCalls();
  const runtime: Runtime = { handlers: plugin.datasource, logger, metrics: new CallMetrics(), calls };
  let listening: Listening | undefined;
  let stopped: Promise<void> | undefined;

  // What a plugin does not implement is missing here, and answered as not implemented by the server.
  const add = (definition: ServiceDefinition, implementation: object) =>
    server.addService(definition, implementation as UntypedServiceImplementation);
  add(DATA, dataService(runtime));
  add(RESOURCE, resourceService(runtime));
  add(DIAGNOSTICS, diagnosticsService(runtime));
  add(STREAM, streamService(runtime));
  add(
    HEALTH,
    healthService(() => stopped !== undefined),
  );
  add(CONTROLLER, {
    shutdown: (_: unknown, callback: (error: null, answer: object) => void) => {
      callback(null, {});
      onShutdown();
    },
  });

  const stop = async () => {
    const reason = 'the plugin shuts down';
    calls.abortEndless(reason);
    if (!(await calls.idle(shutdownGraceMs))) {
      logger.warn('calls were still under way at the end', { count: calls.size });
      calls.abortAll(reason);
    }
    await plugin.dispose?.();
    // Answers that are written but not yet sent get a moment; what stays connected after it is cut off.
    await Promise.race([
      new Promise<void>((resolve) => server.tryShutdown(() => resolve())),
      new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS)),
    ]);
    server.forceShutdown();
    listening?.remove();
  };

  return {
    async listen() {
      listening = await listen(server);
      return listening;
    },
    countUncaught: () => runtime.metrics.countUncaught(),
    stop: () => (stopped ??= stop()),
  };
}

const FLUSH_MS = 100;
