import fc from 'fast-check';
import { fillArguments } from './fill-arguments.ts';

it('fills in, once, and keeps each argument one argument', () => {
  const values = { nodeId: 'c/bookie/{details}', details: '{"a":"$(reboot); `id` \n"}' };
  expect(fillArguments(['{node_id}', '--why={details}', '{other}', '$HOME; rm'], values)).toEqual([
    'c/bookie/{details}',
    '--why={"a":"$(reboot); `id` \n"}',
    '{other}',
    '$HOME; rm',
  ]);
});

it('makes no option of what is filled in, and no cut string', () => {
  expect(() => fillArguments(['{node_id}'], { nodeId: '--config=/etc/evil', details: '' })).toThrow(
    'would become the option',
  );
  expect(() => fillArguments(['x{node_id}'], { nodeId: 'a\0b', details: '' })).toThrow('NUL');
  expect(() => fillArguments(['{details}'], { nodeId: '', details: 'x'.repeat(9000) })).toThrow('longer than 8192');
  expect(fillArguments(['-n', '{node_id}', '--at={node_id}'], { nodeId: 'b', details: '' })).toEqual([
    '-n',
    'b',
    '--at=b',
  ]);
});

it('whatever comes in, there are as many arguments as were configured', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{node_id}', 'a', 'x={details}')),
      fc.string(),
      fc.string(),
      (args, nodeId, details) => {
        try {
          expect(fillArguments(args, { nodeId, details })).toHaveLength(args.length);
        } catch (error) {
          expect((error as { code: string }).code).toBe('OBS_RECOVERY_ARGUMENT');
        }
      },
    ),
  );
});
