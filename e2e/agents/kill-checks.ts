/** kill -9 of agent, sidecar and service in the middle of operations: the state is right afterwards, nothing is done twice. */
import { randomUUID } from 'node:crypto';
import { SeededRandom } from '@observatory/backend-sidecar/testing/seeded-random';
import type { AgentService } from '@observatory/protocol/agents';
import type { AuditList, AuditVerification, Execution, ExecutionList, Plan } from '@observatory/protocol/control';
import { demand, eventually, type Checks } from '../checks.ts';
import { planOperation, runOperation } from '../pulsar/control-api.ts';
import { get } from '../pulsar/sidecar-api.ts';
import type { AgentsProduct } from './agents-product.ts';
import { processesOf } from './processes-of.ts';

const VICTIMS = ['agent', 'sidecar', 'service'] as const;
const ACTIONS = ['restart', 'stop', 'start'] as const;
type Victim = (typeof VICTIMS)[number];
type Action = (typeof ACTIONS)[number];

interface Kill {
  victim: Victim;
  action: Action;
  agent: string;
  /** Milliseconds from the confirmation to the kill; negative: the answer to the confirmation is not waited for. */
  afterMs: number;
  /** Until it is started again. */
  pauseMs: number;
}

/** @param stopMs how long a service takes to stop: kills are spread over that time and a little more */
export async function killChecks(checks: Checks, product: AgentsProduct, { kills = 12, seed = 1, stopMs = 600 } = {}) {
  const random = new SeededRandom(seed);
  const plan = Array.from({ length: kills }, (_, i): Kill => {
    const victim = VICTIMS[i % VICTIMS.length];
    return {
      victim,
      action: ACTIONS[Math.floor(i / VICTIMS.length) % ACTIONS.length],
      agent: random.pick(product.agents),
      afterMs: victim === 'sidecar' && random.next() < 0.4 ? -1 : random.below(stopMs + 400),
      pauseMs: random.below(800),
    };
  });
  for (const [i, kill] of plan.entries()) {
    const when = kill.afterMs < 0 ? 'while it is confirmed' : `${kill.afterMs} ms after its confirmation`;
    await checks.check(`kill ${i + 1}: the ${kill.victim}, ${when}, of a ${kill.action}`, () => oneKill(product, kill));
  }
  await checks.check('nothing was started later', async () => {
    for (const each of await product.services()) {
      const noted = product.starts(each.agent, each.name).at(-1)?.pid;
      const running = processesOf(product, each.agent, each.name);
      demand(running.length === (each.state === 'running' ? 1 : 0), `${running.length} processes of ${each.name}`);
      demand(each.state !== 'running' || noted === each.pid, `${each.agent}/${each.name}: another start than the last`);
    }
    return 'each service that runs is one process, the last that was started';
  });
  await checks.check('the audit holds each execution once, and its chain is whole', async () => {
    const { executions } = await get<ExecutionList>(product.origin, '/executions');
    for (const { id, state } of executions) {
      const { records } = await get<AuditList>(product.origin, `/audit?execution=${id}`);
      const actions = records.map(({ action }) => action).sort();
      // One that took two has the approval, too.
      demand(
        actions.filter((each) => each !== 'execution_approved').join() === 'execution_finished,execution_requested',
        `${id} (${state}) stands in the audit as ${actions.join()}`,
      );
    }
    const { ok, records, problem } = await get<AuditVerification>(product.origin, '/audit/verify');
    demand(ok, problem);
    return `${executions.length} executions, ${records} records`;
  });
}

async function oneKill(product: AgentsProduct, kill: Kill): Promise<string> {
  const { origin } = product;
  const { action, agent } = kill;
  const name = 'bookie';
  const target = `agents/${agent}/${name}`;
  await bring(product, target, action === 'start' ? 'stopped' : 'running');
  const before = await serviceOf(product, target);
  const others = (await product.services()).filter((each) => `agents/${each.agent}/${each.name}` !== target);
  const startsOfOthers = startsOfAll(product, others);
  const startsBefore = product.starts(agent, name).length;

  const plan = await planOperation(origin, { operation: `service-${action}`, target });
  const key = randomUUID();
  const confirmed = confirm(origin, plan, key);
  confirmed.catch(() => undefined);
  if (kill.afterMs >= 0) {
    await confirmed;
    await pause(kill.afterMs);
  }
  const killed = await strike(product, kill, name);
  await confirmed.catch(() => undefined);

  const execution = await probed(120, async () => {
    const { executions } = await get<ExecutionList>(origin, '/executions');
    const mine = executions.filter((each) => each.key === key);
    demand(mine.length <= 1, `${mine.length} executions of one key`);
    if (mine.length === 0 && kill.afterMs < 0) return undefined;
    demand(mine[0]?.endedMs !== undefined, `it is ${mine[0]?.state ?? 'gone'}: ${notesOf(mine[0])}`);
    return mine[0];
  });
  const wanted = !execution ? before.state : action === 'stop' ? 'stopped' : 'running';
  const after = await probed(60, async () => {
    const now = await serviceOf(product, target);
    demand(now.agentConnected && now.state === wanted, `it is ${now.state}, not ${wanted}`);
    return now;
  });
  if (execution)
    demand(
      execution.state === 'succeeded',
      `the operation is ${execution.state}: ${execution.result} (${notesOf(execution)})`,
    );
  const running = processesOf(product, agent, name).length;
  demand(running === (wanted === 'running' ? 1 : 0), `${running} processes run`);
  // Starts are by the operation, once, or by the supervisor, which counts its own.
  const byOperation = execution && action !== 'stop' ? 1 : 0;
  const bySupervisor = (after.restarts ?? 0) - (before.restarts ?? 0);
  const starts = await probed(60, () => {
    const noted = product.starts(agent, name);
    // One that was killed before it could note its start was started, too; one that has just begun notes it soon.
    const unnoted = killed.pids.filter((pid) => !noted.some((start) => start.pid === pid)).length;
    const count = noted.length - startsBefore + unnoted;
    demand(count === byOperation + bySupervisor, `${count} starts, ${bySupervisor} of them by the supervisor`);
    return Promise.resolve(count);
  });
  const alsoStarted = startsOfAll(product, others) - startsOfOthers;
  demand(alsoStarted === 0, `other services were started: ${alsoStarted} times`);
  return `${killed.what}; ${target} is ${wanted} after ${starts} starts${execution ? '' : '; it was not begun'}`;
}

async function strike(
  product: AgentsProduct,
  { victim, agent, pauseMs }: Kill,
  name: string,
): Promise<{ what: string; pids: number[] }> {
  if (victim === 'agent') {
    await product.killAgent(agent);
    await pause(pauseMs);
    product.startAgent(agent);
    return { what: `${agent} killed`, pids: [] };
  }
  if (victim === 'sidecar') {
    await product.killSidecar();
    await pause(pauseMs);
    await product.startSidecar();
    return { what: 'sidecar killed', pids: [] };
  }
  const pids = processesOf(product, agent, name);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return { what: pids.length > 0 ? `pid ${pids.join()} killed` : 'no process ran at that moment', pids };
}

/** Not through control-api: an answer that is lost is what this is about. */
async function confirm(origin: string, plan: Plan, key: string): Promise<Execution> {
  const { kind, text } = plan.confirmation;
  const response = await fetch(`${origin}/api/observatory/v1/admin/executions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ plan: plan.id, hash: plan.hash, key, ...(kind === 'typed' && { confirmation: text }) }),
  });
  demand(response.ok, `confirmation: HTTP ${response.status} ${await response.clone().text()}`);
  return (await response.json()) as Execution;
}

async function bring(product: AgentsProduct, target: string, state: 'running' | 'stopped'): Promise<void> {
  await eventually(60, async () => {
    const now = await serviceOf(product, target);
    demand(now.agentConnected && ['running', 'stopped'].includes(now.state), `it is ${now.state}`);
    return '';
  });
  if ((await serviceOf(product, target)).state === state) return;
  await runOperation(product.origin, { operation: state === 'running' ? 'service-start' : 'service-stop', target });
}

async function serviceOf(product: AgentsProduct, target: string): Promise<AgentService> {
  const found = (await product.services()).find(({ agent, name }) => `agents/${agent}/${name}` === target);
  demand(found !== undefined, `${target} is not told of`);
  return found;
}

function startsOfAll(product: AgentsProduct, services: readonly AgentService[]): number {
  return services.reduce((sum, { agent, name }) => sum + product.starts(agent, name).length, 0);
}

const notesOf = (execution: Execution | undefined): string =>
  execution?.steps.map(({ id, state, note }) => `${id} ${state}${note && `: ${note}`}`).join('; ') ?? '';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `eventually` for any answer. */
async function probed<T>(seconds: number, probe: () => Promise<T>): Promise<T> {
  let answer: { value: T } | undefined;
  await eventually(seconds, async () => {
    answer = { value: await probe() };
    return '';
  });
  demand(answer !== undefined, 'no answer');
  return answer.value;
}
