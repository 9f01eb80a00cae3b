import { memo, useId, useMemo, useRef, useState } from 'react';
import { statusAnswer } from '@observatory/protocol/status';
import { useViewHost } from '../host/ViewHost.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { ChartBody } from './ChartBody.tsx';
import type { ChartSpec } from './chart-spec.ts';
import { formatValue } from './format-value.ts';
import type { LiveSeriesState } from './live-series.ts';
import { saveChartCsv, saveChartPng, type ChartToSave } from './save-chart.ts';
import { ownLooks } from './series-look.ts';
import styles from './LiveChart.module.css';

export interface LiveChartProps {
  spec: ChartSpec;
  state: LiveSeriesState;
  theme: ThemeName;
  /** Right edge of the window in ms; undefined: it moves with the clock. */
  endMs: number | undefined;
  windowMs: number;
  syncKey: string;
  /** A span that was dragged or drawn out by keyboard; without it none can be. */
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

const HEIGHT = 180;

/** One chart of a page: its title, its query on demand, the picture or its table twin, and both as files. */
export const LiveChart = memo(function LiveChart(props: LiveChartProps): React.JSX.Element {
  const { spec, state, theme, endMs, windowMs, syncKey, onSelectWindow } = props;
  const host = useViewHost();
  const [asTable, setAsTable] = useState(false);
  const [showQuery, setShowQuery] = useState(false);
  const [isolated, setIsolated] = useState<number | undefined>();
  const section = useRef<HTMLElement>(null);
  const id = useId();
  const { columns, revision } = state;
  // The list of series changes in place: its names stand for it.
  const names = columns.series.map(({ key }) => key).join('\u0000');
  // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  const looks = useMemo(() => ownLooks(columns.series, theme, spec.unit), [columns, names, theme, spec.unit]);
  const only = isolated !== undefined && isolated < looks.length ? isolated : undefined;
  const toSave = (maker: string): ChartToSave => {
    const toMs = endMs ?? Date.now();
    return {
      ...{ title: spec.title, query: spec.query, maker, columns, looks, isolated: only },
      ...{ fromMs: toMs - windowMs, toMs, formatAxis: (value) => formatValue(value, spec.unit) },
    };
  };
  const savePng = async () => {
    const version = await host.load('status', statusAnswer).then(
      (status) => ` ${status.version}`,
      () => '',
    );
    if (section.current) saveChartPng(toSave(`Pulsar Observatory${version}`), section.current);
  };
  return (
    <section ref={section} className={styles.panel} aria-labelledby={`${id}-title`}>
      <header className={styles.header}>
        <h3 id={`${id}-title`} className={styles.title}>
          {spec.title}
        </h3>
        <span className={styles.actions}>
          <button
            type="button"
            aria-pressed={showQuery}
            onClick={() => setShowQuery(!showQuery)}
            title="Show the query"
          >
            Query
          </button>
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)} title="Show as a table">
            Table
          </button>
          <button type="button" onClick={() => saveChartCsv(toSave(''))} title="Save the window’s values">
            CSV
          </button>
          <button type="button" onClick={() => void savePng()} title="Save as a picture">
            PNG
          </button>
        </span>
      </header>
      {showQuery && <pre className={styles.query}>{spec.query}</pre>}
      {state.error !== undefined && (
        <p role="alert" className={styles.message}>
          {state.error}
        </p>
      )}
      <ChartBody
        title={spec.title}
        columns={columns}
        revision={revision}
        onData={state.onData}
        looks={looks}
        endMs={endMs}
        windowMs={windowMs}
        formatAxis={(value) => formatValue(value, spec.unit)}
        theme={theme}
        height={HEIGHT}
        syncKey={syncKey}
        asTable={asTable}
        emptyText={state.error !== undefined ? '' : emptyText(state)}
        isolated={only}
        onIsolate={setIsolated}
        binary={spec.unit === 'bytes' || spec.unit === 'Bps'}
        onSelectWindow={onSelectWindow}
      />
    </section>
  );
});

function emptyText(state: LiveSeriesState): string {
  return state.loaded ? 'No data: no target exposes this metric in the time range.' : 'Loading …';
}
