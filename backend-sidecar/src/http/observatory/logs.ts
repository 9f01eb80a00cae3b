import { LOG_LEVELS, logList, logSources, type LogLevel } from '@observatory/protocol/logs';
import * as z from 'zod';
import type { LogStore } from '../../logs/index.ts';
import { abortedWith } from '../aborted.ts';
import type { OperationRegistry } from './operation.ts';
import { integerQuery, listQuery, timeQuery } from './query-scalars.ts';

const names = z
  .string()
  .max(4000)
  .transform((text) => text.split(',').filter((each) => each !== ''));

const query = z.object({
  from: timeQuery('from').optional(),
  to: timeQuery('to').optional(),
  node: names.optional().describe('Agents, separated by commas.'),
  source: names.optional().describe('Services or files, separated by commas.'),
  level: listQuery(LOG_LEVELS).optional(),
  min_level: z.enum(LOG_LEVELS).optional().describe('This level and the more severe ones.'),
  logger: z.string().max(512).optional().describe("Found in the logger's name."),
  text: z.string().max(1000).optional().describe('Found in the message, whatever the case.'),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('Only lines stored after the one with this id.'),
  limit: integerQuery(1, 10_000).optional().describe('1000 unless said.'),
  order: z.enum(['asc', 'desc']).optional().describe('Which end is kept when limit cuts: desc (default) the newest.'),
});

/** `GET /logs`, `GET /logs/sources`: lines of agents, and the names that filters can take. */
export function registerLogs(operations: OperationRegistry, logs: LogStore): void {
  operations.add({
    method: 'GET',
    path: '/logs',
    role: 'reader',
    summary: 'Log lines of agents, oldest first',
    query,
    answer: logList,
    handle: (
      { query: { from, to, node, source, level, min_level, logger, text, after, limit, order } },
      _request,
      reply,
    ) =>
      logs.query(
        {
          fromMs: from,
          toMs: to,
          nodes: node,
          sources: source,
          levels: levelsOf(level, min_level),
          logger,
          text,
          afterId: after === undefined ? undefined : Number(after),
          limit,
          order,
        },
        abortedWith(reply),
      ),
  });
  operations.add({
    method: 'GET',
    path: '/logs/sources',
    role: 'reader',
    summary: 'Nodes, sources, loggers and levels that occur',
    answer: logSources,
    handle: () => logs.sources(),
  });
}

function levelsOf(
  levels: readonly LogLevel[] | undefined,
  least: LogLevel | undefined,
): readonly LogLevel[] | undefined {
  if (least === undefined) return levels;
  const severe = LOG_LEVELS.slice(LOG_LEVELS.indexOf(least));
  return levels ? levels.filter((each) => severe.includes(each)) : severe;
}
