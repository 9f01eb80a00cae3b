import type { BlastItem, Finding, Risk } from '@observatory/protocol/control';
import * as z from 'zod';
import { operation, type AnyOperation, type ControlWorld, type StepsInput } from '../../operation.ts';
import { componentKind, componentOf, runningInstances, type Component } from './component.ts';

type Action = 'start' | 'stop' | 'restart';

interface ComponentAction {
  action: Action;
  title: string;
  summary: string;
  risk: Risk;
  undo: string;
}

/**
 * Start, stop and restart of functions, sources and sinks differ in a word. A second stop or start is refused by Pulsar
 * (400), so the plan refuses it first; a restart cannot be seen afterwards, so that it is never repeated.
 */
export function componentOperation({ action, title, summary, risk, undo }: ComponentAction): AnyOperation {
  const wantsRunning = action !== 'stop';
  const reached = ({ running, wanted }: { running: number; wanted: number }) =>
    wantsRunning ? running === wanted : running === 0;
  return operation({
    id: `function-${action}`,
    title,
    summary,
    targets: ['function', 'function_instance'],
    risk,
    role: 'operator',
    parameters: z.strictObject({}),
    sentence: ({ name, kind }) => `${verbOf(action)} ${kind === 'function_instance' ? 'instance ' : ''}${name}`,
    async survey({ target, node, graph, world }) {
      const owner =
        target.kind === 'function_instance'
          ? graph.node(`${target.cluster}/function/${target.name.replace(/:\d+$/, '')}`)
          : node;
      const kind = componentKind(owner);
      const { running, wanted } = await runningInstances(world, componentOf(target, kind));
      return {
        facts: { kind, running },
        blast: blastOf(action, running, wanted),
        findings: findingsOf(action, running, wanted),
      };
    },
    steps: (input) => {
      const component = componentFrom(input);
      const path = `${component.path}${component.instance === undefined ? '' : `/${component.instance}`}/${action}`;
      return [
        {
          id: action,
          title,
          call: `POST ${path}`,
          repeatable: false,
          timeoutMs: 120_000,
          run: async (world) => {
            await world.cluster.worker({ method: 'POST', path }, world.signal);
            return 'accepted';
          },
          ...(action !== 'restart' && {
            check: async (world: ControlWorld) =>
              reached(await runningInstances(world, component)) ? ('done' as const) : ('not_done' as const),
          }),
          settled: async (world) => {
            const now = await runningInstances(world, component);
            return {
              ready: reached(now),
              note: `${now.running} of ${now.wanted} instances run${now.error && `: ${now.error}`}`,
            };
          },
        },
      ];
    },
    verification: wantsRunning ? 'All instances are running.' : 'No instance is running.',
    async verify(input, world) {
      const now = await runningInstances(world, componentFrom(input));
      return { ok: reached(now), message: `${now.running} of ${now.wanted} instances run` };
    },
    stopsOn: [],
    undo,
    deadlineMs: 180_000,
  });
}

function componentFrom({ target, facts }: StepsInput<unknown>): Component {
  return componentOf(target, String(facts.kind));
}

function verbOf(action: Action): string {
  return `${action[0].toUpperCase()}${action.slice(1)}`;
}

function blastOf(action: Action, running: number, wanted: number): BlastItem[] {
  const sentence = {
    start: `${wanted - running} instances start; they go on where their subscriptions stand`,
    stop: `${running} instances stop; what is published meanwhile waits in their subscriptions`,
    restart: `${running} instances stop and start; messages under way may be processed twice, or be lost with ATMOST_ONCE`,
  }[action];
  const count = action === 'start' ? wanted - running : running;
  return [{ kind: `instances_${action}`, count, sentence, certainty: 'measured', examples: [] }];
}

function findingsOf(action: Action, running: number, wanted: number): Finding[] {
  if (action === 'start' && running === wanted)
    return [{ level: 'blocker', message: 'All its instances run already.' }];
  if (action === 'stop' && running === 0) return [{ level: 'blocker', message: 'None of its instances runs.' }];
  if (action === 'restart' && running < wanted)
    return [{ level: 'warning', message: `${wanted - running} of ${wanted} instances do not run now.` }];
  return [];
}
