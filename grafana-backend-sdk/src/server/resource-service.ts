import { blameOf } from '../backend-error.ts';
import { headersOfLists } from '../headers.ts';
import type { ResourcePart, ResourceRequest, ResourceSender } from '../types.ts';
import { contextOf } from '../wire/context.ts';
import type { StringLists, WireResourceRequest, WireResourceResponse } from '../wire/messages.ts';
import { serverStream, type Runtime } from './runtime.ts';

/** `Resource.CallResource`. What the handler throws before its first part is answered as JSON with the error's status. */
export function resourceService(runtime: Runtime) {
  const { callResource } = runtime.handlers;
  if (!callResource) return {};
  return {
    callResource: serverStream<WireResourceRequest, WireResourceResponse>(
      runtime,
      'callResource',
      async (wire, send, { call, about }) => {
        let isBegun = false;
        const sender: ResourceSender = {
          send: (part) => {
            const message = messageOf(part, isBegun);
            isBegun = true;
            return send(message);
          },
          json: (status, value) => sender.send(jsonPart(status, value)),
        };
        try {
          const request = requestOf(wire);
          about(request.pluginContext);
          await callResource(request, sender, call);
          if (!isBegun) await sender.send({ status: 204 });
        } catch (error) {
          if (isBegun || call.signal.aborted) throw error;
          const { message, status } = blameOf(error);
          call.logger.error('resource failed', { path: wire.path, status, error });
          await sender.json(status, { message });
        }
      },
    ),
  };
}

function requestOf({ path, method, url, body, headers, pluginContext }: WireResourceRequest): ResourceRequest {
  const question = url.indexOf('?');
  return {
    pluginContext: contextOf(pluginContext),
    path: path.replace(/^\/+/, ''),
    method,
    url,
    headers: headersOfLists(headers),
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    body,
  };
}

function jsonPart(status: number, value: unknown): ResourcePart {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

function messageOf({ status, headers = {}, body = '' }: ResourcePart, isBegun: boolean): WireResourceResponse {
  const lists: StringLists = {};
  for (const [name, value] of Object.entries(headers))
    lists[name] = { values: typeof value === 'string' ? [value] : [...value] };
  return {
    code: status ?? (isBegun ? 0 : 200),
    headers: lists,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}
