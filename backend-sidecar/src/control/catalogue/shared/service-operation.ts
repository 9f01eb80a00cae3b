import type { ServiceAction } from '@observatory/protocol/agents';
import type { Finding, Risk } from '@observatory/protocol/control';
import * as z from 'zod';
import { ObservatoryError } from '../../../util/errors.ts';
import { operation, type AnyOperation, type ControlWorld, type ServiceAgents, type Target } from '../../operation.ts';
import { CallUncertainError } from '../../cluster/call-error.ts';
import { serviceOf } from '../../plan/find-target.ts';
import { nodeServiceImpact } from './node-service-impact.ts';

const RISK: Readonly<Record<ServiceAction, Risk>> = { start: 'low', stop: 'high', restart: 'high' };
const UNDO: Readonly<Record<ServiceAction, string>> = {
  start: 'Stop it again.',
  stop: 'Start it again.',
  restart: 'Nothing to undo: it runs again.',
};
const TIMEOUT_MS = 300_000;

/** Start, stop and restart of a service through the agent of its host. */
export function serviceOperation(action: ServiceAction): AnyOperation {
  const verb = `${action[0].toUpperCase()}${action.slice(1)}`;
  return operation({
    id: `service-${action}`,
    title: `${verb} service`,
    summary: `${verb}s a service on its host, through the agent there: a process, a systemd unit, a container, a pod.`,
    targets: ['service'],
    risk: RISK[action],
    role: 'operator',
    parameters: z.strictObject({}),
    sentence: ({ name }) => `${verb} service ${name}`,
    async survey({ target, graph, world }) {
      const status = stateOf(world.agents, target);
      const topologyNode = status?.node === undefined ? undefined : graph.node(status.node);
      const findings: Finding[] = [];
      const blocker = (message: string) => findings.push({ level: 'blocker', message });
      if (!status) blocker('No agent knows this service.');
      else {
        if (!status.agentConnected) blocker(`The agent ${status.agent} is not connected.`);
        if (!status.actions.includes(action)) blocker(`The agent does not allow to ${action} it.`);
        if (action === 'start' && status.state === 'running') blocker('It runs already.');
        if (action === 'stop' && status.state === 'stopped') blocker('It is stopped already.');
      }
      if (topologyNode && action !== 'start') {
        const peers = [...graph.nodes.values()].filter(
          ({ kind, health }) => kind === topologyNode.kind && health !== 'down',
        );
        const word = topologyNode.kind.replaceAll('_', ' ');
        if (peers.length < 2) findings.push({ level: 'warning', message: `It is the only ${word} that is up.` });
        findings.push({
          level: 'info',
          message: `It is the ${word} ${topologyNode.name}: an operation of that kind may be gentler (drain, read-only).`,
        });
      }
      const onNode =
        topologyNode && action !== 'start' ? await nodeServiceImpact(topologyNode, graph, world) : undefined;
      return {
        facts: { run: status?.run ?? null },
        blast: [
          {
            kind: `services_${action}`,
            count: 1,
            sentence: topologyNode
              ? `${topologyNode.kind.replaceAll('_', ' ')} ${topologyNode.name} is ${action === 'start' ? 'started' : action === 'stop' ? 'down until it is started' : 'down until it is back'}`
              : `Whatever uses ${target.name} on that host`,
            certainty: topologyNode ? 'measured' : 'unknown',
            examples: [],
          },
          ...(onNode?.blast ?? []),
        ],
        findings: [...findings, ...(onNode?.findings ?? [])],
      };
    },
    steps: ({ target, facts }) => [
      {
        id: action,
        title: `${verb} the service`,
        call: `agent: ${action} ${target.name}`,
        // The agent remembers the key and answers a repetition with the old result.
        repeatable: true,
        timeoutMs: TIMEOUT_MS,
        ready: (world) => agentReady(world, target),
        run: (world) => commandAgent(world, target, action),
        settled: (world) => Promise.resolve(serviceSettled(world, target, action, facts.run)),
      },
    ],
    verification: action === 'stop' ? 'The agent reports that it is stopped.' : 'The agent reports that it is running.',
    verify({ target }, world) {
      const state = stateOf(world.agents, target)?.state ?? 'unknown';
      return Promise.resolve({ ok: state === (action === 'stop' ? 'stopped' : 'running'), message: `it is ${state}` });
    },
    stopsOn: [],
    undo: UNDO[action],
    deadlineMs: TIMEOUT_MS + 60_000,
  });
}

/** An agent that was there when the operation was planned comes back: after a cut, or a restart of the sidecar. */
export function agentReady({ agents }: ControlWorld, target: Pick<Target, 'id'>): { ready: boolean; note: string } {
  const agent = serviceOf(target.id)?.agent ?? '';
  return { ready: agents?.isConnected(agent) === true, note: `waits for the agent ${agent} to connect` };
}

/** Has the agent do it. @throws CallUncertainError when the link broke, so that it is asked again with the same key */
export async function commandAgent(
  world: ControlWorld,
  target: Pick<Target, 'id' | 'name'>,
  action: ServiceAction,
): Promise<string> {
  const service = serviceOf(target.id);
  if (!world.agents || !service)
    throw new ObservatoryError('OBS_CONTROL_TARGET', `no agent knows ${target.id}`, { httpStatus: 404 });
  const result = await world.agents.run(service.agent, service.service, action, {
    key: world.key,
    deadlineMs: world.deadlineMs,
    signal: world.signal,
  });
  if (result.outcome === 'done') return [result.state, result.output.trim().slice(0, 500)].filter(Boolean).join(': ');
  if (result.outcome === 'unknown')
    throw new CallUncertainError(
      { method: 'POST', path: `${action} ${target.name}` },
      service.agent,
      new Error(result.reason),
    );
  throw new ObservatoryError('OBS_CONTROL_REFUSED', `the agent ${service.agent}: ${result.reason}`, {
    httpStatus: 502,
  });
}

export function stateOf(agents: ServiceAgents | undefined, { id }: Pick<Target, 'id'>) {
  const service = serviceOf(id);
  return agents?.services().find(({ agent, name }) => agent === service?.agent && name === service.service);
}

function serviceSettled(
  world: ControlWorld,
  target: Target,
  action: ServiceAction,
  oldRun: unknown,
): { ready: boolean; note: string } {
  const status = stateOf(world.agents, target);
  if (!status) return { ready: false, note: 'the agent does not tell of it' };
  const wanted = action === 'stop' ? 'stopped' : 'running';
  const isNew = action !== 'restart' || oldRun === null || status.run === undefined || status.run !== oldRun;
  return {
    ready: status.state === wanted && isNew,
    note: `it is ${status.state}${isNew ? '' : ' (the old run still)'}`,
  };
}
