/**
 * The stream between the sidecar and its viewers, the same over WebSocket, SSE and long polling.
 *
 * Everything the server says is one envelope `{ seq, channel, time, payload }`. `seq` grows with every message the hub
 * publishes; `<hub>:<seq>` is a cursor from which a client resumes. Answers to a client travel on the channel `control`
 * and carry the newest `seq` that the client has, so that a quiet client resumes without a gap.
 *
 * A subscription is answered by `subscribed` (which names the channel its data comes on), its first state, then `live`.
 */
import * as z from 'zod';

export const CONTROL_CHANNEL = 'control';

/** WebSocket close code for a client that cannot keep up (RFC 6455 registry: try again later). */
export const CLOSE_TRY_AGAIN_LATER = 1013;

/** Where a client left off: hub id (changes with every start of the sidecar) and sequence number. */
export const cursorSchema = z.string().regex(/^[A-Za-z0-9_-]{1,32}:\d{1,15}$/, 'expected a cursor like "k2x9:1234"');

const idSchema = z.string().min(1).max(64);

const seriesSpec = z.strictObject({
  channel: z.literal('series'),
  /** A PromQL instant selector: `up{job="broker"}`. */
  selector: z.string().min(1).max(8192),
});

const querySpec = z.strictObject({
  channel: z.literal('query'),
  query: z.string().min(1).max(16384),
  stepMs: z.int().min(250).max(86_400_000),
  /** Send the range of this many milliseconds up to now first. */
  historyMs: z.int().min(0).max(31_622_400_000).optional(),
});

const plainSpec = z.strictObject({
  /** A channel without parameters: `nodes`, `events`, … */
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,31}$/, 'expected a channel name such as "nodes"')
    .refine((name) => name !== 'series' && name !== 'query' && name !== CONTROL_CHANNEL, 'needs its parameters'),
});

/** What a client wants to see. */
export const streamSpecSchema = z.union([seriesSpec, querySpec, plainSpec]);
export type SeriesSpec = z.infer<typeof seriesSpec>;
export type QuerySpec = z.infer<typeof querySpec>;
export type PlainSpec = z.infer<typeof plainSpec>;
export type StreamSpec = z.infer<typeof streamSpecSchema>;

/** One subscription: the client's own id for it, what it wants and where it left off. Also the `sub` URL parameter. */
export const subscriptionSchema = z.strictObject({
  id: idSchema,
  spec: streamSpecSchema,
  from: cursorSchema.optional(),
});
export type StreamSubscription = z.infer<typeof subscriptionSchema>;

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), ...subscriptionSchema.shape }),
  z.strictObject({ type: z.literal('unsubscribe'), id: idSchema }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type StreamClientMessage = z.infer<typeof clientMessageSchema>;

/** A value on the wire: JSON has no NaN and no infinity; null means "no value here" or that the series ended. */
export type WireValue = number | 'NaN' | '+Inf' | '-Inf' | null;
export const wireValueSchema = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf']), z.null()]);

const wireSeriesSchema = z.object({ id: z.int(), labels: z.record(z.string(), z.string()) });
export type WireSeries = z.infer<typeof wireSeriesSchema>;

const sampleBlockSchema = z.object({
  /** Time of every sample in the block, in ms since the epoch. */
  t: z.number(),
  ids: z.array(z.int()),
  values: z.array(wireValueSchema),
});
export type WireSampleBlock = z.infer<typeof sampleBlockSchema>;

const metaPayload = z.object({ type: z.literal('meta'), series: z.array(wireSeriesSchema) });
const gonePayload = z.object({ type: z.literal('gone'), ids: z.array(z.int()) });
const noticePayload = z.object({ type: z.literal('notice'), code: z.string(), message: z.string() });

/** Payloads of a `series` channel. `snapshot` marks the latest value per series instead of new samples. */
export const seriesPayloadSchema = z.discriminatedUnion('type', [
  metaPayload,
  z.object({ type: z.literal('samples'), snapshot: z.boolean().optional(), blocks: z.array(sampleBlockSchema) }),
  gonePayload,
  noticePayload,
]);
export type SeriesPayload = z.infer<typeof seriesPayloadSchema>;

/** Payloads of a `query` channel. Ids are the channel's own; a series absent from a `vector` has no value at that step. */
export const queryPayloadSchema = z.discriminatedUnion('type', [
  metaPayload,
  z.object({
    type: z.literal('history'),
    startMs: z.number(),
    stepMs: z.number(),
    /** Number of steps; every row of `values` has this length. */
    length: z.int(),
    ids: z.array(z.int()),
    values: z.array(z.array(wireValueSchema)),
  }),
  z.object({ type: z.literal('vector'), t: z.number(), ids: z.array(z.int()), values: z.array(wireValueSchema) }),
  noticePayload,
]);
export type QueryPayload = z.infer<typeof queryPayloadSchema>;

/** Payloads on the channel `control`. */
export const controlPayloadSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), hub: z.string(), heartbeatMs: z.number() }),
  /** Data of subscription `id` comes on `channel`; `resumed` when everything since the cursor follows. */
  z.object({ type: z.literal('subscribed'), id: idSchema, channel: z.string(), resumed: z.boolean() }),
  /**
   * The first state (or what was missed) is complete: from here on it is live. What lies on the channel between
   * `subscribed` and `live` is for this subscription alone, and contains the channel's messages up to number `after`.
   */
  z.object({ type: z.literal('live'), id: idSchema, after: z.int() }),
  z.object({ type: z.literal('unsubscribed'), id: idSchema }),
  /** Messages between the cursor and now are gone; a snapshot follows. */
  z.object({ type: z.literal('gap'), id: idSchema, channel: z.string(), from: z.string() }),
  /** The client was too slow: older values were replaced by newer ones (`conflated` samples), messages left out (`dropped`). */
  z.object({ type: z.literal('lag'), channel: z.string(), conflated: z.int(), dropped: z.int() }),
  z.object({
    type: z.literal('error'),
    id: idSchema.optional(),
    code: z.string(),
    message: z.string(),
    hint: z.string(),
  }),
  z.object({ type: z.literal('heartbeat'), conflated: z.int(), dropped: z.int() }),
  z.object({ type: z.literal('pong') }),
]);
export type ControlPayload = z.infer<typeof controlPayloadSchema>;

export const envelopeSchema = z.object({
  seq: z.int().min(0),
  channel: z.string(),
  /** When the hub said it, ms since the epoch. */
  time: z.number(),
  payload: z.unknown(),
});
export interface StreamEnvelope<Payload = unknown> {
  seq: number;
  channel: string;
  time: number;
  payload: Payload;
}

/** The answer of one long poll. */
export const pollAnswerSchema = z.object({ messages: z.array(envelopeSchema) });
export interface PollAnswer {
  messages: StreamEnvelope[];
}
