import type { FunctionComponent, FunctionInfo } from '../facts/fact.ts';
import type { FactSet } from '../facts/fact-set.ts';
import { assignmentsAnswer, componentAnswer, namesAnswer, workerAnswer } from './answers.ts';
import { ADMIN, read, type Read } from './read.ts';

const COMPONENTS: readonly FunctionComponent[] = ['function', 'source', 'sink'];

/** The function workers, what runs where, and what each function reads and writes. */
export function* functionReads(facts: FactSet): Generator<Read> {
  yield read({
    family: 'workers',
    host: ADMIN,
    every: 1,
    ask: async (client, signal) => {
      const known = (facts.value('workers') ?? []).map(({ workerHostname, port }) => `${workerHostname}:${port}`);
      const brokers = facts.value('brokers') ?? [];
      // A broker that has told of workers before is asked first.
      const inOrder = [...brokers].sort((a, b) => Number(known.includes(b)) - Number(known.includes(a)));
      const workers = await client.workers(inOrder, signal);
      return workers.sort((a, b) => (a.workerId < b.workerId ? -1 : 1));
    },
  });
  const workers = facts.value('workers') ?? [];
  if (workers.length === 0) return;
  const host = `${workers[0].workerHostname}:${workers[0].port}`;
  yield read({
    family: 'workerLeader',
    host,
    every: 1,
    ask: async (client, signal) =>
      (await client.worker(workers, '/admin/v2/worker/cluster/leader', workerAnswer, signal)).workerId,
  });
  yield read({
    family: 'assignments',
    host,
    every: 1,
    ask: (client, signal) => client.worker(workers, '/admin/v2/worker/assignments', assignmentsAnswer, signal),
  });
  for (const namespace of functionNamespaces(facts)) {
    yield read({
      family: 'components',
      subject: namespace,
      host,
      every: 8,
      ask: async (client, signal) => {
        const components: Record<string, FunctionComponent> = {};
        for (const component of COMPONENTS) {
          const path = `/admin/v3/${component}s/${namespace}`;
          for (const name of await client.worker(workers, path, namesAnswer, signal)) components[name] = component;
        }
        return components;
      },
    });
    for (const [name, component] of Object.entries(facts.value('components', namespace) ?? {})) {
      yield read({
        family: 'function',
        subject: `${namespace}/${name}`,
        host,
        every: 40,
        ask: async (client, signal): Promise<FunctionInfo> => {
          const path = `/admin/v3/${component}s/${namespace}/${encodeURIComponent(name)}`;
          const answer = await client.worker(workers, path, componentAnswer, signal);
          const inputs = [
            ...(answer.inputs ?? []),
            ...Object.keys(answer.inputSpecs ?? {}),
            ...(answer.sourceTopics ?? []),
          ];
          return {
            component,
            parallelism: answer.parallelism ?? 1,
            inputs: [...new Set(inputs)].sort(),
            output: answer.output ?? answer.topicName ?? '',
          };
        },
      });
    }
  }
}

/** Namespaces in which something is assigned. */
function functionNamespaces(facts: FactSet): string[] {
  const namespaces = new Set<string>();
  for (const instances of Object.values(facts.value('assignments') ?? {})) {
    for (const instance of instances) namespaces.add(instance.slice(0, instance.lastIndexOf('/')));
  }
  return [...namespaces].sort();
}
