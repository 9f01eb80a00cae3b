import {
  agentInfo,
  agentList,
  enrolAnswer,
  enrolRequest,
  enrolTokenAnswer,
  enrolTokenRequest,
  reporterCommand,
  reporterStatistics,
  serviceList,
} from '@observatory/protocol/agents';
import * as z from 'zod';
import type { AgentRegistry, Fleet } from '../../agents/index.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { RetryLaterError } from '../auth/authenticator.ts';
import { FailureLimiter } from '../auth/failure-limiter.ts';
import type { OperationRegistry } from './operation.ts';

const done = z.object({ done: z.boolean() });

export interface AgentRoutes {
  fleet: Fleet;
  registry: AgentRegistry;
  clock: Clock;
}

/** Agents and their services: enrolment, lists, keys, and what the reporter can be told. */
export function registerAgents(operations: OperationRegistry, { fleet, registry, clock }: AgentRoutes): void {
  const failures = new FailureLimiter(clock);
  operations.add({
    method: 'POST',
    path: '/agents/enroll',
    // Who has no key yet cannot show one: the one-time token in the body is the proof.
    role: 'public',
    summary: "Take in an agent's key for a one-time token",
    body: enrolRequest,
    answer: enrolAnswer,
    handle: async ({ body }, request) => {
      const address = request.socket.remoteAddress ?? '';
      const wait = failures.retryAfterSeconds(address);
      if (wait > 0)
        throw new RetryLaterError(
          'OBS_AUTH_TOO_MANY_FAILURES',
          'too many wrong tokens from this address',
          wait,
          `try again in ${wait} s`,
        );
      try {
        const { id, kid } = await registry.enrol(body);
        return { agent: id, kid };
      } catch (error) {
        failures.failed(address);
        fleet.refused('OBS_AGENT_ENROL', body.agent);
        throw error;
      }
    },
  });
  operations.add({
    method: 'GET',
    path: '/agents',
    role: 'reader',
    summary: 'All enrolled agents, with what they last reported',
    answer: agentList,
    handle: () => ({ agents: fleet.list() }),
  });
  operations.add({
    method: 'GET',
    path: '/agents/:agent',
    role: 'reader',
    summary: 'One agent',
    answer: agentInfo,
    handle: ({ params }) => {
      const info = fleet.info(params.agent);
      if (!info)
        throw new ObservatoryError('OBS_AGENT_UNKNOWN', `there is no agent ${params.agent}`, { httpStatus: 404 });
      return info;
    },
  });
  operations.add({
    method: 'GET',
    path: '/services',
    role: 'reader',
    summary: 'All services of all agents, with their state',
    answer: serviceList,
    handle: () => ({ services: fleet.services() }),
  });
  operations.add({
    method: 'POST',
    path: '/control/agents/:agent/reporter',
    role: 'operator',
    summary: 'Tell a reporter to stop, start, report now, change its interval, or only to say its statistics',
    body: reporterCommand,
    answer: reporterStatistics,
    handle: ({ params, body }) => fleet.reporter(params.agent, body),
  });
  operations.add({
    method: 'POST',
    path: '/admin/agents/tokens',
    role: 'admin',
    summary: 'Make a one-time token for the enrolment of an agent; it is shown once',
    body: enrolTokenRequest,
    answer: enrolTokenAnswer,
    handle: ({ body }) => registry.createToken(body),
  });
  operations.add({
    method: 'POST',
    path: '/admin/agents/:agent/rotate',
    role: 'admin',
    summary: 'Ask a connected agent to change its key',
    answer: done,
    handle: ({ params }) => ({ done: fleet.rotateKey(params.agent) }),
  });
  operations.add({
    method: 'DELETE',
    path: '/admin/agents/:agent',
    role: 'admin',
    summary: "Revoke an agent's key and end its connection",
    answer: done,
    handle: ({ params }) => {
      fleet.revoke(params.agent);
      return { done: true };
    },
  });
}
