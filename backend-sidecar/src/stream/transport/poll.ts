import type { ServerResponse } from 'node:http';
import type { StreamSubscription } from '@observatory/protocol/stream';
import { CONTROL_CHANNEL } from '@observatory/protocol/stream';
import type { Frame } from '../frame.ts';
import type { StreamHub } from '../hub.ts';
import type { Sink } from '../sink.ts';

/** News that come together leave together. */
const GATHER_MS = 10;

/** Collects messages for one answer; `onNews` is called for the first one that is worth answering for. */
class PollSink implements Sink {
  readonly transport = 'poll';
  readonly frames: Frame[] = [];
  private bytes = 0;
  private readonly onNews: () => void;

  constructor(onNews: () => void) {
    this.onNews = onNews;
  }

  send(frame: Frame): void {
    this.frames.push(frame);
    this.bytes += frame.bytes.length;
    if (!isQuiet(frame)) this.onNews();
  }

  queuedBytes(): number {
    return this.bytes;
  }

  checkAlive(): boolean {
    return true;
  }

  close(): void {
    this.onNews();
  }
}

/**
 * One long poll: the subscriptions with their cursors in, the news since then out, as `{ messages: [envelope…] }`. It waits
 * for news up to the limit. Nothing is kept between polls but the channels themselves, which linger; what a lost answer
 * held is in their replay rings.
 */
export function servePoll(
  hub: StreamHub,
  response: ServerResponse,
  subscriptions: readonly StreamSubscription[],
): void {
  let isNews = false;
  let isSettled = false;
  let timer: NodeJS.Timeout | undefined;
  const sink = new PollSink(() => {
    isNews = true;
    if (isSettled) gather();
  });
  const session = hub.connect(sink);
  const answer = () => {
    clearTimeout(timer);
    session.end();
    if (response.writableEnded || response.destroyed) return;
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    response.write('{"messages":[');
    sink.frames.forEach((frame, index) => {
      if (index > 0) response.write(',');
      response.write(frame.bytes);
    });
    response.end(']}');
  };
  const gather = () => {
    clearTimeout(timer);
    timer = setTimeout(answer, GATHER_MS);
  };
  response.on('close', () => {
    clearTimeout(timer);
    session.end();
  });
  for (const subscription of subscriptions) session.handle({ type: 'subscribe', ...subscription });
  void session.settled().then(() => {
    isSettled = true;
    if (isNews) gather();
    else timer = setTimeout(answer, hub.limits.pollWaitMs);
  });
}

/** What every poll hears again and need not be told for its own sake. */
function isQuiet(frame: Frame): boolean {
  if (!frame.bytes.includes(`"channel":"${CONTROL_CHANNEL}"`)) return false;
  return !frame.bytes.includes('"type":"error"') && !frame.bytes.includes('"type":"gap"');
}
