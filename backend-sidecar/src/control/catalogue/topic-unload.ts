import * as z from 'zod';
import { topicsBlast, topicsImpact } from '../blast/topics-impact.ts';
import { topicPath } from '../cluster/path-of.ts';
import { operation } from '../operation.ts';
import { ledgerOpened, newerLedger, topicOwner, topicsOf } from './shared/topic-state.ts';

export const topicUnload = operation({
  id: 'topic-unload',
  title: 'Unload topic',
  summary: 'Closes a topic on its broker; its clients reconnect and the owner of its bundle opens it again.',
  targets: ['topic', 'partitioned_topic'],
  risk: 'medium',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Unload ${name}`,
  survey({ graph, target, node }) {
    const topics = topicsOf(graph, target);
    const impact = topicsImpact(graph, topics);
    const isPersistent = target.name.startsWith('persistent://');
    return {
      facts: { topics: topics.slice(0, 1) },
      blast: topicsBlast(impact),
      findings: [
        ...(isPersistent
          ? []
          : [{ level: 'warning' as const, message: 'Messages under way on a non-persistent topic are lost.' }]),
        ...(node?.health === 'unknown'
          ? [{ level: 'warning' as const, message: `What is known of it may be old: ${node.reasons.join('; ')}` }]
          : []),
        { level: 'info', message: 'Acknowledgements under way may be lost: some messages may come twice.' },
      ],
    };
  },
  steps: ({ target, facts }) => {
    const watched = String((facts.topics as readonly string[])[0] ?? target.name);
    const path = `${topicPath(target.name)}/unload`;
    return [
      {
        id: 'unload',
        title: 'Unload the topic',
        call: `PUT ${path}`,
        repeatable: false,
        timeoutMs: 60_000,
        before: (world) => ledgerOpened(world, watched),
        run: async (world) => {
          await world.cluster.broker({ method: 'PUT', path }, world.signal);
          return 'unloaded';
        },
        check: (world, before) => newerLedger(world, watched, before),
        settled: async (world) => {
          const owner = await topicOwner(world, watched);
          return owner === '' ? { ready: false, note: 'no owner yet' } : { ready: true, note: `owned by ${owner}` };
        },
      },
    ];
  },
  verification: 'A broker answers for the topic.',
  async verify({ target, facts }, world) {
    const watched = String((facts.topics as readonly string[])[0] ?? target.name);
    const owner = await topicOwner(world, watched);
    return owner === ''
      ? { ok: false, message: 'no broker owns the topic' }
      : { ok: true, message: `${owner} owns ${watched}` };
  },
  stopsOn: [],
  undo: 'Nothing to undo: the topic is open again.',
  deadlineMs: 120_000,
});
