/** Fakes of what a browser provides, for the stream client's tests. */
import type { ControlPayload, StreamClientMessage, StreamEnvelope } from '@observatory/protocol/stream';
import type { StreamEnvironment } from '../transport.ts';

export const control = (payload: ControlPayload, seq = 0): StreamEnvelope => ({
  seq,
  channel: 'control',
  time: 0,
  payload,
});
export const data = (channel: string, seq: number, payload: unknown, time = 0): StreamEnvelope => ({
  seq,
  channel,
  time,
  payload,
});
export const WELCOME = control({ type: 'welcome', hub: 'h1', heartbeatMs: 15_000 });

export class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  readonly url: string;
  readonly sent: StreamClientMessage[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: () => void;
  isClosedByClient = false;

  constructor(url: URL | string) {
    this.url = String(url);
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as StreamClientMessage);
  }

  close(): void {
    this.isClosedByClient = true;
    this.readyState = 3;
  }

  open(...envelopes: StreamEnvelope[]): void {
    this.readyState = 1;
    this.onopen?.();
    this.say(WELCOME, ...envelopes);
  }

  say(...envelopes: StreamEnvelope[]): void {
    for (const envelope of envelopes) this.onmessage?.({ data: JSON.stringify(envelope) });
  }

  fail(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

export class FakeEventSource {
  static all: FakeEventSource[] = [];
  readonly url: string;
  onmessage?: (event: { data: string }) => void;
  onerror?: () => void;
  isClosed = false;

  constructor(url: URL | string) {
    this.url = String(url);
    FakeEventSource.all.push(this);
  }

  close(): void {
    this.isClosed = true;
  }

  say(...envelopes: StreamEnvelope[]): void {
    for (const envelope of envelopes) this.onmessage?.({ data: JSON.stringify(envelope) });
  }

  get subscriptions(): unknown[] {
    return new URL(this.url).searchParams.getAll('sub').map((text) => JSON.parse(text) as unknown);
  }
}

/** A browser with WebSocket and EventSource; `fetch` answers what is put into `answers`, and waits while there is none. */
export function fakeEnvironment(): StreamEnvironment & {
  asked: URL[];
  answer: (status: number, messages?: StreamEnvelope[]) => void;
} {
  FakeSocket.all = [];
  FakeEventSource.all = [];
  const asked: URL[] = [];
  const waiting: ((answer: { ok: boolean; status: number; json: () => Promise<unknown> }) => void)[] = [];
  return {
    WebSocket: FakeSocket as unknown as typeof WebSocket,
    EventSource: FakeEventSource as unknown as typeof EventSource,
    fetch: ((url: URL, { signal }: { signal: AbortSignal }) => {
      asked.push(url);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        waiting.push(resolve as (answer: unknown) => void);
      });
    }) as unknown as typeof fetch,
    now: () => Date.now(),
    random: () => 0,
    asked,
    answer: (status, messages = []) =>
      waiting.shift()?.({ ok: status === 200, status, json: async () => ({ messages }) }),
  };
}
