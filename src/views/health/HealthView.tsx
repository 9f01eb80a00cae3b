import { useMemo, useState } from 'react';
import { errorOf, useFrames } from '../frames/use-frames.ts';
import { seriesOfFrames } from '../frames/frame-series.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { healthGrid, troubleShare, type RowOrder } from './health-grid.ts';
import { measureScale, STATE_SCALE } from './cell-scale.ts';
import { HealthHeatmap } from './HealthHeatmap.tsx';
import { healthExpr } from './health-state.ts';
import { NODE_MEASURES } from './measures.ts';
import styles from './HealthView.module.css';

export interface HealthViewProps {
  window: TimeWindow;
  theme: ThemeName;
  /** Grows with every refresh. */
  revision?: number;
  /** PromQL matchers that choose nodes, as `cluster="a"`. */
  matchers?: readonly string[];
  onOpen?: (rowId: string, timeMs: number) => void;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

/** Columns that are wide enough to see and hit. */
const COLUMNS = 180;

/** The health heatmap with its choices: what colours it, the order of rows, the table twin, and who was in trouble longest. */
export function HealthView(props: HealthViewProps): React.JSX.Element {
  const { window, theme, revision, matchers, onOpen, onSelectWindow } = props;
  const [measureId, setMeasureId] = useState('state');
  const [order, setOrder] = useState<RowOrder>('name');
  const [asTable, setAsTable] = useState(false);
  const measure = NODE_MEASURES.find(({ id }) => id === measureId);
  const stepMs = Math.max(15_000, Math.ceil((window.toMs - window.fromMs) / COLUMNS / 5_000) * 5_000);
  const { fromMs, toMs } = window;
  const state = useFrames(
    { queries: [{ refId: 'A', expr: measure?.expr ?? healthExpr(matchers), fromMs, toMs, stepMs }] },
    revision,
  );
  const frames = state.results.A?.frames;
  const grid = useMemo(
    () => healthGrid(seriesOfFrames(frames ?? []), { fromMs, toMs, stepMs }, { order }),
    [frames, fromMs, toMs, stepMs, order],
  );
  const scale = useMemo(() => (measure ? measureScale(measure) : STATE_SCALE), [measure]);
  const error = errorOf(state);
  return (
    <section className={styles.view} aria-label="Health of nodes over time">
      <div className={styles.toolbar}>
        <label>
          Colour by{' '}
          <select value={measureId} onChange={(event) => setMeasureId(event.target.value)}>
            <option value="state">state</option>
            {NODE_MEASURES.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          aria-pressed={order === 'worst'}
          onClick={() => setOrder(order === 'worst' ? 'name' : 'worst')}
        >
          Worst first
        </button>
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
        {!measure && <span className={styles.summary}>{summary(grid)}</span>}
      </div>
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <HealthHeatmap
        grid={grid}
        scale={scale}
        theme={theme}
        title={measure ? `${measure.title} of nodes over time` : 'Health of nodes over time'}
        emptyText={
          state.loading
            ? 'Loading …'
            : 'No node was scraped in this time range. Choose another range, or add targets to the sidecar.'
        }
        asTable={asTable}
        onOpen={onOpen}
        onSelectWindow={onSelectWindow}
      />
    </section>
  );
}

/** `broker-2 was in trouble 12 % of the time, the longest of 3 of 12 nodes.` */
function summary(grid: ReturnType<typeof healthGrid>): string {
  const shares = grid.rows.map((_, row) => troubleShare(grid, row));
  const troubled = shares.filter((share) => share > 0).length;
  if (grid.rows.length === 0) return '';
  if (troubled === 0) return `All ${grid.rows.length} nodes were healthy throughout.`;
  const worst = shares.reduce((best, share, row) => (share > (shares[best] || 0) ? row : best), 0);
  const percent = Math.max(1, Math.round(shares[worst] * 100));
  return (
    `${grid.rows[worst].label} was in trouble ${percent} % of the time` +
    (troubled > 1
      ? `, the longest of ${troubled} of ${grid.rows.length} nodes.`
      : '; the others were healthy throughout.')
  );
}
