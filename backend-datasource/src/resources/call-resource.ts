import {
  blameOf,
  traceHeaders,
  type Call,
  type ResourceRequest,
  type ResourceSender,
} from '@observatory/grafana-backend-sdk';
import { READABLE_RESOURCES } from '@observatory/protocol/datasource-settings';
import type { SidecarClient } from '../connection/sidecar-client.ts';

const PATTERNS = READABLE_RESOURCES.map((pattern) => pattern.split('/'));

/**
 * What editors and variables read of the sidecar: `GET`, of the paths in `READABLE_RESOURCES` alone, since every Viewer may
 * call this. The sidecar's status and body are passed on.
 */
export async function callResource(
  client: SidecarClient,
  request: ResourceRequest,
  sender: ResourceSender,
  call: Call,
): Promise<void> {
  const { method, path, query } = request;
  const refuse = (status: number, message: string) => sender.json(status, { error: { code: '', message, hint: '' } });
  const target = readablePath(path);
  if (target === undefined) return refuse(404, `this datasource has no resource ${JSON.stringify(path.slice(0, 200))}`);
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'resources of this datasource can only be read');
  try {
    const search = query.size > 0 ? `?${query}` : '';
    const { status, contentType, body } = await client.get(`/${target}${search}`, {
      signal: call.signal,
      headers: traceHeaders(call.trace),
    });
    await sender.send({ status, headers: { 'content-type': contentType || 'application/json' }, body });
  } catch (error) {
    if (call.signal.aborted) throw error;
    const { message, status } = blameOf(error);
    call.logger.warn('a resource could not be read', { path, status, error: message });
    await refuse(status, message);
  }
}

/** The path when it may be read, each part encoded anew; undefined otherwise. */
export function readablePath(path: string): string | undefined {
  const parts = path.replace(/^\/+|\/+$/g, '').split('/');
  let decoded: string[];
  try {
    decoded = parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const isReadable = PATTERNS.some(
    (pattern) =>
      pattern.length === decoded.length &&
      pattern.every((part, index) => part === decoded[index] || (part === '*' && isName(decoded[index]))),
  );
  return isReadable ? decoded.map(encodeURIComponent).join('/') : undefined;
}

/** What an asterisk may stand for: not the parts that mean another folder. */
const isName = (part: string): boolean => part !== '' && part !== '.' && part !== '..';
