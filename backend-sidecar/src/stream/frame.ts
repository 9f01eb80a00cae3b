/** One message, encoded once however many clients it goes to. Immutable. */
export class Frame {
  readonly seq: number;
  /** The whole envelope as UTF-8 JSON. */
  readonly bytes: Buffer;
  /** Samples it carries, to tell a slow client how many it missed. */
  readonly samples: number;
  /**
   * True when a client that has this message has all that was published up to `seq`, so that an SSE client's
   * `Last-Event-ID` may move there. False for a channel's state sent to one client.
   */
  readonly movesCursor: boolean;
  private cachedSse: Buffer | undefined;

  constructor(envelope: FrameEnvelope, samples = 0, movesCursor = false) {
    const { seq, channel, timeMs, payloadJson } = envelope;
    this.seq = seq;
    this.samples = samples;
    this.movesCursor = movesCursor;
    this.bytes = Buffer.from(
      `{"seq":${seq},"channel":${JSON.stringify(channel)},"time":${timeMs},"payload":${payloadJson}}`,
    );
  }

  /** The message as one server-sent event whose id is the cursor `<hub>:<seq>`; shared by all clients. */
  sse(hubId: string): Buffer {
    return (this.cachedSse ??= Buffer.concat([Buffer.from(`id: ${hubId}:${this.seq}\ndata: `), this.bytes, SSE_END]));
  }

  /** The message as a server-sent event that leaves the client's cursor where it is. */
  sseWithoutId(): Buffer {
    return Buffer.concat([SSE_DATA, this.bytes, SSE_END]);
  }
}

export interface FrameEnvelope {
  seq: number;
  channel: string;
  timeMs: number;
  /** JSON text, already encoded. */
  payloadJson: string;
}

const SSE_DATA = Buffer.from('data: ');
const SSE_END = Buffer.from('\n\n');
