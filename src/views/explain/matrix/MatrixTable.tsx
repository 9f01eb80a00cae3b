import { useMemo } from 'react';
import { isChance, type Matrix } from './matrix.ts';
import { effectText } from './cell-words.ts';
import styles from './Matrix.module.css';

/** The same cells as rows of numbers, the strongest first. */
export function MatrixTable({ matrix }: { matrix: Matrix }): React.JSX.Element {
  const sorted = useMemo(
    () => [...matrix.cells].sort((a, b) => Math.abs(b.correlation ?? 0) - Math.abs(a.correlation ?? 0)),
    [matrix],
  );
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region is operated by keyboard
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Correlations as a table">
      <table>
        <caption>
          {matrix.cells.length} pairs, {matrix.compared} with enough points
        </caption>
        <thead>
          <tr>
            {['Series', 'Effect', 'Against', 'Correlation', 'Leads by', 'Points', 'Independent', 'q', 'Verdict'].map(
              (title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {sorted.map((cell) => {
            const { row, column, correlation, leadSeconds, points, independent, q, reason } = cell;
            const effect = matrix.effects.get(row.id);
            return (
              <tr key={`${row.id} ${column.id}`}>
                <th scope="row">
                  {row.group} {row.label}
                </th>
                <td>{effect ? effectText(effect) : '–'}</td>
                <td>{column.label}</td>
                <td>{correlation?.toFixed(2) ?? '–'}</td>
                <td>{correlation === undefined ? '–' : `${leadSeconds} s`}</td>
                <td>{points}</td>
                <td>{independent === undefined ? '–' : Math.round(independent)}</td>
                <td>{q === undefined ? '–' : q < 0.001 ? '< 0.001' : q.toFixed(3)}</td>
                <td>{reason ?? (isChance(cell) ? 'may be chance' : 'related')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
