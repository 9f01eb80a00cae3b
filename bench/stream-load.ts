/**
 * The viewers of bench/stream.ts, in a process of their own so that their work is not the server's: opens subscribers,
 * notes how old each sample message is when it arrives, and tells the parent on request. Clocks are one machine's.
 */
import { WebSocket } from 'ws';

interface Options {
  port: number;
  subscribers: number;
  groups: number;
  series: number;
}

const { port, subscribers, groups, series } = JSON.parse(process.argv[2]) as Options;
/** Latencies in ms, and how many messages had that one; the last bucket holds all above. */
let histogram = new Uint32Array(60_001);
let messages = 0;
let wrong = 0;
const T = Buffer.from('"blocks":[{"t":');

function onMessage(data: Buffer): void {
  const at = data.indexOf(T);
  if (at < 0 || data.includes('"snapshot"')) return;
  const sentMs = Number(data.toString('latin1', at + T.length, data.indexOf(0x2c, at + T.length)));
  const lateMs = Math.max(0, performance.timeOrigin + performance.now() - sentMs);
  histogram[Math.min(Math.round(lateMs), histogram.length - 1)]++;
  // Full parsing would cost more than the server's whole work: every fiftieth message is checked.
  if (++messages % 50 === 0) {
    const { payload } = JSON.parse(data.toString()) as { payload: { blocks: { ids: unknown[]; values: unknown[] }[] } };
    for (const block of payload.blocks) if (block.ids.length !== series || block.values.length !== series) wrong++;
  }
}

function open(index: number): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/stream`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      const spec = { channel: 'series', selector: `bench{group="${index % groups}"}` };
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', spec }));
    });
    socket.on('message', (data: Buffer) => {
      if (data.includes('"type":"live"')) resolve();
      else onMessage(data);
    });
    socket.on('error', reject);
    socket.on('close', (code) => {
      if (code !== 1000) process.send?.({ closed: code });
    });
  });
}

for (let first = 0; first < subscribers; first += 50) {
  await Promise.all(Array.from({ length: Math.min(50, subscribers - first) }, (_, i) => open(first + i)));
}
process.on('message', (command: 'start' | 'report') => {
  if (command === 'report') process.send?.({ histogram: [...histogram], messages, wrong });
  histogram = new Uint32Array(60_001);
  messages = 0;
  wrong = 0;
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
