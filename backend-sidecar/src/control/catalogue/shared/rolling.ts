/** What rolling restarts of brokers and bookies share: the services behind the nodes, and their restart one by one. */
import * as z from 'zod';
import type { AgentService } from '@observatory/protocol/agents';
import type { Finding } from '@observatory/protocol/control';
import type { GraphNode } from '../../../topology/index.ts';
import { sleep } from '../../../util/clock.ts';
import type { ControlWorld, Json, ServiceAgents, Step } from '../../operation.ts';
import { agentReady, commandAgent, stateOf } from './service-operation.ts';

export interface RollingMember {
  /** Broker or bookie id. */
  node: string;
  /** `agents/<agent>/<service>`. */
  service: string;
  /** The run that is to end. */
  run: string | null;
}

/** The service of each node; a finding where an agent has none, may not restart it, or is not connected. */
export function membersOf(
  nodes: readonly GraphNode[],
  agents: ServiceAgents | undefined,
): { members: RollingMember[]; findings: Finding[] } {
  const members: RollingMember[] = [];
  const findings: Finding[] = [];
  const services = agents?.services() ?? [];
  for (const node of nodes) {
    const service = services.find((each) => each.node === node.id);
    const problem = problemOf(node, service);
    if (problem !== '') findings.push({ level: 'blocker', message: problem });
    if (service)
      members.push({ node: node.name, service: `agents/${service.agent}/${service.name}`, run: service.run ?? null });
  }
  return { members, findings };
}

function problemOf(node: GraphNode, service: AgentService | undefined): string {
  if (!service) return `No agent runs ${node.name}: give its service "node: ${node.id}" in the agent's configuration.`;
  if (!service.agentConnected) return `The agent ${service.agent} of ${node.name} is not connected.`;
  if (!service.actions.includes('restart'))
    return `The agent ${service.agent} does not allow to restart ${service.name}.`;
  return '';
}

/** How long each node is watched before the next; the first, the canary, longer. */
export function rollingParameters(kind: 'broker' | 'bookie', pauseSeconds: number) {
  return z.strictObject({
    canary_minutes: z
      .number()
      .min(0)
      .max(240)
      .default(15)
      .describe(`How long the first ${kind} is watched before the others follow.`),
    pause_seconds: z.number().min(5).max(3600).default(pauseSeconds).describe('How long each further one is watched.'),
  });
}

export function membersFrom(facts: { readonly [key: string]: Json }): RollingMember[] {
  return facts.members as unknown as RollingMember[];
}

export function membersJson(members: readonly RollingMember[]): Json {
  return members.map(({ node, service, run }) => ({ node, service, run }));
}

/** Restarts each, waits until `backStep` finds it back, and watches it before the next. */
export function restartOneByOne(
  members: readonly RollingMember[],
  { canary_minutes, pause_seconds }: { canary_minutes: number; pause_seconds: number },
  backStep: (node: string) => Step,
): Step[] {
  return members.flatMap((member, i) => {
    const steps = [restartStep(member, `Restart ${member.node}`), backStep(member.node)];
    if (i === members.length - 1) return steps;
    const title = i === 0 ? `Watch the canary ${member.node}` : `Watch ${member.node}`;
    const watchMs = i === 0 ? canary_minutes * 60_000 : pause_seconds * 1000;
    return [...steps, pauseStep(`watch-${member.node}`, title, watchMs)];
  });
}

/** Restarts the service, once: a run other than the old one tells that it has happened. */
function restartStep(member: RollingMember, title: string): Step {
  const target = { id: member.service, name: member.service };
  const isNewRun = (world: ControlWorld) => {
    const status = stateOf(world.agents, target);
    return status?.state === 'running' && status.run !== undefined && status.run !== member.run;
  };
  return {
    id: `restart-${member.node}`,
    title,
    call: `agent: restart ${member.service}`,
    repeatable: true,
    timeoutMs: 300_000,
    ready: (world) => agentReady(world, target),
    run: async (world) =>
      isNewRun(world) ? 'its supervisor has started it again' : commandAgent(world, target, 'restart'),
    check: (world) => Promise.resolve(isNewRun(world) ? 'done' : 'unknown'),
    settled: (world) => {
      const status = stateOf(world.agents, target);
      return Promise.resolve({
        ready: isNewRun(world) || status?.state === 'running',
        note: `it is ${status?.state ?? 'unknown'}`,
      });
    },
  };
}

/** Looks on before the next: conditions to stop are watched meanwhile. */
function pauseStep(id: string, title: string, durationMs: number): Step {
  return {
    id,
    title,
    call: `wait ${Math.round(durationMs / 1000)} s`,
    repeatable: true,
    timeoutMs: durationMs + 60_000,
    before: (world) => Promise.resolve(world.clock.now() + durationMs),
    run: () => Promise.resolve(''),
    settled: async (world, before) => {
      const leftMs = Number(before) - world.clock.now();
      if (leftMs > 0) await sleep(world.clock, Math.min(1000, leftMs), world.signal);
      return { ready: Number(before) <= world.clock.now(), note: `${Math.max(0, Math.ceil(leftMs / 1000))} s left` };
    },
  };
}
