import type { StreamClientMessage } from '@observatory/protocol/stream';
import { parseEnvelope } from './transport.ts';
import type { OpenTransport } from './transport.ts';

export const openWebSocket: OpenTransport = (url, subscriptions, events, environment) => {
  if (!environment.WebSocket) throw new Error('this browser has no WebSocket');
  const address = new URL(url);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new environment.WebSocket(address);
  let isClosed = false;
  const isOpen = () => socket.readyState === 1;
  const send = (message: StreamClientMessage) => socket.send(JSON.stringify(message));
  const finish = () => {
    if (isClosed) return;
    isClosed = true;
    events.onClose();
  };
  socket.onopen = () => {
    for (const subscription of subscriptions()) send({ type: 'subscribe', ...subscription });
  };
  socket.onmessage = (event: MessageEvent) => {
    const envelope = parseEnvelope(event.data);
    if (envelope && !isClosed) events.onMessage(envelope);
  };
  socket.onclose = finish;
  // A close event follows every error.
  socket.onerror = () => undefined;
  return {
    // Before it is open nothing need be said: opening names them all.
    subscribe: (subscription) => {
      if (isOpen()) send({ type: 'subscribe', ...subscription });
    },
    unsubscribe: (id) => {
      if (isOpen()) send({ type: 'unsubscribe', id });
    },
    close: () => {
      isClosed = true;
      socket.close();
    },
  };
};
