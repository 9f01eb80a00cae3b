import { useMemo, useState } from 'react';
import { seriesOfFrames } from '../../frames/frame-series.ts';
import { errorOf, useFrames } from '../../frames/use-frames.ts';
import type { TimeWindow } from '../../host/ViewHost.ts';
import { ErrorNotice } from '../../load/Notice.tsx';
import type { ChartMark } from '../draw/aligned-chart.ts';
import { CorrelationMatrix } from './CorrelationMatrix.tsx';
import { correlationMatrix, FALSE_DISCOVERIES, type MatrixSeries } from './matrix.ts';
import { MATRIX_QUERIES } from './matrix-queries.ts';
import { MIN_POINTS } from './lagged.ts';
import styles from './Matrix.module.css';

interface MatrixViewProps {
  window: TimeWindow;
  baseline: TimeWindow;
  marks: readonly ChartMark[];
}

/** Steps of a window: finer ones only repeat what a scrape said. */
const STEPS = 60;
const MIN_STEP_MS = 5_000;
/** More rows are no longer read; the set is chosen instead. */
const MOST_ROWS = 60;

/** Resources against latency, throughput and loss, over a window. */
export function MatrixView({ window, baseline, marks }: MatrixViewProps): React.JSX.Element {
  const groups = useMemo(() => [...new Set(RESOURCES.map(({ group }) => group))], []);
  const [shown, setShown] = useState<readonly string[]>(groups);
  const [asTable, setAsTable] = useState(false);
  const stepMs = Math.max(MIN_STEP_MS, Math.ceil((window.toMs - window.fromMs) / STEPS / 1000) * 1000);
  const fromMs = Math.min(baseline.fromMs, window.fromMs);
  const state = useFrames({
    queries: MATRIX_QUERIES.map(({ id, expr }) => ({ refId: id, expr, fromMs, toMs: window.toMs, stepMs })),
  });
  const { results } = state;
  const all = useMemo(
    () =>
      MATRIX_QUERIES.map((query) => ({
        query,
        series: seriesOfFrames(results[query.id]?.frames ?? []).map(
          ({ labels, times, values }, index): MatrixSeries => ({
            id: `${query.id} ${index}`,
            label: query.by === undefined ? query.title : (labels[query.by] ?? query.title),
            group: query.group,
            times,
            values,
          }),
        ),
      })),
    [results],
  );
  const rows = useMemo(
    () =>
      all
        .filter(({ query }) => query.role === 'resource' && shown.includes(query.group))
        .flatMap(({ series }) => series),
    [all, shown],
  );
  const matrix = useMemo(() => {
    const columns = all.filter(({ query }) => query.role === 'outcome').flatMap(({ series }) => series);
    return correlationMatrix(rows.slice(0, MOST_ROWS), columns, { window, baseline, stepMs });
  }, [all, rows, window, baseline, stepMs]);
  const unitOf = useMemo(() => {
    const units = new Map(all.flatMap(({ query, series }) => series.map(({ id }) => [id, UNITS[query.unit] ?? ''])));
    return ({ id }: MatrixSeries) => units.get(id) ?? '';
  }, [all]);
  return (
    <section aria-label="Resources against latency, throughput and loss">
      <div className={styles.toolbar}>
        {groups.map((group) => (
          <button
            key={group}
            type="button"
            aria-pressed={shown.includes(group)}
            onClick={() => setShown(shown.includes(group) ? shown.filter((each) => each !== group) : [...shown, group])}
          >
            {group}
          </button>
        ))}
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
      </div>
      <p className={styles.note}>
        {state.loading
          ? 'Loading …'
          : `Rank correlation at the best lag, steps of ${stepMs / 1000} s. ${matrix.compared} of ${matrix.cells.length} pairs have the ${MIN_POINTS} points and the variation that a number needs. Grey ones may be chance (more than ${FALSE_DISCOVERIES * 100} % false discoveries). Alike is not caused by.`}
        {rows.length > MOST_ROWS && ` The first ${MOST_ROWS} of ${rows.length} series are shown.`}
      </p>
      <ErrorNotice error={errorOf(state)} />
      {!state.loading && (
        <CorrelationMatrix
          matrix={matrix}
          window={window}
          baseline={baseline}
          unitOf={unitOf}
          marks={marks}
          asTable={asTable}
        />
      )}
    </section>
  );
}

const RESOURCES = MATRIX_QUERIES.filter(({ role }) => role === 'resource');
/** Units of charts as those of the analysis. */
const UNITS: Readonly<Record<string, string>> = { ms: 'ms', percentunit: 'ratio', msgps: '/s', Bps: 'B/s', bytes: 'B' };
