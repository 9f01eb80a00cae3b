import { MEASURES, type Measure, type TopicRow } from '@observatory/protocol/topics';
import { EmptyNotice } from '../load/Notice.tsx';
import { MEASURE_NAMES, measureText } from './measure-names.ts';
import styles from './TopicTable.module.css';

export interface TopicTableProps {
  rows: readonly TopicRow[];
  emptyText: string;
  /** The column that the rows are sorted by; sorting is the sidecar's. */
  sort?: Measure;
  onSort?: (measure: Measure) => void;
  onOpen?: (row: TopicRow) => void;
}

const COLUMNS: readonly Measure[] = MEASURES.filter((measure) => measure !== 'backlog_bytes');

/** Topics, namespaces or groups with their measures and the verdicts on their subscriptions. */
export function TopicTable({ rows, emptyText, sort, onSort, onOpen }: TopicTableProps): React.JSX.Element {
  if (rows.length === 0) return <EmptyNotice>{emptyText}</EmptyNotice>;
  return (
    <div className={styles.scroll}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {COLUMNS.map((measure) => (
              <th
                key={measure}
                scope="col"
                className={styles.number}
                aria-sort={sort === measure ? 'descending' : undefined}
              >
                {onSort ? (
                  <button type="button" onClick={() => onSort(measure)}>
                    {MEASURE_NAMES[measure].title}
                    {sort === measure && ' ↓'}
                  </button>
                ) : (
                  MEASURE_NAMES[measure].title
                )}
              </th>
            ))}
            <th scope="col">Not healthy</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.cluster} ${row.name}`} title={row.staleReason}>
              <th scope="row">
                {onOpen ? (
                  <button type="button" className={styles.link} onClick={() => onOpen(row)}>
                    {row.name}
                  </button>
                ) : (
                  row.name
                )}
                {row.staleReason !== undefined && <span className={styles.stale}> old figures</span>}
              </th>
              {COLUMNS.map((measure) => (
                <td key={measure} className={styles.number}>
                  {measureText(measure, row.measures[measure])}
                </td>
              ))}
              <td>{verdictsText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function verdictsText({ verdicts }: TopicRow): string {
  return Object.entries(verdicts ?? {})
    .filter(([verdict, count]) => count > 0 && verdict !== 'healthy')
    .map(([verdict, count]) => `${count} ${verdict.replaceAll('_', ' ')}`)
    .join(', ');
}
