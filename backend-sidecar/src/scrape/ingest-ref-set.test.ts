import fc from 'fast-check';
import { RefSet } from './ingest-ref-set.ts';

it('a ref set behaves as a Set, round after round', () => {
  const refs = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(
      fc.array(fc.record({ expected: fc.nat(200), refs: fc.array(refs, { maxLength: 800 }) }), { maxLength: 5 }),
      (rounds) => {
        const tested = new RefSet();
        for (const round of rounds) {
          const model = new Set<number>();
          tested.clear(round.expected);
          for (const ref of round.refs) {
            expect(tested.has(ref)).toBe(model.has(ref));
            expect(tested.add(ref)).toBe(!model.has(ref));
            model.add(ref);
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});
