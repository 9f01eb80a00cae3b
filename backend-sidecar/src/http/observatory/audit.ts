import * as z from 'zod';
import { AUDIT_ACTIONS, auditAction, auditList, auditVerification } from '@observatory/protocol/control';
import type { Control } from '../../control/index.ts';
import type { OperationRegistry } from './operation.ts';
import { integerQuery, timeQuery } from './query-scalars.ts';

const text = z.string().max(500).optional();

const query = z.object({
  from: timeQuery('from').optional(),
  to: timeQuery('to').optional(),
  actor: text,
  action: auditAction.optional().describe(AUDIT_ACTIONS.join(', ')),
  operation: text,
  target: text.describe('Part of the target.'),
  execution: text,
  limit: integerQuery(1, 10_000).default(100),
  offset: integerQuery(0, 1_000_000_000).default(0),
});

/** `GET /audit` and `/audit/verify`: who did what, and whether the record of it is whole. */
export function registerAudit(operations: OperationRegistry, { audit }: Control): void {
  operations.add({
    method: 'GET',
    path: '/audit',
    role: 'reader',
    summary: 'Audit records, newest first',
    query: query as z.ZodType<z.output<typeof query>>,
    answer: auditList,
    handle: ({ query: { from, to, ...rest } }) =>
      audit.query({ ...rest, ...(from !== undefined && { fromMs: from }), ...(to !== undefined && { toMs: to }) }),
  });
  operations.add({
    method: 'GET',
    path: '/audit/verify',
    role: 'reader',
    summary: 'Reads the audit log from disk and checks its chain',
    answer: auditVerification,
    handle: () => audit.verify(),
  });
}
