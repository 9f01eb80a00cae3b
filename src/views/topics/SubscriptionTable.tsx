import type { Evidence, SubscriptionRow } from '@observatory/protocol/topics';
import { formatValue } from '../live/format-value.ts';
import { EmptyNotice } from '../load/Notice.tsx';
import { formatSpan } from '../nodes/vitals-text.ts';
import styles from './TopicTable.module.css';

export interface SubscriptionTableProps {
  rows: readonly SubscriptionRow[];
  emptyText: string;
  onOpenTopic?: (row: SubscriptionRow) => void;
}

/** Subscriptions with their verdict as a sentence, the evidence for it, and when the backlog is gone. */
export function SubscriptionTable({ rows, emptyText, onOpenTopic }: SubscriptionTableProps): React.JSX.Element {
  if (rows.length === 0) return <EmptyNotice>{emptyText}</EmptyNotice>;
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            <th scope="col">Subscription</th>
            <th scope="col">Verdict</th>
            <th scope="col" className={styles.number}>
              Backlog
            </th>
            <th scope="col" className={styles.number}>
              Change
            </th>
            <th scope="col" className={styles.number}>
              Drained in
            </th>
            <th scope="col" className={styles.number}>
              Oldest
            </th>
            <th scope="col" className={styles.number}>
              Consumers
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.cluster} ${row.topic} ${row.name}`} title={row.staleReason}>
              <th scope="row">
                {row.name}
                <br />
                {onOpenTopic ? (
                  <button type="button" className={styles.link} onClick={() => onOpenTopic(row)}>
                    {row.topic}
                  </button>
                ) : (
                  row.topic
                )}
              </th>
              <td className={styles.sentence}>
                <b>{row.verdict.replaceAll('_', ' ')}</b>: {row.sentence}
                {row.evidence.length > 0 && (
                  <details>
                    <summary>Evidence</summary>
                    <ul className={styles.evidence}>
                      {row.evidence.map((each) => (
                        <li key={each.fact}>
                          {each.fact}: {evidenceText(each)}
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </td>
              <td className={styles.number}>{formatValue(row.backlog, 'short')}</td>
              <td className={styles.number}>
                {row.growth === undefined ? '–' : `${formatValue(row.growth, 'short')}/s`}
              </td>
              <td className={styles.number}>{row.drainSeconds === undefined ? '–' : formatSpan(row.drainSeconds)}</td>
              <td className={styles.number}>
                {row.oldestAgeSeconds === undefined ? '–' : formatSpan(row.oldestAgeSeconds)}
              </td>
              <td className={styles.number}>{row.consumers}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function evidenceText({ value, unit }: Evidence): string {
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'time_ms':
      return new Date(value).toLocaleTimeString('en-GB');
    case 'ms':
      return formatValue(value, 'ms');
    case 'per_second':
      return `${formatValue(value, 'short')}/s`;
    case 'ratio':
      return formatValue(value, 'percentunit');
    default:
      return formatValue(value, 'short');
  }
}
