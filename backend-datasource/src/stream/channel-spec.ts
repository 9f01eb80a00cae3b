import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AskedQuery } from '../query/frame-query.ts';

/** What a channel streams: enough to take it up again in a process that never saw the query. */
export const channelSpec = z.object({
  /** PromQL with every macro put in. */
  query: z.string(),
  stepMs: z.number().positive(),
  unit: z.string().optional(),
  legendFormat: z.string(),
  /** Length of the chart's window. */
  rangeMs: z.number().positive(),
});
export type ChannelSpec = z.infer<typeof channelSpec>;

const PREFIX = 'query/';
const PATH = /^query\/[A-Za-z0-9_-]{22}$/;

/**
 * The path of a streamed query's channel: a hash of all that its frames depend on, because Grafana takes equal paths for one
 * stream. The length of the window is part of it: a browser shows the history of the first who subscribed to everybody.
 */
export function channelPath({ refId: _refId, fromMs, toMs, ...query }: AskedQuery): string {
  const hash = createHash('sha256').update(JSON.stringify({ ...query, rangeMs: rounded(toMs - fromMs) }));
  return `${PREFIX}${hash.digest('base64url').slice(0, 22)}`;
}

export function isChannelPath(path: string): boolean {
  return PATH.test(path);
}

/** To two digits: a window such as "today so far" grows with every refresh. */
function rounded(ms: number): number {
  return Number(Math.max(1, ms).toPrecision(2));
}
