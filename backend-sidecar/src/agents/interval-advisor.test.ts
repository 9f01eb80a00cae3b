import type { AgentService } from '@observatory/protocol/agents';
import { VirtualClock } from '../util/clock.ts';
import { IntervalAdvisor } from './interval-advisor.ts';

const service = (agent: string, name: string, more: Partial<AgentService> = {}): AgentService => ({
  agent,
  name,
  manager: 'supervised',
  state: 'running',
  actions: [],
  host: agent,
  cluster: 'c',
  agentConnected: true,
  ...more,
});

async function advised(troubled: string[], load: number): Promise<Record<string, number>> {
  const said: Record<string, number> = {};
  const clock = new VirtualClock(0);
  const advisor = new IntervalAdvisor({
    clock,
    fleet: {
      services: () => [
        service('a', 'broker', { node: 'c/broker/1' }),
        service('a', 'proxy'),
        service('b', 'bookie', { node: 'c/bookie/1' }),
        service('gone', 'bookie', { agentConnected: false, node: 'c/bookie/2' }),
      ],
      suggestInterval(agent, seconds) {
        said[agent] = seconds;
        return true;
      },
    },
    troubled: () => new Set(troubled),
    load: () => load,
  });
  advisor.start();
  await clock.advanceTo(60_000);
  advisor.stop();
  return said;
}

it.each<[what: string, troubled: string[], load: number, said: Record<string, number>]>([
  ['all is well', [], 0.2, {}],
  ['a node is in trouble', ['c/broker/1'], 0.2, { a: 30 }],
  ['an operation runs', ['agents/b/bookie'], 0.2, { b: 30 }],
  ['the sidecar is loaded', [], 0.95, { a: 300, b: 300 }],
  ['trouble goes before load', ['c/bookie/1', 'c/bookie/2'], 0.95, { a: 300, b: 30 }],
])('%s', async (_what, troubled, load, said) => {
  expect(await advised(troubled, load)).toEqual(said);
});
