import fc from 'fast-check';
import { parseConfig } from '../../config/index.ts';
import { fits, Policy } from './policy.ts';
import { isOpen } from './window.ts';

const OPERATION = { id: 'bundle-unload', role: 'operator' } as const;
const OPERATOR = { role: 'operator', via: 'token' } as const;
const SUNDAY_23 = Date.parse('2026-11-22T23:00:00Z');

function policy(control: object): Policy {
  const made = new Policy();
  made.configure(parseConfig(JSON.stringify({ control }), 'test.yml').control);
  return made;
}

const decide = (made: Policy, question: Partial<Parameters<Policy['decide']>[0]> = {}) =>
  made.decide({
    operation: OPERATION,
    target: 'c/bundle/x',
    actor: OPERATOR,
    nowMs: SUNDAY_23,
    automation: true,
    ...question,
  });

it('is read-only by default, and says what it takes', () => {
  expect(decide(policy({}))).toMatchObject({ allowed: false, requires: ['role operator', 'control.mode: confirm'] });
  expect(decide(policy({ mode: 'confirm' }))).toMatchObject({ allowed: true, reason: '' });
  expect(decide(policy({ mode: 'confirm' }), { actor: { role: 'reader', via: 'token' } }).reason).toMatch(
    /you are reader/,
  );
});

it('follows the first rule that fits; rules only demand more', () => {
  const made = policy({
    mode: 'confirm',
    policies: [
      { operations: ['bundle-*'], targets: ['c/bundle/prod/*'], effect: 'deny', reason: 'production' },
      { operations: ['*'], role: 'admin', second_person: true },
    ],
  });
  expect(decide(made, { target: 'c/bundle/prod/a' }).reason).toBe('production');
  expect(decide(made)).toMatchObject({
    allowed: false,
    reason: 'this needs the role admin, and you are operator',
    secondPerson: true,
  });
  expect(decide(made, { actor: { role: 'admin', via: 'token' } })).toMatchObject({ allowed: true, secondPerson: true });
});

it('lets automation do only what a rule names, and nothing while the stop switch is on', () => {
  const made = policy({ mode: 'confirm', policies: [{ operations: ['bookie-gc'], automation: true }] });
  const automation = { role: 'operator', via: 'automation' } as const;
  expect(decide(made, { actor: automation }).reason).toMatch(/no policy allows/);
  const gc = { id: 'bookie-gc', role: 'operator' } as const;
  expect(decide(made, { actor: automation, operation: gc }).allowed).toBe(true);
  expect(decide(made, { actor: automation, operation: gc, automation: false }).reason).toMatch(/stop switch/);
});

it('knows maintenance windows, over midnight and in their own zone', () => {
  const window = { name: 'night', days: ['sun'], from: '22:00', to: '04:00', timezone: 'UTC' };
  expect(
    [22, 23, 27, 28, 46].map((hour) => isOpen(window, Date.parse('2026-11-22T00:00:00Z') + hour * 3_600_000)),
  ).toEqual([true, true, true, false, false]);
  expect(isOpen({ ...window, timezone: 'Europe/Berlin' }, Date.parse('2026-11-22T21:30:00Z'))).toBe(true);
  const made = policy({ mode: 'confirm', windows: [window], policies: [{ windows: ['night'] }] });
  expect(decide(made).allowed).toBe(true);
  expect(decide(made, { nowMs: SUNDAY_23 - 3 * 3_600_000 }).reason).toMatch(/outside of its maintenance window/);
  expect(() => policy({ policies: [{ windows: ['nope'] }] })).toThrow(/no window nope/);
  expect(() => policy({ windows: [{ ...window, from: '25:00' }] })).toThrow(/no time/);
});

it('reads patterns as a regular expression would', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab*]{0,8}$/), fc.stringMatching(/^[ab]{0,8}$/), (pattern, text) => {
      expect(fits(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
    }),
  );
});
