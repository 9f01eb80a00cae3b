import fc from 'fast-check';
import { nextState, type AlertState } from './alert-state.ts';

const DURATION = 5;
const GRACE = 3;

/** States after each of these looks, one a tick; null: no value. */
function states(looks: readonly (boolean | null)[], durationMs = DURATION): string[] {
  let state: AlertState | undefined;
  return looks.map((isSo, nowMs) => {
    state = nextState(state, isSo === null ? null : Number(isSo), isSo, { nowMs, durationMs, graceMs: GRACE });
    return state.state;
  });
}

it('pends for its duration, fires, and is over at once', () => {
  expect(states([false, true, true, true, true, true, true, false, true])).toEqual([
    'ok',
    ...Array<string>(5).fill('pending'),
    'firing',
    'ok',
    'pending',
  ]);
  expect(states([true], 0)).toEqual(['firing']);
});

it('one look without a value changes nothing, many are no alert', () => {
  expect(states([true, null, true, true, true, true]).at(-1)).toBe('firing');
  expect(states([true, null, null, null, null])).toEqual(['pending', 'pending', 'pending', 'pending', 'ok']);
});

it('fires exactly when the condition has held for the duration without a break', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.integer({ min: 0, max: 8 }), (looks, duration) => {
      let held = -1;
      const wanted = looks.map((isSo, now) => {
        if (!isSo) held = -1;
        else if (held < 0) held = now;
        return held < 0 ? 'ok' : now - held >= duration ? 'firing' : 'pending';
      });
      expect(states(looks, duration)).toEqual(wanted);
    }),
  );
});
