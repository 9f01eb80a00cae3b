import * as z from 'zod';
import { operation } from '../operation.ts';
import { subscriptionPath, subscriptionState, tellBacklog } from './shared/subscription-state.ts';

const parameters = z.strictObject({
  count: z.int().min(1).max(1_000_000_000).describe('How many messages, from the oldest on.'),
});

export const subscriptionSkip = operation({
  id: 'subscription-skip',
  title: 'Skip messages',
  summary: 'Skips the oldest messages of a subscription: for one that cannot get past a broken message.',
  targets: ['subscription'],
  risk: 'high',
  role: 'operator',
  parameters,
  sentence: ({ name }, { count }) => `Skip ${count} messages of ${name}`,
  async survey({ target, parameters: { count }, world }) {
    const { backlog, consumers } = await subscriptionState(world, target);
    return {
      facts: {},
      blast: [
        {
          kind: 'messages_skipped',
          count: Math.min(count, backlog),
          sentence: `${Math.min(count, backlog)} of ${backlog} messages are skipped; ${consumers} consumers never see them`,
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        ...(backlog === 0 ? [{ level: 'blocker' as const, message: 'Its backlog is empty.' }] : []),
        ...(count > backlog && backlog > 0
          ? [{ level: 'warning' as const, message: `There are ${backlog} messages only: all of them are skipped.` }]
          : []),
      ],
    };
  },
  steps({ target, parameters: { count } }) {
    const path = `${subscriptionPath(target)}/skip/${count}`;
    return [
      {
        id: 'skip',
        title: 'Skip the messages',
        call: `POST ${path}`,
        // Twice skips twice as many, and from the backlog alone nobody can tell skipping from reading.
        repeatable: false,
        timeoutMs: 60_000,
        before: async (world) => (await subscriptionState(world, target)).backlog,
        run: async (world, before) => {
          await world.cluster.broker({ method: 'POST', path }, world.signal);
          return `skipped; the backlog was ${String(before)}`;
        },
      },
    ];
  },
  verification: 'The subscription answers; its backlog then is told.',
  verify: ({ target }, world) => tellBacklog(world, target),
  stopsOn: [],
  undo: 'Reset the cursor to a time before, as far as retention keeps the messages.',
  deadlineMs: 120_000,
});
