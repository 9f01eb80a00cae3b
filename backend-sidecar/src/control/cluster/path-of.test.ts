import fc from 'fast-check';
import { bundlePath, pathOf, topicPath } from './path-of.ts';

it('never lets a name leave its segment', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
      let path: string;
      try {
        path = pathOf`/a/${name}/b`;
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/OBS_CONTROL_NAME/) });
        return;
      }
      const { pathname, search } = new URL(path, 'http://host');
      expect(search).toBe('');
      expect(pathname.split('/')).toHaveLength(4);
      expect(decodeURIComponent(pathname.split('/')[2])).toBe(name);
    }),
  );
  for (const name of ['', '.', '..', 'a\nb', '\u0000']) expect(() => pathOf`/a/${name}`).toThrow(/cannot be part/);
});

it('takes topics and bundles apart', () => {
  expect(topicPath('persistent://t/n/a b?c#d')).toBe('/admin/v2/persistent/t/n/a%20b%3Fc%23d');
  expect(bundlePath('t/n/0x00000000_0x40000000')).toBe('/admin/v2/namespaces/t/n/0x00000000_0x40000000');
  for (const topic of ['t/n/x', 'persistent://t/n', 'persistent://t/n/..', 'file://t/n/x', 'persistent://t/../n/x'])
    expect(() => topicPath(topic)).toThrow();
  expect(() => bundlePath('t/n/0x0_0x1/../../x')).toThrow();
});
