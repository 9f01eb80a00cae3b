import { useMemo, useState } from 'react';
import { explainHref } from '../explain/explain-href.ts';
import { seriesOfFrames } from '../frames/frame-series.ts';
import { errorOf, useFrames } from '../frames/use-frames.ts';
import { timeLabels } from '../heatmap/time-label.ts';
import { useTokens } from '../heatmap/use-tokens.ts';
import { useViewHost, type TimeWindow } from '../host/ViewHost.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import { bandColumns } from './band-data.ts';
import { bucketsOfFrame } from './heatmap-buckets.ts';
import { bucketRates, LATENCY_HISTOGRAMS, LATENCY_SCOPES, type LatencyScope } from './histograms.ts';
import { latencyGrid } from './latency-grid.ts';
import { LatencyPicture } from './LatencyPicture.tsx';
import {
  eventsOfFrame,
  marksOf,
  pausesExpr,
  pausesOf,
  pauseWords,
  type EventMark,
  type PauseMark,
} from './overlays.ts';
import styles from './LatencyView.module.css';
import { useScopeValues } from './use-scope-values.ts';

export interface LatencyViewProps {
  window: TimeWindow;
  theme: ThemeName;
  /** Grows with every refresh. */
  revision?: number;
  onSelectWindow?: (fromMs: number, toMs: number) => void;
}

const COLUMNS = 200;

/** Latency as it really was: the distribution over time, its percentiles, and what happened meanwhile. */
export function LatencyView({ window, theme, revision, onSelectWindow }: LatencyViewProps): React.JSX.Element {
  const { navigation } = useViewHost();
  const [host, setHost] = useState<HTMLElement | null>(null);
  const tokens = useTokens(host, theme);
  const [histogramId, setHistogramId] = useState(LATENCY_HISTOGRAMS[0].id);
  const [scope, setScope] = useState<LatencyScope>('all');
  const [value, setValue] = useState('');
  const [asTable, setAsTable] = useState(false);
  const histogram = LATENCY_HISTOGRAMS.find(({ id }) => id === histogramId) ?? LATENCY_HISTOGRAMS[0];
  const choices = useScopeValues(histogram, scope, window);
  const { fromMs, toMs } = window;
  const stepMs = Math.max(30_000, Math.ceil((toMs - fromMs) / COLUMNS / 15_000) * 15_000);
  const rates = bucketRates(histogram, { scope, value, stepMs });
  const state = useFrames(
    {
      queries: [
        { refId: 'heatmap', expr: rates, format: 'heatmap', fromMs, toMs, stepMs },
        { refId: 'gc', expr: pausesExpr(stepMs), fromMs, toMs, stepMs },
        { refId: 'events', kind: 'events', fromMs, toMs },
      ],
    },
    revision,
  );
  const { results } = state;
  const buckets = useMemo(() => bucketsOfFrame(results.heatmap?.frames[0]), [results]);
  const grid = useMemo(() => latencyGrid(buckets, { fromMs, toMs, stepMs }), [buckets, fromMs, toMs, stepMs]);
  const columns = useMemo(() => bandColumns(buckets), [buckets]);
  const events = useMemo(() => eventsOfFrame(results.events?.frames[0]), [results]);
  const pauses = useMemo(() => pausesOf(seriesOfFrames(results.gc?.frames ?? []), stepMs), [results, stepMs]);
  const marks = useMemo(() => marksOf(events, pauses, tokens), [events, pauses, tokens]);
  const error = errorOf(state);
  const emptyText = state.loading
    ? 'Loading …'
    : 'No message was measured here in this time range. Brokers expose this histogram when managed ledger metrics are on; the doctor says which flag is off.';
  return (
    <section ref={setHost} className={styles.view} aria-label="Latency">
      <div className={styles.toolbar}>
        <label>
          Histogram{' '}
          <select value={histogramId} onChange={(event) => setHistogramId(event.target.value)}>
            {LATENCY_HISTOGRAMS.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          of{' '}
          <select
            value={scope}
            onChange={(event) => {
              setScope(event.target.value as LatencyScope);
              setValue('');
            }}
          >
            {LATENCY_SCOPES.map((each) => (
              <option key={each} value={each}>
                {each === 'all' ? 'everything' : `one ${each}`}
              </option>
            ))}
          </select>
        </label>
        {scope !== 'all' && (
          <select aria-label={`Which ${scope}`} value={value} onChange={(event) => setValue(event.target.value)}>
            <option value="">all of them</option>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        )}
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
        <a href={explainHref(navigation, { window, query: `histogram_quantile(0.99, ${rates})` })}>Explain this time</a>
      </div>
      <p className={styles.meaning}>{histogram.meaning}</p>
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <LatencyPicture
        grid={grid}
        columns={columns}
        window={window}
        title={`${histogram.title}: messages per second by latency`}
        theme={theme}
        tokens={tokens}
        emptyText={emptyText}
        asTable={asTable}
        marks={marks}
        onSelectWindow={onSelectWindow}
      />
      <Meanwhile events={events} pauses={pauses} window={window} />
    </section>
  );
}

const MAX_LISTED = 8;

/** What the marks in the pictures are, in words: the newest first. */
function Meanwhile(props: { events: EventMark[]; pauses: PauseMark[]; window: TimeWindow }): React.JSX.Element | null {
  const { events, pauses, window } = props;
  const label = timeLabels(window.toMs - window.fromMs, 1000);
  const lines = [
    ...events.map(({ timeMs, title, text }) => ({ timeMs, text: text || title, kind: 'event' })),
    ...pauses.map((pause) => ({ timeMs: pause.timeMs, text: pauseWords(pause), kind: 'pause' })),
  ].sort((a, b) => b.timeMs - a.timeMs);
  if (lines.length === 0) return null;
  return (
    <div>
      <h3 className={styles.heading}>Meanwhile</h3>
      <ol className={styles.events}>
        {lines.slice(0, MAX_LISTED).map(({ timeMs, text, kind }, index) => (
          <li key={`${timeMs}-${index}`} data-kind={kind}>
            <time dateTime={new Date(timeMs).toISOString()}>{label(timeMs)}</time> {text}
          </li>
        ))}
      </ol>
      {lines.length > MAX_LISTED && <p className={styles.meaning}>and {lines.length - MAX_LISTED} more</p>}
    </div>
  );
}
