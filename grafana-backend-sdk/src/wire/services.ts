/** The protocol's services for grpc-js: what a server answers and what a test host asks. */
import type { MethodDefinition } from '@grpc/grpc-js';
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

/** Encoding takes any subset of a message's fields. */
type Sent<Message> = { [Key in keyof Message]?: Message[Key] };

function codec(type: string): { serialize(value: object): Buffer; deserialize(bytes: Buffer): never } {
  const message = root.lookupType(type);
  return {
    serialize: (value) => message.encode(value).finish() as Buffer,
    // `never` fits every type: what the bytes hold is told by the definitions below.
    deserialize: (bytes) => message.toObject(message.decode(bytes), DECODED) as never,
  };
}

function method<Request, Response>(
  path: string,
  request: string,
  response: string,
  responseStream = false,
): MethodDefinition<Sent<Request>, Response> & MethodDefinition<Request, Sent<Response>> {
  const asked = codec(request);
  const answered = codec(response);
  return {
    path,
    requestStream: false,
    responseStream,
    requestSerialize: (value: object) => asked.serialize(value),
    requestDeserialize: (bytes) => asked.deserialize(bytes),
    responseSerialize: (value: object) => answered.serialize(value),
    responseDeserialize: (bytes) => answered.deserialize(bytes),
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
