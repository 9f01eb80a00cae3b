import fc from 'fast-check';
import { HEALTHS } from '@observatory/protocol/topology';
import { INITIAL_STATE, LEVELS, readState, writeState, type MapState } from './map-state.ts';
import { MAP_KINDS } from './tier.ts';

const time = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });
const state: fc.Arbitrary<MapState> = fc.record({
  cluster: fc.string(),
  kinds: fc.subarray([...MAP_KINDS], { minLength: 1 }),
  level: fc.constantFrom(...LEVELS),
  camera: fc.option(
    fc.record({
      x: fc.integer({ min: -99999, max: 99999 }),
      y: fc.integer({ min: -99999, max: 99999 }),
      k: fc.constantFrom(0.05, 0.5, 1, 2.25),
    }),
    { nil: undefined },
  ),
  selected: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  focus: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  depth: fc.integer({ min: 1, max: 4 }),
  find: fc.string(),
  hide: fc.string(),
  problems: fc.boolean(),
  without: fc.subarray([...HEALTHS]),
  color: fc.string(),
  size: fc.string(),
  ring: fc.string(),
  width: fc.string(),
  labels: fc.boolean(),
  edges: fc.boolean(),
  atMs: time,
  baseMs: time,
  table: fc.option(fc.boolean(), { nil: undefined }),
});

describe('the state of the map in the address', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(state, (before) => {
        expect(readState(new URLSearchParams(writeState(before).toString()))).toEqual(before);
      }),
    );
  });

  it('is empty for the initial one', () => {
    expect(writeState(INITIAL_STATE).toString()).toBe('');
    expect(readState(new URLSearchParams())).toEqual(INITIAL_STATE);
  });

  it('leaves out what makes no sense', () => {
    const search = new URLSearchParams(
      'kinds=teapot&level=moon&view=1,2&depth=99&at=yesterday&without=well,down&table=maybe',
    );
    expect(readState(search)).toEqual({ ...INITIAL_STATE, depth: 4, without: ['down'] });
    expect(readState(new URLSearchParams('view=1,2,-3&depth=1.5&kinds=broker'))).toEqual({
      ...INITIAL_STATE,
      kinds: ['broker'],
    });
  });
});
