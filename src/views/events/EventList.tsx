import type { ClusterEvent } from '@observatory/protocol/events';
import { timeLabels } from '../heatmap/time-label.ts';
import { useViewHost } from '../host/ViewHost.ts';
import { EmptyNotice } from '../load/Notice.tsx';
import styles from './EventList.module.css';

export interface EventListProps {
  /** Oldest first, as the sidecar gives them. */
  events: readonly ClusterEvent[];
  windowMs: number;
  limit?: number;
  emptyText: string;
}

/** Events as sentences, the newest first, each with a way to the node that it is about. */
export function EventList({ events, windowMs, limit = 20, emptyText }: EventListProps): React.JSX.Element {
  const { navigation } = useViewHost();
  if (events.length === 0) return <EmptyNotice>{emptyText}</EmptyNotice>;
  const label = timeLabels(windowMs, 1000);
  const newest = events.slice(-limit).reverse();
  return (
    <>
      <ol className={styles.events}>
        {newest.map(({ id, timeMs, severity, summary, node }) => (
          <li key={id} data-severity={severity}>
            <time dateTime={new Date(timeMs).toISOString()}>{label(timeMs)}</time>{' '}
            {severity === 'warning' && <span className={styles.severity}>warning</span>} {summary}{' '}
            {node !== undefined && (
              <a
                href={navigation.href({ path: 'topology', search: new URLSearchParams({ node }) })}
                aria-label={`where: ${node} in the topology`}
              >
                where
              </a>
            )}
          </li>
        ))}
      </ol>
      {events.length > limit && (
        <p className={styles.more}>
          the newest {limit} of {events.length}
        </p>
      )}
    </>
  );
}
