import type { AgentService } from '@observatory/protocol/agents';
import { demand, eventually, type Checks } from '../checks.ts';
import { planOperation, runOperation } from '../pulsar/control-api.ts';
import type { AgentsProduct } from './agents-product.ts';
import { processesOf } from './processes-of.ts';

const idOf = ({ agent, name }: Pick<AgentService, 'agent' | 'name'>) => `agents/${agent}/${name}`;

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
    const before = await product.services();
    const starts = before.map((each) => product.starts(each.agent, each.name).length);
    const begunMs = Date.now();
    await Promise.all(before.map((each) => runOperation(origin, { operation: 'service-restart', target: idOf(each) })));
    const seconds = ((Date.now() - begunMs) / 1000).toFixed(1);
    await product.settled('running');
    for (const [i, each] of before.entries()) {
      await started(product, each.agent, each.name, starts[i] + 1);
    }
    const after = await product.services();
    const same = after.filter(({ run }, i) => run === before[i].run);
    demand(same.length === 0, `${same.map(idOf).join(', ')}: the same run as before`);
    return `${before.length} services of ${product.agents.length} agents, each once, in ${seconds} s`;
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

/** A process that runs notes its start soon. */
async function started(product: AgentsProduct, agent: string, service: string, times: number): Promise<void> {
  await eventually(60, () => {
    const now = product.starts(agent, service).length;
    demand(now === times, `${agent}/${service} was started ${now} times instead of ${times}`);
    return Promise.resolve('');
  });
}
