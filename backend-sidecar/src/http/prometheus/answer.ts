import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendBytes } from '../send.ts';

export interface Annotations {
  warnings?: readonly string[];
  infos?: readonly string[];
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** `{"status":"success","data":…}` of small answers; big ones are written by result-json.ts. */
export function sendData(
  request: FastifyRequest,
  reply: FastifyReply,
  data: unknown,
  annotations: Annotations = {},
): Promise<FastifyReply> {
  const body = `{"status":"success","data":${JSON.stringify(data)}${annotationsJson(annotations)}}`;
  return sendBytes(request, reply, JSON_TYPE, Buffer.from(body));
}

/** `,"warnings":[…],"infos":[…]`, each only when there are some. */
export function annotationsJson({ warnings = [], infos = [] }: Annotations): string {
  let text = '';
  if (warnings.length > 0) text += `,"warnings":${JSON.stringify(warnings)}`;
  if (infos.length > 0) text += `,"infos":${JSON.stringify(infos)}`;
  return text;
}

/** Cuts to `limit` items (0: none) with Prometheus' warning. */
export function truncate<T>(items: T[], limit: number): { items: T[]; warnings: string[] } {
  if (limit === 0 || items.length <= limit) return { items, warnings: [] };
  return { items: items.slice(0, limit), warnings: ['results truncated due to limit'] };
}

/** RFC 3339 in UTC; Go's zero time for "never". */
export function formatTime(timeMs: number): string {
  return timeMs === 0 ? '0001-01-01T00:00:00Z' : new Date(timeMs).toISOString();
}
