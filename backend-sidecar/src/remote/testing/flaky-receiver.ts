/** A remote write server on loopback that fails as it is told, and keeps what it took. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WriteReceiver } from '../receiver.ts';
import { FakeAppender } from './fake-appender.ts';
import type { KeptSample } from './fake-appender.ts';

export type Mood =
  | 'take'
  /** Takes nothing and says so. */
  | { status: number; headers?: Record<string, string> }
  /** Hangs up before it has taken anything. */
  | 'hang up'
  /** Takes everything, then hangs up without an answer. */
  | 'take and hang up'
  | 'never answer';

export class FlakyReceiver {
  readonly appender = new FakeAppender();
  readonly requests: { headers: IncomingHttpHeaders; bytes: number; status: number }[] = [];
  mood: () => Mood = () => 'take';
  /** As Prometheus: one sample that cannot be taken, and nothing of the request is. */
  isAllOrNothing = false;
  private readonly receiver = new WriteReceiver({ appender: this.appender });
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const mood = this.mood();
        const note = (status: number) => this.requests.push({ headers: request.headers, bytes: body.length, status });
        if (mood === 'never answer') return note(0);
        if (mood === 'hang up') {
          note(0);
          return request.socket.destroy();
        }
        if (typeof mood === 'object') {
          note(mood.status);
          return response.writeHead(mood.status, mood.headers).end('not now\n');
        }
        const answer = this.take(request.headers, body);
        if (mood === 'take and hang up') {
          note(0);
          return request.socket.destroy();
        }
        note(answer.status);
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
  }

  static async start(): Promise<FlakyReceiver> {
    const receiver = new FlakyReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v1/write`;
  }

  kept(): Record<string, KeptSample[]> {
    return this.appender.kept();
  }

  get keptCount(): number {
    return this.appender.series.reduce((sum, { samples }) => sum + samples.length, 0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(headers: IncomingHttpHeaders, body: Buffer) {
    const before = this.appender.series.map(({ samples }) => samples.length);
    const answer = this.receiver.handle(headers, body);
    if (answer.status === 400 && this.isAllOrNothing) {
      this.appender.series.forEach(({ samples }, i) => (samples.length = before[i] ?? 0));
    }
    return answer;
  }
}
