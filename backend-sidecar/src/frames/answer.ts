/** The answer to a request in chunks: frames are made, encoded and handed on one at a time, in the order of the queries. */
import { envelopeStart, partHead, partTail } from '@observatory/protocol/frames-envelope';
import type { FrameResult } from '@observatory/protocol/frames';
import { encodeFrame } from './arrow/encode-frame.ts';
import type { Frame } from './frame.ts';
import { frameJson } from './json/frame-json.ts';

/** One query of a request: resolves when it was evaluated, never rejects. */
export interface PendingAnswer {
  refId: string;
  evaluated: Promise<{ frames: Iterable<Frame>; result: FrameResult }>;
}

/** protocol/src/frames-envelope.ts */
export async function* envelopeChunks(answers: readonly PendingAnswer[]): AsyncGenerator<Uint8Array> {
  yield envelopeStart();
  for (const { refId, evaluated } of answers) {
    const { frames, result } = await evaluated;
    for (const frame of frames) {
      const body = encodeFrame(frame);
      yield partHead({ refId }, body.length);
      yield body;
      yield partTail(body.length);
    }
    yield partHead({ refId, ...result }, 0);
  }
  yield partHead({ end: true }, 0);
}

/** `{"results":{"A":{"status":200,"frames":[…]}}}` */
export async function* jsonChunks(answers: readonly PendingAnswer[]): AsyncGenerator<string> {
  yield '{"results":{';
  for (let i = 0; i < answers.length; i++) {
    const { refId, evaluated } = answers[i];
    const { frames, result } = await evaluated;
    yield `${i === 0 ? '' : ','}${JSON.stringify(refId)}:${JSON.stringify(result).slice(0, -1)},"frames":[`;
    let isFirst = true;
    for (const frame of frames) {
      if (!isFirst) yield ',';
      isFirst = false;
      yield* frameJson(frame);
    }
    yield ']}';
  }
  yield '}}';
}
