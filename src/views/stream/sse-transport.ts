import { parseEnvelope, withSubscriptions } from './transport.ts';
import type { OpenTransport } from './transport.ts';

/** Changes of the subscriptions within this time cost one reconnect. */
const GATHER_MS = 20;

/**
 * Server-sent events. Their subscriptions stand in the address, so a change of them opens a new stream, which goes on
 * from the cursors. The browser's own reconnecting is not used: it knows one cursor where there is one a subscription.
 */
export const openSse: OpenTransport = (url, subscriptions, events, environment) => {
  const { EventSource: Source } = environment;
  if (!Source) throw new Error('this browser has no EventSource');
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    timer = undefined;
    source?.close();
    source = undefined;
    const wanted = subscriptions();
    if (wanted.length === 0) return;
    const opened = new Source(withSubscriptions(url, wanted));
    source = opened;
    opened.onmessage = (event: MessageEvent) => {
      const envelope = parseEnvelope(event.data);
      if (envelope && source === opened) events.onMessage(envelope);
    };
    opened.onerror = () => {
      if (source !== opened) return;
      close();
      events.onClose();
    };
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const reopenSoon = () => {
    timer ??= setTimeout(open, GATHER_MS);
  };
  open();
  return { subscribe: reopenSoon, unsubscribe: reopenSoon, close };
};
