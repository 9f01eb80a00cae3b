import type { LogList, StoredLogLine } from '@observatory/protocol/logs';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import type { WatchHandlers } from '../host/ViewHost.ts';
import { LogFeed, type LogFeedOptions } from './log-feed.ts';
import { NO_FILTERS } from './model/logs-state.ts';

const line = (id: number, message = `m${id}`): StoredLogLine => ({
  id: String(id),
  node: 'n',
  timeMs: 1000 + id,
  level: 'info',
  logger: '',
  source: 's',
  message,
});

/** A sidecar whose store is `stored`, and whose stream says what the test says. */
function sidecar(stored: StoredLogLine[], options: Partial<LogFeedOptions> = {}) {
  const asked: URLSearchParams[] = [];
  let handlers: WatchHandlers | undefined;
  const host = fakeViewHost({
    load: (path, schema) => {
      const params = new URLSearchParams(path.split('?')[1]);
      asked.push(params);
      const from = Number(params.get('from')) * 1000;
      const to = Number(params.get('to') ?? Infinity) * 1000;
      const matching = stored.filter(
        ({ id, timeMs }) => timeMs >= from && timeMs <= to && Number(id) > Number(params.get('after') ?? -1),
      );
      const limit = Number(params.get('limit'));
      const lines = params.get('order') === 'asc' ? matching.slice(0, limit) : matching.slice(-limit);
      const answer: LogList = { lines, truncated: lines.length < matching.length, scanned: matching.length };
      return Promise.resolve(schema.parse(answer));
    },
    watch: (_, given) => {
      handlers = given;
      return () => (handlers = undefined);
    },
  });
  const fresh: string[] = [];
  const feed = new LogFeed(host, { filters: NO_FILTERS, window: { fromMs: 0, toMs: 2000 }, ...options }, (lines) =>
    fresh.push(...lines.map(({ id }) => id)),
  );
  const say = (...lines: StoredLogLine[]) => {
    stored.push(...lines);
    handlers?.onPayload({ node: 'n', lines }, 0);
  };
  const ids = () => feed.get().lines.map(({ id }) => Number(id));
  /** Resolves when it holds; there is no other way out than the test's own time limit. */
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => (holds() ? resolve() : setTimeout(look, 5));
      look();
    });
  return { feed, say, ids, asked, fresh, until, stream: () => handlers, stored };
}

it('shows what is stored, then what is said, each line once', async () => {
  const { feed, say, ids, until, fresh } = sidecar([line(1), line(2)]);
  await feed.start();
  expect(ids()).toEqual([1, 2]);
  feed.follow(true);
  say(line(3));
  await until(() => ids().length === 3);
  expect(ids()).toEqual([1, 2, 3]);
  expect(fresh).toEqual(['3']);
  feed.close();
});

it('asks for what was said between loading and following', async () => {
  const { feed, ids, until, stored } = sidecar([line(1)]);
  await feed.start();
  stored.push(line(2));
  feed.follow(true);
  await until(() => ids().length === 2);
  feed.close();
});

it('sees by the numbers that the stream left lines out, loads them and says how many', async () => {
  const { feed, say, ids, until, stored } = sidecar([]);
  await feed.start();
  feed.follow(true);
  say(line(1));
  stored.push(line(2), line(3));
  say(line(4));
  await until(() => ids().length === 4 && feed.get().refilled > 0);
  expect([ids(), feed.get().refilled]).toEqual([[1, 2, 3, 4], 2]);
  feed.close();
});

it('loads what was said while the stream was cut', async () => {
  const { feed, say, ids, until, stored, stream } = sidecar([]);
  await feed.start();
  feed.follow(true);
  say(line(1));
  stored.push(line(2));
  stream()?.onReset();
  await until(() => ids().length === 2);
  feed.close();
});

it('holds lines back while paused', async () => {
  const { feed, say, ids, until } = sidecar([line(1)]);
  await feed.start();
  feed.follow(true);
  feed.pause(true);
  say(line(2));
  say(line(3));
  await until(() => feed.get().held === 2);
  expect(ids()).toEqual([1]);
  feed.pause(false);
  expect([ids(), feed.get().held]).toEqual([[1, 2, 3], 0]);
  feed.close();
});

it('filters what is said; with a pattern the sidecar does', async () => {
  const plain = sidecar([], { filters: { ...NO_FILTERS, text: 'GOOD' } });
  await plain.feed.start();
  plain.feed.follow(true);
  plain.say(line(1, 'bad'), line(2, 'good'));
  await plain.until(() => plain.ids().length > 0);
  expect(plain.ids()).toEqual([2]);
  plain.feed.close();

  const pattern = sidecar([], { filters: { ...NO_FILTERS, text: 'go+d', isRegex: true } });
  await pattern.feed.start();
  pattern.feed.follow(true);
  pattern.say(line(1, 'good'));
  await pattern.until(() => pattern.ids().length === 1);
  expect(pattern.asked.at(-1)?.get('regex')).toBe('go+d');
  pattern.feed.close();
});

it('begins at a line that a link leads to, and goes on to both sides', async () => {
  const many = Array.from({ length: 20_500 }, (_, i) => ({ ...line(i + 1), timeMs: i }));
  const { feed, ids } = sidecar(many, { window: { fromMs: 0, toMs: 30_000 }, aroundMs: 10_000 });
  await feed.start();
  expect(ids()).toContain(10_001);
  expect(feed.get()).toMatchObject({ hasOlder: true, hasNewer: true });
  await feed.loadNext();
  await feed.loadOlder();
  await feed.loadOlder();
  expect([ids().length, ids()[0], feed.get().hasOlder, feed.get().hasNewer]).toEqual([20_500, 1, false, false]);
  feed.close();
});

it('says why nothing can be loaded', async () => {
  const feed = new LogFeed(fakeViewHost({ load: () => Promise.reject(new Error('no sidecar')) }), {
    filters: NO_FILTERS,
    window: { fromMs: 0, toMs: 1 },
  });
  await feed.start();
  expect(feed.get()).toMatchObject({ loading: false, error: 'no sidecar' });
});
