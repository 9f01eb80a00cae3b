import { randomUUID } from 'node:crypto';
import type { AgentService } from '@observatory/protocol/agents';
import type { Execution, Plan } from '@observatory/protocol/control';
import { controlServiceAnswer } from '@observatory/protocol/dashboard';
import { demand, eventually, type Checks } from '../checks.ts';
import { executionEnd, planOperation, runOperation } from '../pulsar/control-api.ts';
import { OPERATORS, type AgentsProduct } from './agents-product.ts';
import { processesOf } from './processes-of.ts';

const idOf = ({ agent, name }: Pick<AgentService, 'agent' | 'name'>) => `agents/${agent}/${name}`;

const API = '/api/observatory/v1';
const GUARDED_SERVICE = ['host-02', 'proxy'] as const;
const GUARDED = `agents/${GUARDED_SERVICE.join('/')}`;
/** `control:` of a sidecar in which one service wants a second person. */
export const CONTROL = `{ mode: confirm, policies: [{ targets: ['${GUARDED}'], second_person: true }] }`;

/** Start, stop and restart of one service, and of all at once, through plan and confirmation over the API. */
export async function controlChecks(checks: Checks, product: AgentsProduct): Promise<void> {
  const { origin } = product;
  const [agent] = product.agents;
  const target = `agents/${agent}/broker`;
  const count = () => product.starts(agent, 'broker').length;

  await checks.check('a service is stopped, started and restarted, each once', async () => {
    demand(count() === 1, `${count()} starts before`);
    const stopped = await runOperation(origin, { operation: 'service-stop', target });
    demand(stopped.verified === true, 'the stop was not verified');
    demand(processesOf(product, agent, 'broker').length === 0, 'a process runs after the stop');
    await runOperation(origin, { operation: 'service-start', target });
    demand(processesOf(product, agent, 'broker').length === 1, 'no process, or several, after the start');
    await runOperation(origin, { operation: 'service-restart', target });
    await started(product, agent, 'broker', 3);
    return `${target}: 3 starts, 1 process`;
  });

  await checks.check('what makes no sense is refused by its plan', async () => {
    const { findings } = await planOperation(origin, { operation: 'service-start', target });
    demand(
      findings.some(({ level }) => level === 'blocker'),
      'a service that runs could be started',
    );
    return findings.map(({ message }) => message).join(' ');
  });

  await checks.check('all services are restarted at once', async () => {
    // One of them wants a second person.
    const before = (await product.services()).filter((each) => idOf(each) !== GUARDED);
    const starts = before.map((each) => product.starts(each.agent, each.name).length);
    const begunMs = Date.now();
    await Promise.all(before.map((each) => runOperation(origin, { operation: 'service-restart', target: idOf(each) })));
    const seconds = ((Date.now() - begunMs) / 1000).toFixed(1);
    await product.settled('running');
    for (const [i, each] of before.entries()) {
      await started(product, each.agent, each.name, starts[i] + 1);
    }
    const after = (await product.services()).filter((each) => idOf(each) !== GUARDED);
    const same = after.filter(({ run }, i) => run === before[i].run);
    demand(same.length === 0, `${same.map(idOf).join(', ')}: the same run as before`);
    return `${before.length} services of ${product.agents.length} agents, each once, in ${seconds} s`;
  });

  await checks.check('a thin client restarts a service through the dashboard protocol', async () => {
    const starts = count();
    const answer = await send(origin, '/api/dashboard/control-service', {
      worker_id: agent,
      service_name: 'broker',
      action: 'restart',
    });
    const { success, error } = controlServiceAnswer.parse(await answer.json());
    demand(success, error ?? 'no success');
    await started(product, agent, 'broker', starts + 1);
    const unknown = await send(origin, '/api/dashboard/control-service', {
      worker_id: agent,
      service_name: 'nobody',
      action: 'stop',
    });
    const refused = controlServiceAnswer.parse(await unknown.json());
    demand(!refused.success, 'a service that nobody knows was stopped');
    return `restarted; and "${refused.error}"`;
  });

  await checks.check('what wants a second person waits for somebody else', async () => {
    const guarded = { operation: 'service-restart', target: GUARDED };
    const starts = product.starts(...GUARDED_SERVICE).length;
    const plan = (await (await send(origin, `${API}/control/plan`, guarded, 'ada')).json()) as Plan;
    demand(plan.permission.secondPerson, 'the plan does not say that it takes two');
    const body = { plan: plan.id, hash: plan.hash, key: randomUUID(), confirmation: plan.confirmation.text };
    const begun = (await (await send(origin, `${API}/control/executions`, body, 'ada')).json()) as Execution;
    demand(begun.state === 'awaiting_approval', `it is ${begun.state}`);
    const own = await send(origin, `${API}/control/executions/${begun.id}/approve`, {}, 'ada');
    demand(own.status === 409, `her own approval: HTTP ${own.status}`);
    demand(product.starts(...GUARDED_SERVICE).length === starts, 'it was restarted before anybody agreed');
    const other = await send(origin, `${API}/control/executions/${begun.id}/approve`, {}, 'bob');
    demand(other.ok, `his approval: HTTP ${other.status}`);
    const ended = await executionEnd(origin, begun.id, 120);
    demand(ended.approvedBy?.name === 'bob' && ended.by.name === 'ada', 'it does not say who did and who agreed');
    await started(product, ...GUARDED_SERVICE, starts + 1);
    return `asked by ada, refused to ada, approved by bob, done`;
  });

  await checks.check('a service that is killed comes back, and is counted', async () => {
    const [pid] = processesOf(product, agent, 'broker');
    const starts = count();
    process.kill(pid, 'SIGKILL');
    await eventually(60, async () => {
      const service = (await product.services()).find((each) => idOf(each) === target);
      demand(service?.state === 'running' && service.pid !== pid, `it is ${service?.state}`);
      demand((service.restarts ?? 0) >= 1, 'the restart is not counted');
      return '';
    });
    await started(product, agent, 'broker', starts + 1);
    return `pid ${pid} killed, started again by its agent`;
  });
}

function send(origin: string, resource: string, body: object, who?: keyof typeof OPERATORS): Promise<Response> {
  return fetch(origin + resource, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(who && { authorization: `Bearer ${OPERATORS[who]}` }) },
    body: JSON.stringify(body),
  });
}

/** A process that runs notes its start soon. */
async function started(product: AgentsProduct, agent: string, service: string, times: number): Promise<void> {
  await eventually(60, () => {
    const now = product.starts(agent, service).length;
    demand(now === times, `${agent}/${service} was started ${now} times instead of ${times}`);
    return Promise.resolve('');
  });
}
