import * as z from 'zod';
import { operation } from '../operation.ts';
import { subscriptionPath, subscriptionState, tellBacklog } from './shared/subscription-state.ts';

export const subscriptionClear = operation({
  id: 'subscription-clear',
  title: 'Clear backlog',
  summary: 'Skips all messages of a subscription that are not consumed yet. They are not consumed, ever.',
  targets: ['subscription'],
  risk: 'high',
  role: 'operator',
  parameters: z.strictObject({}),
  sentence: ({ name }) => `Clear the backlog of ${name}`,
  async survey({ target, world }) {
    const { backlog, consumers } = await subscriptionState(world, target);
    return {
      facts: {},
      blast: [
        {
          kind: 'messages_skipped',
          count: backlog,
          sentence: `${backlog} messages are skipped and what comes until then; ${consumers} consumers never see them`,
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        ...(backlog === 0 ? [{ level: 'blocker' as const, message: 'Its backlog is empty.' }] : []),
        {
          level: 'warning',
          message: 'This cannot be undone but by resetting the cursor, as far as retention keeps the messages.',
        },
      ],
    };
  },
  steps({ target }) {
    const path = `${subscriptionPath(target)}/skip_all`;
    return [
      {
        id: 'clear',
        title: 'Skip all messages',
        call: `POST ${path}`,
        // What came meanwhile would be skipped, too: more than was confirmed.
        repeatable: false,
        timeoutMs: 60_000,
        before: async (world) => (await subscriptionState(world, target)).backlog,
        run: async (world) => {
          await world.cluster.broker({ method: 'POST', path }, world.signal);
          return 'skipped';
        },
        // A backlog far below the one before was skipped: consumers do not read nine tenths in a moment.
        check: async (world, before) => {
          const { backlog } = await subscriptionState(world, target);
          if (typeof before !== 'number' || before < 100) return 'unknown';
          return backlog < before / 10 ? 'done' : 'not_done';
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
