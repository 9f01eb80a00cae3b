import { useState } from 'react';
import { FrameChart } from '../charts/FrameChart.tsx';
import type { TimeWindow } from '../host/ViewHost.ts';
import type { ThemeName } from '../theme/series-colors.ts';
import type { ExplainState } from './model/explain-state.ts';
import { SYMPTOM_CHARTS } from './symptom-charts.ts';
import { WindowFields } from './WindowFields.tsx';
import styles from './Explain.module.css';

interface SymptomPickerProps {
  state: ExplainState;
  theme: ThemeName;
  onExplain: (changes: Pick<ExplainState, 'query' | 'window'>) => void;
}

const HOUR_MS = 3_600_000;
const SPANS = [
  { title: '30 minutes', ms: HOUR_MS / 2 },
  { title: 'hour', ms: HOUR_MS },
  { title: '6 hours', ms: 6 * HOUR_MS },
  { title: '24 hours', ms: 24 * HOUR_MS },
];
/** Asked about when nothing is drawn over: what happened just now. */
const RECENT_MS = 15 * 60_000;

/** Chooses what is to be explained: a spike drawn over in a chart, an own query, or a time in which to look for the symptom. */
export function SymptomPicker({ state, theme, onExplain }: SymptomPickerProps): React.JSX.Element {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const [spanMs, setSpanMs] = useState(HOUR_MS);
  const [query, setQuery] = useState(state.query);
  const shown: TimeWindow = state.window
    ? { fromMs: state.window.fromMs - 2 * lengthOf(state.window), toMs: state.window.toMs + lengthOf(state.window) / 2 }
    : { fromMs: nowMs - spanMs, toMs: nowMs };
  const window = state.window ?? { fromMs: nowMs - RECENT_MS, toMs: nowMs };
  return (
    <section className={styles.panel} aria-label="What is to be explained">
      <h2>What is to be explained?</h2>
      <p className={styles.muted}>
        Draw over a spike in a chart. Or give a time, and a query if you have one: without it the symptom is looked for.
      </p>
      <div className={styles.row}>
        <label className={styles.queryField}>
          Symptom{' '}
          <input
            value={query}
            placeholder="PromQL, or empty: find it"
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <WindowFields
          label="Window"
          action="Explain"
          window={window}
          onChange={(chosen) => onExplain({ query: query.trim(), window: chosen })}
        />
        {!state.window && (
          <label>
            Charts of the last{' '}
            <select
              value={spanMs}
              onChange={(event) => {
                setSpanMs(Number(event.target.value));
                setNowMs(Date.now());
              }}
            >
              {SPANS.map(({ title, ms }) => (
                <option key={ms} value={ms}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div className={styles.charts}>
        {SYMPTOM_CHARTS.map((spec) => (
          <FrameChart
            key={spec.id}
            spec={spec}
            window={shown}
            theme={theme}
            syncKey="explain"
            onSelect={(chosen) => onExplain({ query: spec.query, window: chosen })}
          />
        ))}
      </div>
    </section>
  );
}

const lengthOf = ({ fromMs, toMs }: TimeWindow): number => toMs - fromMs;
