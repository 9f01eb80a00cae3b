import * as z from 'zod';
import {
  automationSwitch,
  controlStatus,
  execution,
  executionList,
  executionRequest,
  operationList,
  plan,
  planRequest,
} from '@observatory/protocol/control';
import type { Control } from '../../control/index.ts';
import { actorOf, type IdentitySource } from './control-actor.ts';
import type { OperationRegistry } from './operation.ts';

/**
 * Operations on the clusters. Reading and planning (which changes nothing) are for readers; what changes state lies below
 * `/control` and `/admin`, where Grafana's app sends the token of that rank.
 */
export function registerControl(operations: OperationRegistry, control: Control, identity: IdentitySource): void {
  for (const [path, role] of [
    ['/operations', 'reader'],
    ['/control/operations', 'operator'],
    ['/admin/operations', 'admin'],
  ] as const) {
    operations.add({
      method: 'GET',
      path,
      role,
      summary: 'The catalogue of operations, and what the caller may do',
      answer: operationList,
      handle: async (_input, request) => control.operations(await actorOf(request, identity)),
    });
  }
  for (const [path, role] of [
    ['/operations/plan', 'reader'],
    ['/control/plan', 'operator'],
    ['/admin/plan', 'admin'],
  ] as const) {
    operations.add({
      method: 'POST',
      path,
      role,
      summary: 'What an operation would do: steps, blast radius, blockers. Changes nothing',
      body: planRequest,
      answer: plan,
      handle: async ({ body }, request) => control.plan(body, await actorOf(request, identity)),
    });
  }
  operations.add({
    method: 'GET',
    path: '/executions',
    role: 'reader',
    summary: 'Executions, newest first',
    answer: executionList,
    handle: () => ({ executions: control.engine.list() }),
  });
  operations.add({
    method: 'GET',
    path: '/executions/:id',
    role: 'reader',
    summary: 'One execution with its steps',
    answer: execution,
    handle: ({ params }) => control.engine.get(params.id),
  });
  for (const [prefix, role] of [
    ['/control', 'operator'],
    ['/admin', 'admin'],
  ] as const) {
    operations.add({
      method: 'POST',
      path: `${prefix}/executions`,
      role,
      summary: 'Confirms a plan and carries it out',
      body: executionRequest,
      answer: execution,
      handle: async ({ body }, request) => control.confirm(body, await actorOf(request, identity)),
    });
    operations.add({
      method: 'POST',
      path: `${prefix}/executions/:id/approve`,
      role,
      summary: 'The second person agrees',
      body: z.strictObject({}),
      answer: execution,
      handle: async ({ params }, request) => control.approve(params.id, await actorOf(request, identity)),
    });
    operations.add({
      method: 'POST',
      path: `${prefix}/executions/:id/stop`,
      role,
      summary: 'Stops an execution: no further step, and what was changed for the time being is put back',
      body: z.strictObject({}),
      answer: execution,
      handle: async ({ params }, request) => control.engine.requestStop(params.id, await actorOf(request, identity)),
    });
  }
  operations.add({
    method: 'POST',
    path: '/control/automation',
    role: 'operator',
    summary: 'The stop switch of all automation',
    body: automationSwitch,
    answer: controlStatus,
    handle: async ({ body }, request) => {
      await control.engine.switchAutomation(body.automation, await actorOf(request, identity));
      return control.status();
    },
  });
}
