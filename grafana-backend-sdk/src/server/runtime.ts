/** What each service shares: handlers, log, metrics, and how a call begins and ends. */
import type { EventEmitter } from 'node:events';
import { Metadata, status as grpcStatus, type handleServerStreamingCall, type handleUnaryCall } from '@grpc/grpc-js';
import { blameOf } from '../backend-error.ts';
import type { Logger } from '../log/logger.ts';
import { traceIdOf, type TraceContext } from '../trace.ts';
import type { Call, PluginContext, PluginHandlers } from '../types.ts';
import type { CallMetrics, Outcome } from './call-metrics.ts';
import type { OpenCalls } from './open-calls.ts';

export interface Runtime {
  handlers: PluginHandlers;
  logger: Logger;
  metrics: CallMetrics;
  calls: OpenCalls;
}

/** What this file needs of grpc-js's calls, unary and streaming. */
interface GrpcCall {
  metadata: Metadata;
  cancelled: boolean;
  on(event: 'cancelled', listener: () => void): unknown;
}

interface BegunCall {
  call: Call;
  /** Names what the call is about in its log lines, once the request is read. */
  about(context: PluginContext): void;
  end(outcome: Outcome, error?: unknown): void;
}

export function beginCall({ logger, metrics, calls }: Runtime, method: string, grpcCall: GrpcCall): BegunCall {
  const startedAt = performance.now();
  const open = calls.begin(method === 'runStream');
  const cancel = () => open.abort('Grafana cancelled the call');
  if (grpcCall.cancelled) cancel();
  else grpcCall.on('cancelled', cancel);
  const trace = traceOf(grpcCall.metadata);
  const call: Call = {
    signal: open.signal,
    ...(trace ? { trace } : {}),
    logger: logger.with({ endpoint: method, traceID: traceIdOf(trace) }),
  };
  metrics.begin(method);
  return {
    call,
    about({ pluginId, dataSourceInstanceSettings: datasource }) {
      call.logger = call.logger.with({ pluginID: pluginId, dsUID: datasource?.uid, dsName: datasource?.name });
    },
    end(outcome, error) {
      open.end();
      const durationMs = performance.now() - startedAt;
      const isCancelled = outcome === 'error' && open.signal.aborted;
      metrics.end(method, isCancelled ? 'cancelled' : outcome, durationMs / 1000);
      const fields = { durationMs: Math.round(durationMs * 1000) / 1000, status: isCancelled ? 'cancelled' : outcome };
      if (error !== undefined && !isCancelled)
        call.logger.error('request failed', { ...fields, statusSource: blameOf(error).source, error });
      else call.logger.debug('request completed', fields);
    },
  };
}

/** A unary method. An error of `answer` becomes the call's status. */
export function unary<Request, Response>(
  runtime: Runtime,
  method: string,
  answer: (request: Request, begun: BegunCall) => Promise<{ response: Response; error?: unknown }>,
): handleUnaryCall<Request, Response> {
  return (grpcCall, callback) => {
    const begun = beginCall(runtime, method, grpcCall);
    // A promise even of what throws before its first await.
    const answered = (async () => answer(grpcCall.request, begun))();
    answered.then(
      ({ response, error }) => {
        callback(null, response);
        begun.end(error === undefined ? 'ok' : 'error', error);
      },
      (error: unknown) => {
        callback(statusOf(error, begun.call.signal));
        begun.end('error', error);
      },
    );
  };
}

/** A method that answers with a stream of messages. */
export function serverStream<Request, Message>(
  runtime: Runtime,
  method: string,
  answer: (request: Request, send: (message: Message) => Promise<void>, begun: BegunCall) => Promise<void>,
): handleServerStreamingCall<Request, Message> {
  return (grpcCall) => {
    const begun = beginCall(runtime, method, grpcCall);
    const { signal } = begun.call;
    const send = async (message: Message) => {
      signal.throwIfAborted();
      if (!grpcCall.write(message)) await drained(grpcCall, signal);
    };
    const answered = (async () => answer(grpcCall.request, send, begun))();
    answered.then(
      () => {
        grpcCall.end();
        begun.end('ok');
      },
      (error: unknown) => {
        grpcCall.emit('error', statusOf(error, signal));
        begun.end('error', error);
      },
    );
  };
}

/** Resolves when the transport has room again; rejects when the call is over before that. */
function drained(writable: EventEmitter, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => () => {
      writable.removeListener('drain', onDrain);
      signal.removeEventListener('abort', onAbort);
      done();
    };
    const onDrain = settle(resolve);
    const onAbort = settle(() => reject(signal.reason as Error));
    writable.on('drain', onDrain);
    signal.addEventListener('abort', onAbort);
  });
}

const MAX_DETAILS = 2_000;

/** The gRPC status of an error. Its text travels in a header, which is short and has no half characters. */
function statusOf(error: unknown, signal: AbortSignal) {
  const { message } = blameOf(error);
  const details = message.slice(0, MAX_DETAILS).replace(/[\ud800-\udfff]/gu, '\ufffd');
  return { code: signal.aborted ? grpcStatus.CANCELLED : grpcStatus.UNKNOWN, details, metadata: new Metadata() };
}

function traceOf(metadata: Metadata): TraceContext | undefined {
  const traceparent = metadata.get('traceparent')[0];
  const tracestate = metadata.get('tracestate')[0];
  if (typeof traceparent !== 'string') return undefined;
  return typeof tracestate === 'string' && tracestate !== '' ? { traceparent, tracestate } : { traceparent };
}
