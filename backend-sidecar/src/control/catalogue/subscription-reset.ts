import * as z from 'zod';
import { operation } from '../operation.ts';
import { subscriptionPath, subscriptionState, tellBacklog } from './shared/subscription-state.ts';

const parameters = z.strictObject({
  time: z.iso.datetime({ offset: true }).describe('To the first message published at or after it, RFC 3339.'),
});

export const subscriptionReset = operation({
  id: 'subscription-reset',
  title: 'Reset cursor',
  summary: 'Moves a subscription to a time: back, so that messages come again, or on, so that they are skipped.',
  targets: ['subscription'],
  risk: 'high',
  role: 'operator',
  parameters,
  sentence: ({ name }, { time }) => `Reset ${name} to ${time}`,
  async survey({ target, parameters: { time }, world }) {
    const { backlog, consumers } = await subscriptionState(world, target);
    const future = Date.parse(time) > world.clock.now();
    return {
      facts: {},
      blast: [
        {
          kind: 'messages_replayed_or_skipped',
          count: null,
          sentence: `How many messages come again or are skipped, nobody can count beforehand; the backlog is ${backlog} now`,
          certainty: 'unknown',
          examples: [],
        },
        {
          kind: 'clients_reconnect',
          count: consumers,
          sentence: `${consumers} consumers are disconnected and connect again`,
          certainty: 'measured',
          examples: [],
        },
      ],
      findings: [
        ...(future ? [{ level: 'blocker' as const, message: `${time} has not come yet.` }] : []),
        { level: 'info', message: 'Messages that were acknowledged and are past retention do not come again.' },
      ],
    };
  },
  steps({ target, parameters: { time } }) {
    const path = `${subscriptionPath(target)}/resetcursor/${Date.parse(time)}`;
    return [
      {
        id: 'reset',
        title: 'Reset the cursor',
        call: `POST ${path}`,
        repeatable: true,
        timeoutMs: 120_000,
        run: async (world) => {
          await world.cluster.broker({ method: 'POST', path }, world.signal);
          return 'reset';
        },
      },
    ];
  },
  verification: 'The subscription answers; its backlog then is told.',
  verify: ({ target }, world) => tellBacklog(world, target),
  stopsOn: [],
  undo: 'Reset it to the time where it stood; what was acknowledged beyond comes again.',
  deadlineMs: 180_000,
});
