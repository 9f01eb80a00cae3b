/** Numbered messages through a function, from end to end: none may be lost, some may come twice. */
import WebSocket from 'ws';
import { FUNCTION_INPUT, FUNCTION_OUTPUT } from './functions.ts';

export interface FunctionTraffic {
  sent: number;
  received: number;
  duplicates: number;
  missing: number;
}

const PER_SECOND = 50;

/** Sends until `stop`, which waits until all have come through, at most so long. */
export function startFunctionTraffic(brokerWebUrl: string): { stop: (seconds?: number) => Promise<FunctionTraffic> } {
  const base = `${brokerWebUrl.replace(/^http/, 'ws')}/ws/v2`;
  const session = Math.random().toString(36).slice(2);
  const consumer = new WebSocket(`${base}/consumer/persistent/${FUNCTION_OUTPUT}/check?subscriptionType=Exclusive`);
  const producer = new WebSocket(`${base}/producer/persistent/${FUNCTION_INPUT}`);
  const seen = new Map<string, number>();
  let [sent, acknowledged] = [0, 0];
  consumer.on('error', () => undefined);
  producer.on('error', () => undefined);
  consumer.on('message', (data) => {
    const { messageId, payload } = JSON.parse(String(data)) as { messageId: string; payload: string };
    const text = Buffer.from(payload, 'base64').toString();
    if (text.startsWith(session)) seen.set(text, (seen.get(text) ?? 0) + 1);
    consumer.send(JSON.stringify({ messageId }));
  });
  producer.on('message', () => acknowledged++);
  const timer = setInterval(() => {
    if (producer.readyState !== WebSocket.OPEN || consumer.readyState !== WebSocket.OPEN) return;
    producer.send(JSON.stringify({ payload: Buffer.from(`${session}-${sent++}`).toString('base64') }));
  }, 1000 / PER_SECOND);
  return {
    stop: async (seconds = 30) => {
      clearInterval(timer);
      for (const deadline = Date.now() + seconds * 1000; seen.size < sent && Date.now() < deadline;)
        await new Promise((resolve) => setTimeout(resolve, 100));
      // A duplicate may come after the last first.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      producer.terminate();
      consumer.terminate();
      const received = [...seen.values()].reduce((sum, count) => sum + count, 0);
      return { sent: acknowledged, received, duplicates: received - seen.size, missing: sent - seen.size };
    },
  };
}
