import fc from 'fast-check';
import { LOG_LEVELS, type LogVolume, type StoredLogLine } from '@observatory/protocol/logs';
import { LineBuffer } from './line-buffer.ts';
import { lineFilter } from './line-filter.ts';
import { clockText, firstLine, linesFile, marked, shortLogger } from './line-text.ts';
import { filterParams, NO_FILTERS, readLogsState, writeLogsState, type LogsState } from './logs-state.ts';
import { addToVolume, bucketTotal } from './volume.ts';

const line = (id: number, more: Partial<StoredLogLine> = {}): StoredLogLine => ({
  id: String(id),
  node: 'n',
  timeMs: id,
  level: 'info',
  logger: 'a.B',
  source: 's',
  message: `m${id}`,
  ...more,
});
const randomLine = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([id, timeMs]) => line(id, { timeMs }));

describe('the lines of a page', () => {
  it('are in the order of time, each once, the newest of what came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(randomLine, { maxLength: 10 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 30 }),
        (batches, capacity) => {
          const buffer = new LineBuffer(capacity);
          for (const batch of batches) {
            const before = buffer.lines;
            const copy = [...before];
            buffer.add(batch);
            expect(before).toEqual(copy);
          }
          const { lines } = buffer;
          expect(lines.length).toBeLessThanOrEqual(capacity);
          expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
          for (let i = 1; i < lines.length; i++)
            expect(lines[i - 1].timeMs - lines[i].timeMs || Number(lines[i - 1].id) - Number(lines[i].id)).toBeLessThan(
              0,
            );
          expect(buffer.newestId).toBe(Math.max(0, ...batches.flat().map(({ id }) => Number(id))));
        },
      ),
    );
  });

  it('say how many had to go', () => {
    const buffer = new LineBuffer(2);
    expect(buffer.add([line(1), line(2), line(3)]).length).toBe(3);
    expect([buffer.lines.map(({ id }) => id), buffer.evicted]).toEqual([['2', '3'], 1]);
    expect(buffer.add([line(3)])).toEqual([]);
  });
});

describe('filters', () => {
  const all = [
    line(1, { level: 'error', message: 'It Failed' }),
    line(2, { level: 'debug', logger: 'x.Y', source: 't', node: 'o' }),
    line(3, { level: 'fatal' }),
  ];
  it.each([
    [{}, '123'],
    [{ minLevel: 'warn' as const }, '13'],
    [{ text: 'fAILED' }, '1'],
    [{ logger: 'X.' }, '2'],
    [{ nodes: ['o'] }, '2'],
    [{ sources: ['s'], minLevel: 'fatal' as const }, '3'],
  ])('%j', (filters, ids) => {
    const matches = lineFilter({ ...NO_FILTERS, ...filters });
    expect(all.filter((each) => matches?.(each)).map(({ id }) => id).join('')).toBe(ids); // prettier-ignore
  });

  it('leave regular expressions to the sidecar', () => {
    expect(lineFilter({ ...NO_FILTERS, text: 'a+', isRegex: true })).toBeUndefined();
    expect(filterParams({ ...NO_FILTERS, text: 'a+', isRegex: true }).toString()).toBe('regex=a%2B');
    expect(lineFilter({ ...NO_FILTERS, isRegex: true })).toBeDefined();
  });
});

it('the address holds the whole view, and what else is in it', () => {
  const word = fc.string({ minLength: 1 });
  const state: fc.Arbitrary<LogsState> = fc.record({
    nodes: fc.array(word),
    sources: fc.array(word),
    minLevel: fc.option(fc.constantFrom(...LOG_LEVELS), { nil: undefined }),
    logger: fc.string(),
    text: fc.string(),
    isRegex: fc.boolean(),
    isLive: fc.boolean(),
    line: fc.string(),
    atMs: fc.option(fc.nat(), { nil: undefined }),
    of: fc.string(),
  });
  fc.assert(
    fc.property(state, (before) => {
      const search = writeLogsState(before, new URLSearchParams({ from: 'now-5m', text: 'old' }));
      expect(readLogsState(new URLSearchParams(search.toString()))).toEqual(before);
      expect(search.get('from')).toBe('now-5m');
    }),
  );
  expect(readLogsState(new URLSearchParams('level=loud&at=x'))).toMatchObject({ minLevel: undefined, atMs: undefined });
});

describe('counts over time', () => {
  const volume: LogVolume = {
    startMs: 100,
    stepMs: 10,
    length: 2,
    levels: [{ level: 'warn', counts: [1, 0] }],
    total: 1,
    truncated: false,
    scanned: 1,
  };
  it('grow with new lines, also behind the last bucket', () => {
    const more = addToVolume(volume, [
      line(1, { timeMs: 105 }),
      line(2, { timeMs: 135, level: 'warn' }),
      line(3, { timeMs: 99 }),
    ]);
    expect(more).toMatchObject({
      length: 4,
      total: 3,
      levels: [
        { level: 'info', counts: [1, 0, 0, 0] },
        { level: 'warn', counts: [1, 0, 0, 1] },
      ],
    });
    expect(bucketTotal(more, 0)).toBe(2);
    expect(volume.levels[0].counts).toEqual([1, 0]);
  });

  it('are not made endless by a clock that is wrong', () => {
    const more = addToVolume(volume, [line(1, { timeMs: 1e12 })]);
    expect([more.length, more.total]).toEqual([1000, 1]);
  });
});

describe('texts', () => {
  it.each([
    ['one', { text: 'one', more: 0 }],
    ['one\n at two\n at three', { text: 'one', more: 2 }],
  ])('of %j a row shows %j', (message, expected) => expect(firstLine(message)).toEqual(expected));

  it('mark what is looked for, and lose nothing', () => {
    expect(marked('aXbx', 'x')).toEqual([
      { text: 'a', isMatch: false },
      { text: 'X', isMatch: true },
      { text: 'b', isMatch: false },
      { text: 'x', isMatch: true },
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, word) => {
        expect(
          marked(text, word)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('become files', () => {
    const lines = [line(1, { timeMs: 0, level: 'warn' })];
    expect(linesFile(lines, 'text')).toBe('1970-01-01T00:00:00.000Z WARN    n s a.B - m1\n');
    expect(JSON.parse(linesFile(lines, 'ndjson'))).toEqual(lines[0]);
    expect(shortLogger('org.apache.Broker')).toBe('Broker');
    expect(clockText(new Date(2026, 0, 2, 3, 4, 5, 6).getTime(), true)).toBe('2026-01-02 03:04:05.006');
  });
});
