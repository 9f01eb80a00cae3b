import { clientMessageSchema } from '@observatory/protocol/stream';
import type { RawData, WebSocket } from 'ws';
import { ObservatoryError } from '../../util/errors.ts';
import type { Frame } from '../frame.ts';
import type { StreamHub } from '../hub.ts';
import type { Sink } from '../sink.ts';
import { describeIssues } from './describe-issues.ts';

/** After a close frame a stuck peer gets this long to answer before the socket is cut. */
const CLOSE_GRACE_MS = 1000;

/** Shared by all sends: text frames, never compressed per client (98-118 against 13-19 µs a delivery). */
const SEND_OPTIONS = { binary: false, compress: false, fin: true };

class WebSocketSink implements Sink {
  readonly transport = 'websocket';
  private readonly socket: WebSocket;
  private isAlive = true;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('pong', () => {
      this.isAlive = true;
    });
  }

  send(frame: Frame): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(frame.bytes, SEND_OPTIONS, ignoreSendError);
  }

  queuedBytes(): number {
    return this.socket.bufferedAmount;
  }

  checkAlive(): boolean {
    const wasAlive = this.isAlive;
    this.isAlive = false;
    if (wasAlive && this.socket.readyState === this.socket.OPEN) this.socket.ping();
    return wasAlive;
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    // The close frame waits behind what is queued, which is what a stuck client does not read.
    setTimeout(() => this.socket.terminate(), CLOSE_GRACE_MS).unref();
  }
}

/** A failed send is followed by `close`, which ends the session. */
function ignoreSendError(): void {}

/** Makes an open WebSocket a client of the hub. */
export function serveWebSocket(hub: StreamHub, socket: WebSocket): void {
  const session = hub.connect(new WebSocketSink(socket));
  socket.on('message', (data, isBinary) => {
    const result = clientMessageSchema.safeParse(isBinary ? undefined : parseJson(data));
    if (result.success) return session.handle(result.data);
    hub.refused('message');
    const hint = 'send JSON text such as {"type":"subscribe","id":"1","spec":{"channel":"nodes"}}';
    session.refuse(new ObservatoryError('OBS_STREAM_MESSAGE', describeIssues(result.error), { hint, httpStatus: 400 }));
  });
  socket.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') hub.refused('message');
  });
  socket.on('close', () => session.end());
}

function parseJson(data: RawData): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
  } catch {
    return undefined;
  }
}
