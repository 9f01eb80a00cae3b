import { useMemo } from 'react';
import { useEvents } from '../events/use-events.ts';
import type { TimeWindow } from '../host/ViewHost.ts';
import { ErrorNotice } from '../load/Notice.tsx';
import { Page } from '../page/Page.tsx';
import type { ThemeName } from '../theme/series-colors.ts';
import { BaselineControl, spanWords } from './BaselineControl.tsx';
import type { ChartMark } from './draw/aligned-chart.ts';
import { ExplainAnswer } from './ExplainAnswer.tsx';
import { explainPath } from './model/ask.ts';
import { baselineOf, faultOfBaseline } from './model/baseline.ts';
import { INITIAL_STATE, type ExplainState } from './model/explain-state.ts';
import { MatrixView } from './matrix/MatrixView.tsx';
import { Running } from './Running.tsx';
import { SymptomPicker } from './SymptomPicker.tsx';
import { useExplainState } from './use-explain-state.ts';
import { useExplanation } from './use-explanation.ts';
import styles from './Explain.module.css';

const NEVER: TimeWindow = { fromMs: 0, toMs: 1 };

/** From a spike to its ranked causes; the address holds the question and the way its answer is looked at. */
export function ExplainPage({ theme }: { theme: ThemeName }): React.JSX.Element {
  const [state, setState] = useExplainState();
  const { window } = state;
  const { baseline, own } = state;
  const span = useMemo(() => window && baselineOf(window, baseline, own), [window, baseline, own]);
  const isWrong = window !== undefined && span !== undefined && faultOfBaseline(span, window) !== undefined;
  const { answer, error, running, canceled, tookMs, cancel, again } = useExplanation(
    isWrong ? undefined : explainPath(state),
  );
  const events = useEvents(
    window ? { fromMs: Math.min(span?.fromMs ?? window.fromMs, window.fromMs), toMs: window.toMs } : NEVER,
  );
  const marks = useMemo<ChartMark[]>(
    () =>
      (events.data ?? []).map(({ timeMs, summary, severity }) => ({
        timeMs,
        text: summary,
        tone: severity === 'warning' ? 'warn' : 'accent',
      })),
    [events.data],
  );
  const ask = (changes: Partial<ExplainState>) =>
    setState({ ...changes, kinds: [], node: '', pins: [], open: '', baseline: 'before', own: undefined });
  if (!window) {
    return (
      <Page>
        <SymptomPicker state={state} theme={theme} onExplain={ask} />
      </Page>
    );
  }
  return (
    <Page>
      <div className={styles.view}>
        <section className={styles.panel} aria-label="Question">
          <div className={styles.row}>
            <b>{spanWords(window)}</b>
            {state.query === '' ? <span>symptom: looked for in the window</span> : <code>{state.query}</code>}
            <button type="button" onClick={() => setState({ ...INITIAL_STATE })}>
              Ask something else
            </button>
            <button type="button" onClick={again} disabled={running}>
              Ask again
            </button>
            {tookMs !== undefined && !running && <span className={styles.muted}>answered in {tookWords(tookMs)}</span>}
          </div>
          <BaselineControl
            state={{ ...state, window }}
            used={answer && { fromMs: Date.parse(answer.baseline.from), toMs: Date.parse(answer.baseline.to) }}
            onChange={(changes) => setState(changes)}
          />
          {running && <Running refining={answer !== undefined} onCancel={cancel} />}
          {canceled && <p className={styles.muted}>Cancelled: the sidecar has stopped.</p>}
          <ErrorNotice error={error} />
        </section>
        <div className={styles.row} role="group" aria-label="Show">
          <button type="button" aria-pressed={state.show === 'causes'} onClick={() => setState({ show: 'causes' })}>
            Causes
          </button>
          <button type="button" aria-pressed={state.show === 'matrix'} onClick={() => setState({ show: 'matrix' })}>
            Correlations
          </button>
        </div>
        {state.show === 'matrix' && span && (
          <div className={styles.panel}>
            <MatrixView window={window} baseline={span} marks={marks} />
          </div>
        )}
        {state.show === 'causes' && answer && (
          <ExplainAnswer answer={answer} state={state} marks={marks} onState={setState} />
        )}
      </div>
    </Page>
  );
}

const tookWords = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
