import * as z from 'zod';

/** One line of `scrapes.jsonl`: a scrape as it was made, or the failure of one. */
export const recordedScrapeLine = z.looseObject({
  kind: z.string().min(1),
  node: z.string().min(1),
  url: z.url(),
  /** Begin of the request, seconds since the epoch. */
  t: z.number(),
  /** Duration of the request. */
  ms: z.number().nullish(),
  status: z.number().nullish(),
  content_type: z.string().nullish(),
  /** Name in `scrapes/`, gzip when it ends in `.gz`; none of a scrape that failed. */
  file: z.string().nullish(),
  error: z.string().nullish(),
});
export type RecordedScrapeLine = z.infer<typeof recordedScrapeLine>;

export interface RecordedScrape {
  kind: string;
  node: string;
  url: string;
  timestampMs: number;
  durationSeconds: number;
  contentType: string | undefined;
  /** Undefined when the scrape failed. */
  body: Uint8Array | undefined;
}

/** One file of `rest/`: what was asked, when, and the answer. */
export const recordedAnswer = z.looseObject({
  url: z.url(),
  t: z.number(),
  status: z.number().nullish(),
  body: z.unknown(),
});
export type RecordedAnswer = z.infer<typeof recordedAnswer>;

/** `function-worker` and its kin as the product writes kinds. */
export function nodeKind(recorded: string): string {
  const kind = recorded.toLowerCase().replaceAll(/[- ]/g, '_');
  return kind === 'zk' ? 'zookeeper' : kind;
}
