import { parseConfigFlags } from './config-flags.ts';

it.each([
  [['--storage.path=/data'], { 'storage.path': '/data' }, []],
  [['--storage.path', '/data', '--listen=:1'], { 'storage.path': '/data', listen: ':1' }, []],
  [['--a.b=x=y'], { 'a.b': 'x=y' }, []],
  [['--a.b='], { 'a.b': '' }, []],
  [['--api.admin', '--log.level', 'debug'], { 'api.admin': 'true', 'log.level': 'debug' }, []],
  [['--api.admin'], { 'api.admin': 'true' }, []],
  [['stray', '-x', '--a.b=1'], { 'a.b': '1' }, ['stray', '-x']],
  [['--global.external_labels.zone=a b'], { 'global.external_labels.zone': 'a b' }, []],
])('%j', (args, flags, strays) => {
  expect(parseConfigFlags(args)).toEqual({ flags, strays });
});
