import fc from 'fast-check';
import { READABLE_RESOURCES } from '@observatory/protocol/datasource-settings';
import { readablePath } from './call-resource.ts';

it.each(READABLE_RESOURCES)('%s can be read', (pattern) => {
  const target = pattern.replace('*', 'a%20label');
  expect(readablePath(target)).toBe(target);
  expect(readablePath(`/${target}/`)).toBe(target);
});

it('lets nothing else through, however it is written', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '',
      'api',
      'v1',
      'admin',
      'write',
      'label',
      'values',
      '%',
      'labels?x',
      'a\\b',
    ),
    fc.string({ maxLength: 6 }),
  );
  const allowed = READABLE_RESOURCES.map((each) => new RegExp(`^${each.replace('*', '(?!\\.{1,2}/)[^/]+')}$`));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const target = readablePath(parts.join('/'));
      if (target === undefined) return;
      expect(allowed.some((pattern) => pattern.test(target))).toBe(true);
      expect(new URL(target, 'http://h/').pathname).toBe(`/${target}`);
    }),
    { numRuns: 500 },
  );
});
