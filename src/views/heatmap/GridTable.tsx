import { useState } from 'react';
import type { GridData } from './grid-data.ts';
import styles from './HeatmapGrid.module.css';

const COLUMNS = 12;
const ROWS = 25;

interface GridTableProps {
  grid: GridData;
  title: string;
  describe: (value: number) => string;
  timeLabel: (timeMs: number) => string;
}

/** The same cells as a table, a page of times and rows at once, the newest times first shown. */
export function GridTable({ grid, title, describe, timeLabel }: GridTableProps): React.JSX.Element {
  const [back, setBack] = useState(0);
  const [down, setDown] = useState(0);
  const end = Math.max(0, grid.times.length - back * COLUMNS);
  const start = Math.max(0, end - COLUMNS);
  const rows = grid.rows.slice(down * ROWS, (down + 1) * ROWS);
  return (
    <div className={styles.table}>
      <p className={styles.pager}>
        <button type="button" disabled={start === 0} onClick={() => setBack(back + 1)}>
          Earlier
        </button>
        <button type="button" disabled={back === 0} onClick={() => setBack(back - 1)}>
          Later
        </button>
        <button type="button" disabled={down === 0} onClick={() => setDown(down - 1)}>
          Rows before
        </button>
        <button type="button" disabled={(down + 1) * ROWS >= grid.rows.length} onClick={() => setDown(down + 1)}>
          Rows after
        </button>
      </p>
      <table>
        <caption>
          {title}: rows {down * ROWS + 1} to {down * ROWS + rows.length} of {grid.rows.length}
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {Array.from(grid.times.subarray(start, end), (timeMs) => (
              <th scope="col" key={timeMs}>
                {timeLabel(timeMs)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              <th scope="row">{row.label}</th>
              {Array.from(grid.times.subarray(start, end), (timeMs, column) => (
                <td key={timeMs}>
                  {describe(grid.values[(down * ROWS + index) * grid.times.length + start + column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
