import { isEnvelope, withSubscriptions } from './transport.ts';
import type { OpenTransport } from './transport.ts';

/** A server that answers at once, again and again, must not be asked more often than this. */
const MIN_PERIOD_MS = 250;

/** Long polling: each answer brings the news since the cursors, which are in the address of the next question. */
export const openPolling: OpenTransport = (url, subscriptions, events, environment) => {
  const { fetch: ask } = environment;
  if (!ask) throw new Error('this browser has no fetch');
  let isClosed = false;
  let abort = new AbortController();
  let wake: () => void = () => undefined;
  /** Set when the subscriptions changed while a question was on its way: it is asked anew. */
  let isStale = false;

  const poll = async () => {
    const wanted = subscriptions();
    if (wanted.length === 0) {
      await new Promise<void>((resolve) => (wake = resolve));
      return;
    }
    const address = withSubscriptions(url, wanted);
    address.searchParams.set('poll', '');
    const startedAt = environment.now();
    const response = await ask(address, { signal: abort.signal, cache: 'no-store' });
    if (!response.ok) throw new Error(`the stream answered ${response.status}`);
    const answer: unknown = await response.json();
    const messages = typeof answer === 'object' && answer !== null && 'messages' in answer ? answer.messages : [];
    if (isClosed || !Array.isArray(messages)) return;
    for (const message of messages) if (isEnvelope(message)) events.onMessage(message);
    const restMs = MIN_PERIOD_MS - (environment.now() - startedAt);
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  };

  const run = async () => {
    while (!isClosed) {
      try {
        await poll();
      } catch {
        if (isClosed) return;
        if (!isStale) {
          isClosed = true;
          events.onClose();
          return;
        }
      }
      if (isStale) {
        isStale = false;
        abort = new AbortController();
      }
    }
  };
  const change = () => {
    isStale = true;
    abort.abort();
    wake();
  };
  void run();
  return {
    subscribe: change,
    unsubscribe: change,
    close: () => {
      isClosed = true;
      abort.abort();
      wake();
    },
  };
};
