import { blameOf } from '../backend-error.ts';
import type { Frame } from '../frames/frame.ts';
import { frameJson } from '../frames/json/frame-json.ts';
import { headersOfMap } from '../headers.ts';
import type { JsonObject, StreamRequest, StreamSender, StreamStatus } from '../types.ts';
import { contextOf, jsonValue } from '../wire/context.ts';
import type { WirePacket, WireStreamRequest, WireStreamResponse } from '../wire/messages.ts';
import { serverStream, unary, type Runtime } from './runtime.ts';

const STATUS: Record<StreamStatus, number> = { ok: 0, not_found: 1, permission_denied: 2 };
const NOTHING = new Uint8Array(0);

/** `Stream`. Publishing is denied where the plugin does not say otherwise, for every signed-in user may try. */
export function streamService(runtime: Runtime) {
  const { subscribeStream, runStream, publishStream } = runtime.handlers;
  return {
    publishStream: unary<WireStreamRequest, WireStreamResponse>(runtime, 'publishStream', async (wire, begun) => {
      if (!publishStream) return { response: { status: STATUS.permission_denied, data: NOTHING } };
      return refusable(async () => {
        const request = requestOf(wire);
        begun.about(request.pluginContext);
        const { status, data } = await publishStream(request, begun.call);
        return { status: STATUS[status], data: data ? Buffer.from(JSON.stringify(data)) : NOTHING };
      });
    }),
    ...(subscribeStream
      ? {
          subscribeStream: unary<WireStreamRequest, WireStreamResponse>(runtime, 'subscribeStream', (wire, begun) =>
            refusable(async () => {
              const request = requestOf(wire);
              begun.about(request.pluginContext);
              const { status, initial } = await subscribeStream(request, begun.call);
              return { status: STATUS[status], data: initial ? Buffer.from(initialJson(initial)) : NOTHING };
            }),
          ),
        }
      : {}),
    ...(runStream
      ? {
          runStream: serverStream<WireStreamRequest, WirePacket>(runtime, 'runStream', async (wire, send, begun) => {
            const request = requestOf(wire);
            begun.about(request.pluginContext);
            await runStream(request, senderOf(send), begun.call);
          }),
        }
      : {}),
  };
}

/** Errors with the status of a refusal are one; any other ends the call. */
async function refusable(answer: () => Promise<WireStreamResponse>): Promise<{ response: WireStreamResponse }> {
  try {
    return { response: await answer() };
  } catch (error) {
    const { status } = blameOf(error);
    if (status === 404) return { response: { status: STATUS.not_found, data: NOTHING } };
    if (status === 401 || status === 403) return { response: { status: STATUS.permission_denied, data: NOTHING } };
    throw error;
  }
}

function requestOf({ pluginContext, path, data, headers }: WireStreamRequest): StreamRequest {
  return {
    pluginContext: contextOf(pluginContext),
    headers: headersOfMap(headers),
    path,
    data: jsonValue(data, `data of the subscription to "${path}"`),
  };
}

function initialJson(initial: Frame | JsonObject): string {
  return isFrame(initial) ? frameJson(initial) : JSON.stringify(initial);
}

function isFrame(value: Frame | JsonObject): value is Frame {
  return Array.isArray(value.fields);
}

function senderOf(send: (message: WirePacket) => Promise<void>): StreamSender {
  return {
    frame: (frame, parts) => send({ data: Buffer.from(frameJson(frame, parts)) }),
    json: (value) => send({ data: Buffer.from(JSON.stringify(value)) }),
    bytes: (data) => send({ data }),
  };
}
