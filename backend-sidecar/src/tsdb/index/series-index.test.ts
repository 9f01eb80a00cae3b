import fc from 'fast-check';
import { hashLabels } from '../../model/label-hash.ts';
import { Labels } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import { Kernel } from '../head/kernel.ts';
import { intersect, subtract, union } from './postings.ts';
import { selectPostings } from './select-postings.ts';
import { SeriesIndex } from './series-index.ts';
import { slotOf } from './series-record.ts';

const VALUES = ['', 'a', 'b', 'ab', 'abc', 'x-1', 'x-2', 'ü', '10'];
const anyLabels = fc
  .record({
    __name__: fc.constantFrom('up', 'down', 'rate'),
    job: fc.constantFrom(...VALUES),
    topic: fc.constantFrom(...VALUES),
  })
  .map((object) => Labels.fromObject(object));
const anyMatcher = fc
  .tuple(
    fc.constantFrom('=', '!=', '=~', '!~'),
    fc.constantFrom('__name__', 'job', 'topic', 'absent'),
    fc.constantFrom(...VALUES, '.*', '.+', 'a|b', 'a.*', 'x-[12]', 'a|', '|', 'u.*', 'up|down'),
  )
  .map(([type, name, value]) => new Matcher(type as '=', name, value));

const anySorted = fc.uniqueArray(fc.nat(500)).map((values) => Uint32Array.from(values).sort());

describe('SeriesIndex', () => {
  it('selects what a scan of all series selects, also after series died', () => {
    fc.assert(
      fc.property(
        fc.array(anyLabels, { maxLength: 60 }),
        fc.array(fc.nat(59), { maxLength: 30 }),
        fc.array(anyLabels, { maxLength: 20 }),
        fc.array(anyMatcher, { maxLength: 4 }),
        (first, deaths, second, matchers) => {
          const index = new SeriesIndex(new Kernel());
          const live = new Map<string, Labels>();
          const add = (labels: Labels) => {
            if (index.find(labels) === 0) index.create(labels);
            live.set(labels.key(), labels);
          };
          first.forEach(add);
          const dying = new Set(deaths.filter((at) => at < first.length).map((at) => first[at].key()));
          index.free(Uint32Array.from([...dying].map((key) => slotOf(index.find(live.get(key) as Labels)))));
          for (const key of dying) live.delete(key);
          second.forEach(add);

          const expected = [...live.values()].filter((labels) =>
            matchers.every((matcher) => matcher.matches(labels.get(matcher.name))),
          );
          const slots = selectPostings(index, matchers);
          expect([...slots]).toEqual([...slots].sort((a, b) => a - b));
          expect([...slots].map((slot) => index.labelsAt(slot).key()).sort()).toEqual(
            expected.map((labels) => labels.key()).sort(),
          );
          expect(index.count).toBe(live.size);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('keeps the hash that all parts of the store agree on', () => {
    const index = new SeriesIndex(new Kernel());
    const labels = Labels.fromObject({ __name__: 'up', job: 'broker', instance: 'a:1' });
    const slot = slotOf(index.create(labels));
    expect({ low: index.hashLowAt(slot), high: index.hashHighAt(slot) }).toEqual(hashLabels(labels.flat));
    expect(index.find(labels)).toBe(index.refAt(slot));
    expect(index.find(Labels.fromObject({ __name__: 'up', job: 'broker' }))).toBe(0);
  });

  it('grows to many series and forgets the texts of dead ones', () => {
    const index = new SeriesIndex(new Kernel());
    const labelsOf = (n: number) =>
      Labels.fromObject({ __name__: `metric_${n % 50}`, topic: `persistent://public/default/topic-${n}` });
    const slots = Array.from({ length: 20_000 }, (_, n) => slotOf(index.create(labelsOf(n))));
    for (let n = 0; n < 20_000; n += 997) expect(index.find(labelsOf(n))).toBe(index.refAt(slots[n]));
    expect(selectPostings(index, [new Matcher('=', '__name__', 'metric_7')])).toHaveLength(400);
    index.free(Uint32Array.from(slots));
    expect(index.symbols.count).toBe(0);
    expect(index.pairs.count).toBe(0);
    expect(index.count).toBe(0);
    expect(index.find(labelsOf(3))).toBe(0);
  });
});

describe('postings', () => {
  it('intersects, subtracts and unites like sets', () => {
    fc.assert(
      fc.property(anySorted, anySorted, anySorted, (a, b, c) => {
        const inB = new Set(b);
        expect([...intersect(a, b)]).toEqual([...a].filter((value) => inB.has(value)));
        expect([...subtract(a, b)]).toEqual([...a].filter((value) => !inB.has(value)));
        expect([...union([a, b, c])]).toEqual([...new Set([...a, ...b, ...c])].sort((x, y) => x - y));
      }),
    );
  });
});
