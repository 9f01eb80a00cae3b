import { topicsFrameQuery, type TopicsFrameQuery } from '@observatory/protocol/frames';
import type { Measure, SubscriptionList, SubscriptionVerdict, TopicList } from '@observatory/protocol/topics';
import type { z } from 'zod';
import { Matcher } from '../../model/matcher.ts';
import { messageOf, ObservatoryError } from '../../util/errors.ts';
import { evaluatedFrames } from '../evaluated-query.ts';
import type { Frame, FrameField, Notice } from '../frame.ts';
import { frameKind, type FrameKind } from './frame-kind.ts';
import { subscriptionColumns } from './subscription-columns.ts';
import { topicColumns } from './topic-columns.ts';

interface TopicFilter {
  cluster?: string;
  namespace?: string;
  /** A test of full topic names. */
  matches?: (topic: string) => boolean;
  order: 'desc';
  limit: number;
  offset: 0;
}

export interface TopicsKindOptions {
  nowMs: () => number;
  topics: (query: TopicFilter & { by: TopicList['by']; sort: Measure; top: 0 }) => TopicList | Promise<TopicList>;
  subscriptions: (
    query: TopicFilter & { verdicts: readonly SubscriptionVerdict[]; sort: SubscriptionSort },
  ) => SubscriptionList | Promise<SubscriptionList>;
}

type SubscriptionSort = 'backlog' | 'rate_out' | 'consumers';

const PAST_MS = 60_000;
/** Measures of topics that a subscription has too; the others sort it by backlog. */
const SUBSCRIPTION_SORT: Partial<Record<Measure, SubscriptionSort>> = { rate_out: 'rate_out', consumers: 'consumers' };

/** Kind `topics`: the largest topics, sums of them, or subscriptions. */
export function topicsKind(options: TopicsKindOptions): FrameKind {
  return frameKind(['topics'], topicsFrameQuery as z.ZodType<TopicsFrameQuery>, async (query) => {
    const table = await (query.subject === 'topics' ? topicTable(query, options) : subscriptionTable(query, options));
    const notices = [...table.notices];
    if (query.toMs < options.nowMs() - PAST_MS)
      notices.push({
        severity: 'info',
        text: 'topics are shown as they are now; for the past ask PromQL for the series pulsar_topic_… of the topics that have them',
      });
    return evaluatedFrames([frameOf(query, table, notices)]);
  });
}

interface Table {
  length: number;
  fields: FrameField[];
  total: number;
  notices: Notice[];
}

async function topicTable(query: TopicsFrameQuery, { topics }: TopicsKindOptions): Promise<Table> {
  const { by, measure, limit } = query;
  const lists = await Promise.all(filtersOf(query).map((filter) => topics({ ...filter, by, sort: measure, top: 0 })));
  const rows = lists
    .flatMap((list) => list.rows)
    .sort((a, b) => b.measures[measure] - a.measures[measure])
    .slice(0, limit);
  const notices = lists
    .flatMap(({ readings }) => readings)
    .filter(({ lastError }) => lastError !== '')
    .map(({ cluster, broker, lastError }): Notice => ({
      severity: 'warning',
      text: `${cluster}, ${broker}: ${lastError}`,
    }));
  const total = lists.reduce((sum, list) => sum + list.total, 0);
  return { length: rows.length, fields: topicColumns(rows, by, measure), total, notices };
}

async function subscriptionTable(query: TopicsFrameQuery, { subscriptions }: TopicsKindOptions): Promise<Table> {
  const { verdicts, limit } = query;
  const sort = SUBSCRIPTION_SORT[query.measure] ?? 'backlog';
  const lists = await Promise.all(filtersOf(query).map((filter) => subscriptions({ ...filter, verdicts, sort })));
  const valueOf = { backlog: 'backlog', rate_out: 'rateOut', consumers: 'consumers' } as const;
  const rows = lists
    .flatMap((list) => list.subscriptions)
    .sort((a, b) => b[valueOf[sort]] - a[valueOf[sort]])
    .slice(0, limit);
  const total = lists.reduce((sum, list) => sum + list.total, 0);
  return { length: rows.length, fields: subscriptionColumns(rows), total, notices: [] };
}

/** One a cluster: each cluster's largest are among the largest of all. */
function filtersOf({ clusters, namespace, pattern, limit }: TopicsFrameQuery): TopicFilter[] {
  const matches = pattern === '' ? undefined : nameTest(pattern);
  return (clusters.length === 0 ? [undefined] : clusters).map((cluster) => ({
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== '' && { namespace }),
    ...(matches && { matches }),
    order: 'desc',
    limit,
    offset: 0,
  }));
}

function nameTest(pattern: string): (topic: string) => boolean {
  try {
    const matcher = new Matcher('=~', '', `.*(?:${pattern}).*`);
    return (topic) => matcher.matches(topic);
  } catch (error) {
    throw new ObservatoryError('OBS_FRAMES_QUERY', `invalid query: pattern: ${messageOf(error)}`, {
      httpStatus: 400,
      hint: 'the pattern is an RE2 regular expression; it is searched for anywhere in the full topic name',
      cause: error,
    });
  }
}

function frameOf({ refId, subject }: TopicsFrameQuery, { length, fields, total }: Table, notices: Notice[]): Frame {
  return {
    name: subject,
    refId,
    meta: {
      preferredVisualisationType: 'table',
      stats: [{ displayName: 'Rows in all', value: total, unit: 'short' }],
      ...(notices.length > 0 && { notices }),
    },
    length,
    fields,
  };
}
