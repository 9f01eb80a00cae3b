import type { SeriesLook } from './series-look.ts';
import type { TimeColumns } from './time-columns.ts';
import { clockText } from './time-text.ts';
import styles from './LiveChart.module.css';

const TABLE_ROWS = 25;

export interface ChartTableProps {
  title: string;
  columns: TimeColumns;
  looks: readonly SeriesLook[];
  height: number;
}

/** The newest rows as a table: the same numbers for who cannot use the picture. */
export function ChartTable({ title, columns, looks, height }: ChartTableProps): React.JSX.Element {
  const count = Math.min(TABLE_ROWS, columns.length);
  const rows = Array.from({ length: count }, (_, index) => columns.length - 1 - index);
  return (
    <div
      className={styles.table}
      style={{ maxHeight: height }}
      // What scrolls must be reached by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      tabIndex={0}
      role="region"
      aria-label={`${title}: table`}
    >
      <table>
        <caption>
          {title}, the newest {count} of {columns.length} rows
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {looks.map(({ label }, index) => (
              <th scope="col" key={index}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const timeMs = columns.timeAt(row) ?? 0;
            return (
              <tr key={timeMs}>
                <th scope="row">{clockText(timeMs)}</th>
                {columns.valuesAt(row).map((value, index) => (
                  <td key={index}>{looks[index]?.format(value)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
