/** The protocol's services for grpc-js: what a server answers and what a test host asks. */
import protobuf from 'protobufjs';
import type {
  Empty,
  WireHealthRequest,
  WireHealthResponse,
  WireMetricsRequest,
  WireMetricsResponse,
  WirePacket,
  WireQueryRequest,
  WireQueryResponse,
  WireResourceRequest,
  WireResourceResponse,
  WireStreamRequest,
  WireStreamResponse,
} from './messages.ts';
import { CONTROLLER_PROTO, HEALTH_PROTO, PLUGIN_PROTO } from './proto.ts';

const root = new protobuf.Root();
for (const text of [PLUGIN_PROTO, CONTROLLER_PROTO, HEALTH_PROTO]) protobuf.parse(text, root, { keepCase: true });
root.resolveAll();

/** Every field present; 64-bit integers as numbers, for they are ids and milliseconds. */
const DECODED = { longs: Number, enums: Number, defaults: true, arrays: true, objects: true } as const;

/** What a message holds is told by its type in wire/messages.ts, which follows wire/proto.ts. */
function codec<Message>(type: string) {
  const message = root.lookupType(type);
  return {
    serialize: (value: Partial<Message>) => message.encode(value).finish() as Buffer,
    deserialize: (bytes: Buffer) => message.toObject(message.decode(bytes), DECODED) as Message,
  };
}

/** A method as grpc-js wants it. Encoding takes any subset of a message's fields: what is missing reads as empty. */
export interface Method<Request, Response> {
  path: string;
  requestStream: boolean;
  responseStream: boolean;
  requestSerialize(value: Partial<Request>): Buffer;
  requestDeserialize(bytes: Buffer): Request;
  responseSerialize(value: Partial<Response>): Buffer;
  responseDeserialize(bytes: Buffer): Response;
}

function method<Request, Response>(
  path: string,
  request: string,
  response: string,
  responseStream = false,
): Method<Request, Response> {
  const asked = codec<Request>(request);
  const answered = codec<Response>(response);
  return {
    path,
    requestStream: false,
    responseStream,
    requestSerialize: asked.serialize,
    requestDeserialize: asked.deserialize,
    responseSerialize: answered.serialize,
    responseDeserialize: answered.deserialize,
  };
}

export const DATA = {
  queryData: method<WireQueryRequest, WireQueryResponse>(
    '/pluginv2.Data/QueryData',
    'pluginv2.QueryDataRequest',
    'pluginv2.QueryDataResponse',
  ),
};

export const RESOURCE = {
  callResource: method<WireResourceRequest, WireResourceResponse>(
    '/pluginv2.Resource/CallResource',
    'pluginv2.CallResourceRequest',
    'pluginv2.CallResourceResponse',
    true,
  ),
};

export const DIAGNOSTICS = {
  checkHealth: method<WireHealthRequest, WireHealthResponse>(
    '/pluginv2.Diagnostics/CheckHealth',
    'pluginv2.CheckHealthRequest',
    'pluginv2.CheckHealthResponse',
  ),
  collectMetrics: method<WireMetricsRequest, WireMetricsResponse>(
    '/pluginv2.Diagnostics/CollectMetrics',
    'pluginv2.CollectMetricsRequest',
    'pluginv2.CollectMetricsResponse',
  ),
};

export const STREAM = {
  subscribeStream: method<WireStreamRequest, WireStreamResponse>(
    '/pluginv2.Stream/SubscribeStream',
    'pluginv2.SubscribeStreamRequest',
    'pluginv2.SubscribeStreamResponse',
  ),
  publishStream: method<WireStreamRequest, WireStreamResponse>(
    '/pluginv2.Stream/PublishStream',
    'pluginv2.PublishStreamRequest',
    'pluginv2.PublishStreamResponse',
  ),
  runStream: method<WireStreamRequest, WirePacket>(
    '/pluginv2.Stream/RunStream',
    'pluginv2.RunStreamRequest',
    'pluginv2.StreamPacket',
    true,
  ),
};

export const CONTROLLER = {
  shutdown: method<Empty, Empty>('/plugin.GRPCController/Shutdown', 'plugin.Empty', 'plugin.Empty'),
};

export const HEALTH = {
  check: method<{ service: string }, { status: number }>(
    '/grpc.health.v1.Health/Check',
    'grpc.health.v1.HealthCheckRequest',
    'grpc.health.v1.HealthCheckResponse',
  ),
  watch: method<{ service: string }, { status: number }>(
    '/grpc.health.v1.Health/Watch',
    'grpc.health.v1.HealthCheckRequest',
    'grpc.health.v1.HealthCheckResponse',
    true,
  ),
};
