import {
  LOG_LEVELS,
  logList,
  logSources,
  logVolume,
  MAX_VOLUME_BUCKETS,
  type LogLevel,
} from '@observatory/protocol/logs';
import * as z from 'zod';
import type { LogQuery, LogStore } from '../../logs/index.ts';
import { abortedWith } from '../aborted.ts';
import type { OperationRegistry } from './operation.ts';
import { integerQuery, listQuery, timeQuery } from './query-scalars.ts';

const names = z
  .string()
  .max(4000)
  .transform((text) => text.split(',').filter((each) => each !== ''));

const filters = {
  from: timeQuery('from').optional(),
  to: timeQuery('to').optional(),
  node: names.optional().describe('Agents, separated by commas.'),
  source: names.optional().describe('Services or files, separated by commas.'),
  level: listQuery(LOG_LEVELS).optional(),
  min_level: z.enum(LOG_LEVELS).optional().describe('This level and the more severe ones.'),
  logger: z.string().max(512).optional().describe("Found in the logger's name."),
  text: z.string().max(1000).optional().describe('Found in the message, whatever the case.'),
  regex: z.string().max(1000).optional().describe('RE2, found anywhere in the message.'),
};

const query = z.object({
  ...filters,
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('Only lines stored after the one with this id.'),
  limit: integerQuery(1, 10_000).optional().describe('1000 unless said.'),
  order: z.enum(['asc', 'desc']).optional().describe('Which end is kept when limit cuts: desc (default) the newest.'),
});

const volumeQuery = z.object({
  ...filters,
  from: timeQuery('from'),
  to: timeQuery('to'),
  step: integerQuery(1, 31_536_000).optional().describe('Width of a bucket in seconds; without it some 100 buckets.'),
});

/** `GET /logs`, `GET /logs/volume`, `GET /logs/sources`: lines of agents, and the names that filters can take. */
export function registerLogs(operations: OperationRegistry, logs: LogStore): void {
  operations.add({
    method: 'GET',
    path: '/logs',
    role: 'reader',
    summary: 'Log lines of agents, oldest first',
    query,
    answer: logList,
    handle: ({ query: { after, limit, order, ...asked } }, _request, reply) =>
      logs.query(
        { ...wanted(asked), afterId: after === undefined ? undefined : Number(after), limit, order },
        abortedWith(reply),
      ),
  });
  operations.add({
    method: 'GET',
    path: '/logs/volume',
    role: 'reader',
    summary: 'Log lines by level over time',
    query: volumeQuery,
    answer: logVolume,
    handle: ({ query: { step, ...asked } }, _request, reply) =>
      logs.count(
        {
          ...wanted(asked),
          fromMs: asked.from,
          toMs: asked.to,
          stepMs: step === undefined ? roundStepMs(asked.to - asked.from) : step * 1000,
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

type Filters = z.output<z.ZodObject<typeof filters>>;

const wanted = ({ from, to, node, source, level, min_level, logger, text, regex }: Filters): LogQuery => ({
  fromMs: from,
  toMs: to,
  nodes: node,
  sources: source,
  levels: levelsOf(level, min_level),
  logger,
  text,
  regex,
});

/** A round step that gives some 100 buckets. */
function roundStepMs(windowMs: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
  const seconds = Math.max(0, windowMs) / 1000 / 100;
  const round = steps.find((each) => each >= seconds);
  return (round ?? Math.max(86_400, Math.ceil(windowMs / 1000 / MAX_VOLUME_BUCKETS / 86_400) * 86_400)) * 1000;
}

function levelsOf(
  levels: readonly LogLevel[] | undefined,
  least: LogLevel | undefined,
): readonly LogLevel[] | undefined {
  if (least === undefined) return levels;
  const severe = LOG_LEVELS.slice(LOG_LEVELS.indexOf(least));
  return levels ? levels.filter((each) => severe.includes(each)) : severe;
}
