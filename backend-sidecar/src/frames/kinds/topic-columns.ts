import {
  MEASURES,
  subscriptionVerdict,
  type Measure,
  type TopicList,
  type TopicRow,
} from '@observatory/protocol/topics';
import type { FrameField } from '../frame.ts';
import { numberColumn, textColumn, timeColumn } from './columns.ts';

/** Heading and Grafana's unit of each measure. */
export const MEASURE_FIELDS: Readonly<Record<Measure, readonly [displayName: string, unit: string]>> = {
  rate_in: ['Rate in', 'mps'],
  rate_out: ['Rate out', 'mps'],
  throughput_in: ['Throughput in', 'binBps'],
  throughput_out: ['Throughput out', 'binBps'],
  storage_bytes: ['Storage', 'bytes'],
  backlog_bytes: ['Backlog size', 'bytes'],
  backlog_entries: ['Backlog', 'short'],
  producers: ['Producers', 'short'],
  consumers: ['Consumers', 'short'],
  subscriptions: ['Subscriptions', 'short'],
};

const NAME: Readonly<Record<TopicList['by'], string>> = {
  topic: 'Topic',
  partition: 'Topic',
  namespace: 'Namespace',
  group: 'Group',
};

/** A row a topic, namespace or group; the measure that was asked for stands first. */
export function topicColumns(rows: readonly TopicRow[], by: TopicList['by'], first: Measure): FrameField[] {
  const measures = [first, ...MEASURES.filter((measure) => measure !== first)];
  const ofTopics = by === 'topic' || by === 'partition';
  return [
    textColumn(
      'cluster',
      rows.map(({ cluster }) => cluster),
      { displayName: 'Cluster' },
    ),
    textColumn(
      'name',
      rows.map(({ name }) => name),
      { displayName: NAME[by] },
    ),
    ...measures.map((measure) => {
      const [displayName, unit] = MEASURE_FIELDS[measure];
      return numberColumn(
        measure,
        rows.map(({ measures: all }) => all[measure]),
        { displayName, unit },
      );
    }),
    textColumn(
      'verdicts',
      rows.map(({ verdicts }) => verdictsText(verdicts)),
      {
        displayName: 'Unhealthy subscriptions',
      },
    ),
    numberColumn(
      'topics',
      rows.map(({ topics }) => topics),
      { displayName: 'Topics', unit: 'short' },
    ),
    numberColumn(
      'old',
      rows.map(({ old }) => old),
      {
        displayName: 'Of these not current',
        unit: 'short',
        description: 'Topics whose figures are too old to stand for now; they are not in the sums.',
      },
    ),
    ...(ofTopics
      ? [
          textColumn(
            'kind',
            rows.map(({ kind }) => kind),
            { displayName: 'Kind' },
          ),
          textColumn(
            'brokers',
            rows.map(({ brokers }) => brokers?.join(', ')),
            { displayName: 'Broker' },
          ),
          textColumn(
            'bundle',
            rows.map(({ bundle }) => bundle),
            { displayName: 'Bundle' },
          ),
        ]
      : []),
    timeColumn(
      'updated',
      rows.map(({ updatedMs }) => updatedMs),
      { displayName: 'Read at' },
    ),
    textColumn(
      'stale_reason',
      rows.map(({ staleReason }) => staleReason),
      { displayName: 'Why old' },
    ),
  ];
}

/** `2 stuck, 1 growing`; empty when all are healthy. */
function verdictsText(verdicts: TopicRow['verdicts'] = {}): string {
  return subscriptionVerdict.options
    .filter((verdict) => verdict !== 'healthy' && (verdicts[verdict] ?? 0) > 0)
    .map((verdict) => `${verdicts[verdict]} ${verdict.replaceAll('_', ' ')}`)
    .join(', ');
}
