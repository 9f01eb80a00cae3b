import type { AgentService } from '@observatory/protocol/agents';
import type { ControlWorld } from '../../operation.ts';
import { endedStep } from './ended-step.ts';

const SERVICE = 'agents/host-b/broker-2';

function worldOf(state: { run: string | undefined; nowMs: number }) {
  const commands: string[] = [];
  const service = () => ({ agent: 'host-b', name: 'broker-2', state: 'running', run: state.run }) as AgentService;
  const world = {
    clock: { now: () => state.nowMs },
    agents: {
      services: () => [service()],
      run: (agent: string, name: string, action: string, { key }: { key: string }) => {
        commands.push(`${action} ${agent}/${name} ${key}`);
        return Promise.resolve({ outcome: 'done', state: 'running', output: '', durationMs: 1, repeated: false });
      },
    },
    signal: new AbortController().signal,
    deadlineMs: 1e9,
    key: 'k1',
  } as unknown as ControlWorld;
  return { world, commands };
}

it('waits for the process to end, and commands nothing when it did', async () => {
  const state = { run: '7-1' as string | undefined, nowMs: 0 };
  const { world, commands } = worldOf(state);
  const step = endedStep(SERVICE, '7-1');
  const before = (await step.before?.(world)) ?? null;
  expect(await step.settled?.(world, before)).toMatchObject({ ready: false });
  for (const run of [undefined, '9-2']) {
    state.run = run;
    expect(await step.settled?.(world, before)).toMatchObject({ ready: true });
  }
  expect(commands).toEqual([]);
});

it('restarts a process that hangs at its end, by the key of the step', async () => {
  const state = { run: '7-1', nowMs: 0 };
  const { world, commands } = worldOf(state);
  const step = endedStep(SERVICE, '7-1');
  const before = (await step.before?.(world)) ?? null;
  state.nowMs = 29_999;
  expect(await step.settled?.(world, before)).toMatchObject({ ready: false });
  state.nowMs = 30_000;
  expect(await step.settled?.(world, before)).toMatchObject({ ready: true, note: expect.stringContaining('hung') });
  expect(commands).toEqual(['restart host-b/broker-2 k1']);
});
