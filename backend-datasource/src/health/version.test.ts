import { isOlder } from './version.ts';

it.each([
  ['0.0.9', true],
  ['0.1.0', false],
  ['0.1.0-rc.1', false],
  ['1.0.0', false],
  ['0.0.0-dev', false],
  ['unknown', false],
])('version %s is older than 0.1.0: %s', (version, expected) => expect(isOlder(version, '0.1.0')).toBe(expected));
