import * as z from 'zod';
import { EVENT_TYPES, eventList } from '@observatory/protocol/events';
import type { EventLog } from '../../events/index.ts';
import type { OperationRegistry } from './operation.ts';
import { integerQuery, listQuery, timeQuery } from './query-scalars.ts';

const query = z.object({
  from: timeQuery('from').optional(),
  to: timeQuery('to').optional(),
  cluster: z.string().optional(),
  node: z.string().optional().describe('Topology id.'),
  types: listQuery(EVENT_TYPES).optional(),
  limit: integerQuery(1, 10_000).optional().describe('Most events, the newest; 1000 unless said.'),
});

/** `GET /events`: what happened, oldest first. */
export function registerEvents(operations: OperationRegistry, events: EventLog): void {
  operations.add({
    method: 'GET',
    path: '/events',
    role: 'reader',
    summary: 'Restarts, leader changes, moved bundles, read-only bookies and what else happened',
    query,
    answer: eventList,
    handle: ({ query: { from, to, ...rest } }) =>
      events.query({ ...rest, ...(from !== undefined && { fromMs: from }), ...(to !== undefined && { toMs: to }) }),
  });
}
