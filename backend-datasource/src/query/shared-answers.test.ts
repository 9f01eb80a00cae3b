import type { QueryFrames } from '@observatory/protocol/frames-envelope';
import type { AskedQuery } from './frame-query.ts';
import { SharedAnswers } from './shared-answers.ts';

const query = (refId: string, expr = 'up'): AskedQuery => ({ refId, expr, fromMs: 0, toMs: 1 });
const frames = (bytes = 10): QueryFrames => ({ status: 200, frames: [new Uint8Array(bytes)] });

function setUp(answer: (query: AskedQuery) => QueryFrames = () => frames(), maxBytes = 1000) {
  const asked: { queries: readonly AskedQuery[]; signal: AbortSignal; finish: (error?: Error) => void }[] = [];
  let now = 0;
  const shared = new SharedAnswers({
    maxBytes,
    now: () => now,
    ask: (queries, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        const finish = (error?: Error) =>
          error ? reject(error) : resolve(new Map(queries.map((each) => [each.refId, answer(each)])));
        asked.push({ queries, signal, finish });
      }),
  });
  const get = (queries: AskedQuery[], options: { signal?: AbortSignal; skipCache?: boolean } = {}) =>
    shared.get(queries, { signal: new AbortController().signal, skipCache: false, ...options });
  return { shared, asked, get, pass: (ms: number) => (now += ms) };
}

const statuses = async (answers: Promise<PromiseSettledResult<unknown>[]>) =>
  (await answers).map(({ status }) => status);

it('asks only for what nobody asks already, in one request', async () => {
  const { asked, get, shared } = setUp();
  const first = get([query('A')]);
  const second = get([query('A'), query('B'), query('C', 'down')]);
  expect(asked.map(({ queries }) => queries.map(({ refId }) => refId))).toEqual([['A'], ['B', 'C']]);
  for (const { finish } of asked) finish();
  expect(await statuses(first)).toEqual(['fulfilled']);
  expect(await statuses(second)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  expect([shared.hits, shared.misses]).toEqual([1, 3]);
});

it('gives an answer again for a moment, but no failure and nothing that was refused', async () => {
  const { asked, get, pass } = setUp(({ refId }) =>
    refId === 'B' ? { ...frames(), status: 422, error: 'no' } : frames(),
  );
  const both = get([query('A'), query('B')]);
  asked[0].finish();
  await both;
  await get([query('A')]);
  expect(asked).toHaveLength(1);
  void get([query('B')]);
  expect(asked).toHaveLength(2);
  pass(1001);
  const third = get([query('A')]);
  expect(asked).toHaveLength(3);
  asked[2].finish(new Error('gone'));
  expect(await statuses(third)).toEqual(['rejected']);
  void get([query('A')]);
  expect(asked).toHaveLength(4);
});

it('ends a request when all who wait for it have gone away, not before', async () => {
  const { asked, get } = setUp();
  const [one, two] = [new AbortController(), new AbortController()];
  const first = get([query('A')], { signal: one.signal });
  const second = get([query('A')], { signal: two.signal });
  one.abort();
  expect(await statuses(first)).toEqual(['rejected']);
  expect(asked[0].signal.aborted).toBe(false);
  two.abort();
  expect(await statuses(second)).toEqual(['rejected']);
  expect(asked[0].signal.aborted).toBe(true);
  // Who comes after that starts anew.
  void get([query('A')]);
  expect(asked).toHaveLength(2);
});

it('keeps no more than it may', async () => {
  const { asked, get } = setUp(() => frames(400));
  for (const refId of ['A', 'B', 'C']) {
    const answer = get([query(refId)]);
    asked.at(-1)?.finish();
    await answer;
  }
  expect(asked).toHaveLength(3);
  await get([query('C')]);
  await get([query('B')]);
  expect(asked).toHaveLength(3);
  void get([query('A')]);
  expect(asked).toHaveLength(4);
});
