import { ConfigError } from '@observatory/backend-sidecar/config/config-error';
import { ObservatoryError } from '@observatory/backend-sidecar/util/errors';
import { reportError } from './report-error.ts';

function report(error: unknown): [code: number, text: string] {
  let text = '';
  const code = reportError(error, (part) => (text += part));
  return [code, text];
}

it('tells what happened and what to do, without a stack', () => {
  expect(report(new ObservatoryError('OBS_HTTP_LISTEN', 'the port is taken', { hint: 'choose another' }))).toEqual([
    1,
    'observatory: the port is taken. Choose another [OBS_HTTP_LISTEN]\n',
  ]);
  expect(report(new ObservatoryError('OBS_X', 'No.'))).toEqual([1, 'observatory: No. [OBS_X]\n']);
});

it('shows every problem of a configuration with its place', () => {
  const problem = { source: 'o.yaml', line: 3, column: 1, keyPath: 'listen', message: 'is wrong' };
  const [, text] = report(new ConfigError([problem, { ...problem, line: 4 }]));
  expect(text).toMatch(
    /^observatory: o\.yaml:3:1: listen: is wrong\no\.yaml:4:1: listen: is wrong\. .*\[OBS_CONFIG_INVALID\]\n$/,
  );
});

it('shows the stack of what nobody foresaw', () => {
  const [code, text] = report(new TypeError('x is undefined'));
  expect(code).toBe(70);
  expect(text).toContain('report-error.test.ts');
  expect(report('plain')[1]).toContain('plain');
});
